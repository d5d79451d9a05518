import type { Metadata } from "next"
import { InstitutionPage } from "@/components/settings/institution-page"
import { DeskHeader } from "@/components/shell/desk-header"
import { institutionSettingsView } from "@/lib/queries/settings"
import { signOnHistoryView } from "@/lib/queries/sign-on"
import { requireViewer } from "@/lib/queries/viewer"
import { SETTINGS_ACTIONS } from "../settings-actions"

export const metadata: Metadata = { title: "Settings of the institution" }
export const dynamic = "force-dynamic"

export default async function Page() {
  const { viewer, institution } = await requireViewer()
  const [settings, signOn] = await Promise.all([institutionSettingsView(), signOnHistoryView()])
  return (
    <InstitutionPage
      settings={settings} signOn={signOn} now={new Date().toISOString()} actions={SETTINGS_ACTIONS}
      header={<DeskHeader viewer={viewer} institution={institution} place="settings" />}
    />
  )
}
