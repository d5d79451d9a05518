import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { SlipsPage } from "@/components/slips/slips-page"
import { issueCodesAction } from "@/lib/actions/issue-codes"
import { outageView } from "@/lib/queries/outage"
import { type OutageParams, outagePlace } from "../outage-place"

export const metadata: Metadata = { title: "Slips" }
export const dynamic = "force-dynamic"

export default async function Page({ params }: { params: OutageParams }) {
  const { id, viewer, header, elsewhere } = await outagePlace(params)
  const outage = await outageView(id)
  if (!outage) notFound()
  const other = elsewhere(outage.institution)
  if (other) return other
  return (
    <SlipsPage
      outage={outage} issueCodes={issueCodesAction} viewerName={viewer.name}
      header={header}
    />
  )
}
