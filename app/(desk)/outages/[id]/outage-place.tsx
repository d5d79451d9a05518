import { DeskHeader } from "@/components/shell/desk-header"
import { requireViewer } from "@/lib/queries/viewer"

export type OutageParams = Promise<{ id: string }>

/** What every page of one outage begins with: who looks, which outage is meant, and the header. */
export async function outagePlace(params: OutageParams) {
  const { viewer, institution } = await requireViewer()
  const { id } = await params
  return { id, viewer, header: <DeskHeader viewer={viewer} institution={institution} place="outages" /> }
}
