import type { Metadata } from "next"
import { BackupAdminPage } from "@/components/backup-admin/backup-admin-page"
import { DeskHeader } from "@/components/shell/desk-header"
import { backupAdminsView } from "@/lib/queries/readiness"
import { requireViewer } from "@/lib/queries/viewer"

export const metadata: Metadata = { title: "Back-up admin" }
export const dynamic = "force-dynamic"

export default async function Page() {
  const { viewer, institution } = await requireViewer()
  const view = await backupAdminsView()
  const header = <DeskHeader viewer={viewer} institution={institution} place="readiness" />
  return <BackupAdminPage view={view} now={new Date().toISOString()} header={header} />
}
