import type { Metadata } from "next"
import { RosterPrint } from "@/components/staff/roster-print"
import { type RosterParams, rosterPlace } from "../roster-place"

export const metadata: Metadata = { title: "Roster to print" }
export const dynamic = "force-dynamic"

export default async function Page({ params }: { params: RosterParams }) {
  const { roster, header, elsewhere } = await rosterPlace(params)
  if (elsewhere) return elsewhere
  return <RosterPrint roster={roster} now={new Date().toISOString()} header={header} />
}
