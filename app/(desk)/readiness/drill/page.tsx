import type { Metadata } from "next"
import { DrillPage } from "@/components/drill/drill-page"
import { DeskHeader } from "@/components/shell/desk-header"
import { RefreshEvery } from "@/components/shell/refresh-every"
import { drillPageView } from "@/lib/queries/drill"
import { requireViewer } from "@/lib/queries/viewer"

export const metadata: Metadata = { title: "Drill" }
export const dynamic = "force-dynamic"

export default async function Page() {
  const { viewer, institution } = await requireViewer()
  const view = await drillPageView()
  const isOpen = view.shown !== null && view.shown.drill.state !== "closed"
  return (
    <>
      <DrillPage view={view} now={new Date().toISOString()} header={<DeskHeader viewer={viewer} institution={institution} place="readiness" />} />
      {isOpen ? <RefreshEvery seconds={3} /> : null}
    </>
  )
}
