import type { Metadata } from "next"
import { ReadinessPage } from "@/components/readiness/readiness-page"
import { DeskHeader } from "@/components/shell/desk-header"
import { RefreshEvery } from "@/components/shell/refresh-every"
import { IsItSignOn } from "@/components/sign-on/is-it-sign-on"
import { rostersView } from "@/lib/queries/declare"
import { readinessView } from "@/lib/queries/readiness"
import { signOnHistoryView } from "@/lib/queries/sign-on"
import { requireViewer } from "@/lib/queries/viewer"

export const metadata: Metadata = { title: "Readiness" }
export const dynamic = "force-dynamic"

export default async function Page() {
  const { viewer, institution } = await requireViewer()
  const [view, signOn, rosters] = await Promise.all([readinessView(), signOnHistoryView(), rostersView()])
  const now = new Date().toISOString()
  const header = <DeskHeader viewer={viewer} institution={institution} place="readiness" />
  return (
    <>
      <ReadinessPage view={view} now={now} header={header} below={
        <IsItSignOn institution={institution} history={signOn} rosters={rosters} check={view.checks.find((check) => check.id === "sso.probe")} canLook={view.canCheck} now={now} />
      } />
      <RefreshEvery seconds={60} />
    </>
  )
}
