import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { DeskHeader } from "@/components/shell/desk-header"
import { NewRoster } from "@/components/staff/new-roster"
import { createRosterAction } from "@/lib/actions/create-roster"
import { searchStaffAction } from "@/lib/actions/search-staff"
import { staffView } from "@/lib/queries/staff"
import { requireViewer } from "@/lib/queries/viewer"

export const metadata: Metadata = { title: "New roster" }
export const dynamic = "force-dynamic"

export default async function Page({ searchParams }: { searchParams: Promise<{ of?: string }> }) {
  const { viewer, institution } = await requireViewer()
  const [staff, { of }] = await Promise.all([staffView(), searchParams])
  if (!staff.canChange) notFound()
  const unlisted = of === "unlisted" ? (staff.unlisted ?? []) : []
  return (
    <NewRoster
      staff={staff} picked={unlisted.map(({ primaryId, name }) => ({ primaryId, name: name ?? primaryId }))} suggested={unlisted.length > 0 ? "Named Users on no other roster" : ""}
      actions={{ create: createRosterAction, search: searchStaffAction }} header={<DeskHeader viewer={viewer} institution={institution} place="staff" />}
    />
  )
}
