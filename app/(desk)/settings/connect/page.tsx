import type { Metadata } from "next"
import { ConnectWizard } from "@/components/settings/connect-wizard"
import { MayNotConnect } from "@/components/settings/may-not-connect"
import { DeskHeader } from "@/components/shell/desk-header"
import { ElsewherePage } from "@/components/shell/elsewhere-page"
import { connectInstitutionAction } from "@/lib/actions/connect-institution"
import { connectView } from "@/lib/queries/settings"
import { requireViewer } from "@/lib/queries/viewer"
import { SETTINGS_ACTIONS } from "../settings-actions"

export const metadata: Metadata = { title: "Connect an institution" }
export const dynamic = "force-dynamic"

export default async function Page({ searchParams }: { searchParams: Promise<{ institution?: string | string[] }> }) {
  const { viewer, institution } = await requireViewer()
  const named = [(await searchParams).institution ?? []].flat()[0]
  const view = await connectView(named)
  const header = <DeskHeader viewer={viewer} institution={institution} place="settings" />
  if (!view) return <MayNotConnect header={header} />
  if (view.settings && view.settings.id !== institution.id) return <ElsewherePage title={`You are not at ${view.settings.name} yet`} institution={view.settings} here={institution.name} header={header} />
  return (
    <ConnectWizard
      key={view.settings?.id ?? "new"} settings={view.settings} signOn={view.signOn} now={new Date().toISOString()}
      actions={SETTINGS_ACTIONS} connect={connectInstitutionAction} header={header}
    />
  )
}
