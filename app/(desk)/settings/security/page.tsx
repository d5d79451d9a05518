import type { Metadata } from "next"
import { SecurityPage } from "@/components/security/security-page"
import { DeskHeader } from "@/components/shell/desk-header"
import { securityView } from "@/lib/queries/security"
import { requireViewer } from "@/lib/queries/viewer"

export const metadata: Metadata = { title: "Security" }
export const dynamic = "force-dynamic"

export default async function Page() {
  const { viewer, institution } = await requireViewer()
  const view = await securityView()
  const header = <DeskHeader viewer={viewer} institution={institution} place="settings" />
  return <SecurityPage view={view} timeZone={institution.timeZone} now={new Date().toISOString()} header={header} />
}
