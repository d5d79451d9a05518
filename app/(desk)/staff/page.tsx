import type { Metadata } from "next"
import { DeskHeader } from "@/components/shell/desk-header"
import { StaffPage } from "@/components/staff/staff-page"
import { staffView } from "@/lib/queries/staff"
import { requireViewer } from "@/lib/queries/viewer"

export const metadata: Metadata = { title: "Staff" }
export const dynamic = "force-dynamic"

export default async function Page() {
  const { viewer, institution } = await requireViewer()
  const header = <DeskHeader viewer={viewer} institution={institution} place="staff" />
  return <StaffPage staff={await staffView()} institution={institution} now={new Date().toISOString()} header={header} />
}
