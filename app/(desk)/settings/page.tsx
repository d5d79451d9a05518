import type { Metadata } from "next"
import { SettingsPage } from "@/components/settings/settings-page"
import { settingsRows } from "@/components/settings/settings-rows"
import { DeskHeader } from "@/components/shell/desk-header"
import { institutionSettingsView, mayConnect } from "@/lib/queries/settings"
import { signOnHistoryView } from "@/lib/queries/sign-on"
import { requireViewer } from "@/lib/queries/viewer"

export const metadata: Metadata = { title: "Settings" }
export const dynamic = "force-dynamic"

export default async function Page() {
  const { viewer, institution } = await requireViewer()
  const [settings, signOn, connect] = await Promise.all([institutionSettingsView(), signOnHistoryView(), mayConnect()])
  return (
    <SettingsPage
      settings={settings} rows={settingsRows(settings, signOn, new Date().toISOString())} mayConnect={connect}
      header={<DeskHeader viewer={viewer} institution={institution} place="settings" />}
    />
  )
}
