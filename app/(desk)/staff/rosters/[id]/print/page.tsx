import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { DeskHeader } from "@/components/shell/desk-header"
import { RosterPrint } from "@/components/staff/roster-print"
import { rosterView } from "@/lib/queries/staff"
import { requireViewer } from "@/lib/queries/viewer"

export const metadata: Metadata = { title: "Roster to print" }
export const dynamic = "force-dynamic"

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { viewer, institution } = await requireViewer()
  const roster = await rosterView((await params).id)
  if (!roster) notFound()
  return <RosterPrint roster={roster} now={new Date().toISOString()} header={<DeskHeader viewer={viewer} institution={institution} place="staff" />} />
}
