import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { DeskHeader } from "@/components/shell/desk-header"
import { ElsewherePage } from "@/components/shell/elsewhere-page"
import { RosterPage } from "@/components/staff/roster-page"
import { addToRosterAction } from "@/lib/actions/add-to-roster"
import { deleteRosterAction } from "@/lib/actions/delete-roster"
import { refreshRosterAction } from "@/lib/actions/refresh-roster"
import { renameRosterAction } from "@/lib/actions/rename-roster"
import { searchStaffAction } from "@/lib/actions/search-staff"
import { takeOffRosterAction } from "@/lib/actions/take-off-roster"
import { rosterView } from "@/lib/queries/staff"
import { requireViewer } from "@/lib/queries/viewer"

export const metadata: Metadata = { title: "Roster" }
export const dynamic = "force-dynamic"

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { viewer, institution } = await requireViewer()
  const roster = await rosterView((await params).id)
  if (!roster) notFound()
  const header = <DeskHeader viewer={viewer} institution={institution} place="staff" />
  const other = viewer.institutions.find((one) => one.id === roster.institutionId && one.id !== institution.id)
  if (other) return <ElsewherePage what="This roster" institution={other} here={institution.name} header={header} />
  return (
    <RosterPage
      initial={roster} now={new Date().toISOString()} header={header}
      actions={{ refresh: refreshRosterAction, rename: renameRosterAction, remove: deleteRosterAction, add: addToRosterAction, takeOff: takeOffRosterAction, search: searchStaffAction }}
    />
  )
}
