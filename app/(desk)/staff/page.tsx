import type { Metadata } from "next"
import { DeskHeader } from "@/components/shell/desk-header"
import { StaffPage } from "@/components/staff/staff-page"
import { enrolledCount } from "@/lib/queries/enrolment"
import { staffView } from "@/lib/queries/staff"
import { requireViewer } from "@/lib/queries/viewer"

export const metadata: Metadata = { title: "Staff" }
export const dynamic = "force-dynamic"

export default async function Page({ searchParams }: { searchParams: Promise<{ find?: string | string[] }> }) {
  const { viewer, institution } = await requireViewer()
  const header = <DeskHeader viewer={viewer} institution={institution} place="staff" />
  const asked = (await searchParams).find
  const find = typeof asked === "string" ? asked.slice(0, 200) : ""
  const [staff, enrolled] = await Promise.all([staffView(find), enrolledCount()])
  return <StaffPage staff={staff} find={find} enrolled={enrolled} institution={institution} now={new Date().toISOString()} header={header} />
}
