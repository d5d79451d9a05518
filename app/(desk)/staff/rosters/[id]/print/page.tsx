import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { DeskHeader } from "@/components/shell/desk-header"
import { ElsewherePage } from "@/components/shell/elsewhere-page"
import { RosterPrint } from "@/components/staff/roster-print"
import { rosterView } from "@/lib/queries/staff"
import { requireViewer } from "@/lib/queries/viewer"

export const metadata: Metadata = { title: "Roster to print" }
export const dynamic = "force-dynamic"

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { viewer, institution } = await requireViewer()
  const roster = await rosterView((await params).id)
  if (!roster) notFound()
  const header = <DeskHeader viewer={viewer} institution={institution} place="staff" />
  const other = viewer.institutions.find((one) => one.id === roster.institutionId && one.id !== institution.id)
  if (other) return <ElsewherePage what="This roster" institution={other} here={institution.name} header={header} />
  return <RosterPrint roster={roster} now={new Date().toISOString()} header={header} />
}
