import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { NoticePage } from "@/components/notices/notice-page"
import { noteNoticeAction } from "@/lib/actions/note-notice"
import { outageView } from "@/lib/queries/outage"
import { type OutageParams, outagePlace } from "../outage-place"

export const metadata: Metadata = { title: "Notice for staff" }
export const dynamic = "force-dynamic"

export default async function Page({ params, searchParams }: {
  params: OutageParams
  searchParams: Promise<{ kind?: string | string[] }>
}) {
  const { id, header, elsewhere } = await outagePlace(params)
  const { kind } = await searchParams
  const outage = await outageView(id)
  if (!outage || (kind !== "start" && kind !== "end")) notFound()
  const other = elsewhere(outage.institution)
  if (other) return other
  // The key starts the page afresh: what was written into one notice isn't the other's.
  return <NoticePage key={kind} kind={kind} outage={outage} note={noteNoticeAction} header={header} />
}
