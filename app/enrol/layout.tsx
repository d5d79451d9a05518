import type { Metadata } from "next"
import type { ReactNode } from "react"
import "../pickup/pickup.css"
import "./enrol.css"

export const metadata: Metadata = { title: { absolute: "Enrol for the day campus login is down" } }

/** As light as the pick-up page, and like it: the same phone opens both. */
export default function EnrolLayout({ children }: { children: ReactNode }) {
  return <div className="pickup">{children}</div>
}
