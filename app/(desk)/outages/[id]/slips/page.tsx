import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { SlipsPage } from "@/components/slips/slips-page"
import { issueCodesAction } from "@/lib/actions/issue-codes"
import { outageView } from "@/lib/queries/outage"
import { type OutageParams, outagePlace } from "../outage-place"

export const metadata: Metadata = { title: "Slips" }
export const dynamic = "force-dynamic"

export default async function Page({ params }: { params: OutageParams }) {
  const { id, viewer, header } = await outagePlace(params)
  const outage = await outageView(id)
  if (!outage) notFound()
  return (
    <SlipsPage
      outage={outage} issueCodes={issueCodesAction} viewerName={viewer.name}
      header={header}
    />
  )
}
