import type { Metadata } from "next"
import { DeskHeader } from "@/components/shell/desk-header"
import { StaffPage } from "@/components/staff/staff-page"
import { enrolledCount } from "@/lib/queries/enrolment"
import { staffView } from "@/lib/queries/staff"
import { requireViewer } from "@/lib/queries/viewer"

export const metadata: Metadata = { title: "Staff" }
export const dynamic = "force-dynamic"

export default async function Page() {
  const { viewer, institution } = await requireViewer()
  const header = <DeskHeader viewer={viewer} institution={institution} place="staff" />
  const [staff, enrolled] = await Promise.all([staffView(), enrolledCount()])
  return <StaffPage staff={staff} enrolled={enrolled} institution={institution} now={new Date().toISOString()} header={header} />
}
