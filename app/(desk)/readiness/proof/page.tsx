import type { Metadata } from "next"
import { ProofPage } from "@/components/proof/proof-page"
import { DeskHeader } from "@/components/shell/desk-header"
import { RefreshEvery } from "@/components/shell/refresh-every"
import { answerPinAction } from "@/lib/actions/answer-pin"
import { proveRouteAction } from "@/lib/actions/prove-route"
import { proofPageView } from "@/lib/queries/proof"
import { requireViewer } from "@/lib/queries/viewer"

export const metadata: Metadata = { title: "Prove the route" }
export const dynamic = "force-dynamic"

export default async function Page() {
  const { viewer, institution } = await requireViewer()
  const view = await proofPageView()
  return (
    <>
      <ProofPage
        view={view} now={new Date().toISOString()} actions={{ prove: proveRouteAction, answerPin: answerPinAction }}
        header={<DeskHeader viewer={viewer} institution={institution} place="readiness" />}
      />
      {view.proofs[0]?.proved === null ? <RefreshEvery seconds={2} /> : null}
    </>
  )
}
