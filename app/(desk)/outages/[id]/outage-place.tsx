import { DeskHeader } from "@/components/shell/desk-header"
import { ElsewherePage } from "@/components/shell/elsewhere-page"
import type { InstitutionView } from "@/lib/domain/views"
import { requireViewer } from "@/lib/queries/viewer"

export type OutageParams = Promise<{ id: string }>

/**
 * What every page of one outage begins with: who looks, which outage is meant, and the header. `elsewhere` is the page to
 * show where the outage turns out to be of another institution of theirs than the one they look at, null where it isn't.
 */
export async function outagePlace(params: OutageParams) {
  const { viewer, institution } = await requireViewer()
  const { id } = await params
  const header = <DeskHeader viewer={viewer} institution={institution} place="outages" />
  const elsewhere = (of: InstitutionView) =>
    of.id === institution.id ? null : <ElsewherePage title={`This outage is of ${of.name}`} institution={of} here={institution.name} header={header} />
  return { id, viewer, header, elsewhere }
}
