import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { DeskHeader } from "@/components/shell/desk-header"
import { SlipsPage } from "@/components/slips/slips-page"
import { issueCodesAction } from "@/lib/actions/issue-codes"
import { outageView } from "@/lib/queries/outage"
import { requireViewer } from "@/lib/queries/viewer"

export const metadata: Metadata = { title: "Slips" }
export const dynamic = "force-dynamic"

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { viewer, institution } = await requireViewer()
  const outage = await outageView((await params).id)
  if (!outage) notFound()
  return (
    <SlipsPage
      outage={outage} issueCodes={issueCodesAction} viewerName={viewer.name}
      header={<DeskHeader viewer={viewer} institution={institution} place="outages" />}
    />
  )
}
