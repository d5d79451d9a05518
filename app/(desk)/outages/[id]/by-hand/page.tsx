import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { ByHandPage } from "@/components/by-hand/by-hand-page"
import { checkByHandAction } from "@/lib/actions/check-by-hand"
import { handOverByHandAction } from "@/lib/actions/hand-over-by-hand"
import { keepHandCardAction } from "@/lib/actions/keep-hand-card"
import { leaveHandCardsAction } from "@/lib/actions/leave-hand-cards"
import { openHandCardAction } from "@/lib/actions/open-hand-card"
import { tickByHandAction } from "@/lib/actions/tick-by-hand"
import { byHandView } from "@/lib/queries/by-hand"
import { type OutageParams, outagePlace } from "../outage-place"

export const metadata: Metadata = { title: "By hand" }
export const dynamic = "force-dynamic"

export default async function Page({ params, searchParams }: {
  params: OutageParams
  searchParams: Promise<{ account?: string }>
}) {
  const { id, header, elsewhere } = await outagePlace(params)
  const { account } = await searchParams
  const view = await byHandView(id)
  if (!view) notFound()
  const other = elsewhere(view.institution)
  if (other) return other
  return (
    <ByHandPage
      initial={view} firstAccount={view.left.find((entry) => entry.holdId === account)?.holdId}
      header={header}
      actions={{
        open: openHandCardAction, keep: keepHandCardAction, leave: leaveHandCardsAction,
        check: checkByHandAction, tick: tickByHandAction, handOver: handOverByHandAction,
      }}
    />
  )
}
