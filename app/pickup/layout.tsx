import type { Metadata } from "next"
import type { ReactNode } from "react"
import "./pickup.css"

export const metadata: Metadata = { title: { absolute: "Your way into Alma" } }

/** Light on purpose: a phone on a bad line, no fonts to load, nothing of the desk. */
export default function PickupLayout({ children }: { children: ReactNode }) {
  return <div className="pickup">{children}</div>
}
