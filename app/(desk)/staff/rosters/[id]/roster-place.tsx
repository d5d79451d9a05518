import { notFound } from "next/navigation"
import { DeskHeader } from "@/components/shell/desk-header"
import { ElsewherePage } from "@/components/shell/elsewhere-page"
import { rosterView } from "@/lib/queries/staff"
import { requireViewer } from "@/lib/queries/viewer"

export type RosterParams = Promise<{ id: string }>

/**
 * What each page of one roster begins with: the roster and the header. `elsewhere` is the page to show where the roster
 * turns out to be of another institution of theirs than the one they look at, null where it isn't.
 */
export async function rosterPlace(params: RosterParams) {
  const { viewer, institution } = await requireViewer()
  const roster = await rosterView((await params).id)
  if (!roster) notFound()
  const header = <DeskHeader viewer={viewer} institution={institution} place="staff" />
  const other = viewer.institutions.find((one) => one.id === roster.institutionId && one.id !== institution.id)
  const elsewhere = other ? <ElsewherePage title={`This roster is of ${other.name}`} institution={other} here={institution.name} header={header} /> : null
  return { roster, header, elsewhere }
}
