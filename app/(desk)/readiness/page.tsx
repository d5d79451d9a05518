import type { Metadata } from "next"
import { ReadinessPage } from "@/components/readiness/readiness-page"
import { DeskHeader } from "@/components/shell/desk-header"
import { RefreshEvery } from "@/components/shell/refresh-every"
import { readinessView } from "@/lib/queries/readiness"
import { requireViewer } from "@/lib/queries/viewer"

export const metadata: Metadata = { title: "Readiness" }
export const dynamic = "force-dynamic"

export default async function Page() {
  const { viewer, institution } = await requireViewer()
  const view = await readinessView()
  const header = <DeskHeader viewer={viewer} institution={institution} place="readiness" />
  return (
    <>
      <ReadinessPage view={view} now={new Date().toISOString()} header={header} />
      <RefreshEvery seconds={60} />
    </>
  )
}
