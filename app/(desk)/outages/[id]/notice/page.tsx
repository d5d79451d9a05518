import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { NoticePage } from "@/components/notices/notice-page"
import { DeskHeader } from "@/components/shell/desk-header"
import { outageView } from "@/lib/queries/outage"
import { requireViewer } from "@/lib/queries/viewer"

export const metadata: Metadata = { title: "Notice for staff" }
export const dynamic = "force-dynamic"

export default async function Page({ params, searchParams }: {
  params: Promise<{ id: string }>
  searchParams: Promise<{ kind?: string | string[] }>
}) {
  const { viewer, institution } = await requireViewer()
  const [{ id }, { kind }] = await Promise.all([params, searchParams])
  const outage = await outageView(id)
  if (!outage || (kind !== "start" && kind !== "end")) notFound()
  // The key starts the page afresh: what was written into one notice isn't the other's.
  return <NoticePage key={kind} kind={kind} outage={outage} header={<DeskHeader viewer={viewer} institution={institution} place="outages" />} />
}
