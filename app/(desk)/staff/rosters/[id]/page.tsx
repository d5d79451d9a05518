import type { Metadata } from "next"
import { RosterPage } from "@/components/staff/roster-page"
import { addToRosterAction } from "@/lib/actions/add-to-roster"
import { deleteRosterAction } from "@/lib/actions/delete-roster"
import { refreshRosterAction } from "@/lib/actions/refresh-roster"
import { renameRosterAction } from "@/lib/actions/rename-roster"
import { searchStaffAction } from "@/lib/actions/search-staff"
import { takeOffRosterAction } from "@/lib/actions/take-off-roster"
import { type RosterParams, rosterPlace } from "./roster-place"

export const metadata: Metadata = { title: "Roster" }
export const dynamic = "force-dynamic"

export default async function Page({ params }: { params: RosterParams }) {
  const { roster, header, elsewhere } = await rosterPlace(params)
  if (elsewhere) return elsewhere
  return (
    <RosterPage
      initial={roster} now={new Date().toISOString()} header={header}
      actions={{ refresh: refreshRosterAction, rename: renameRosterAction, remove: deleteRosterAction, add: addToRosterAction, takeOff: takeOffRosterAction, search: searchStaffAction }}
    />
  )
}
