import { setTimeout as delay } from "node:timers/promises"
import { reportUnexpected } from "@/lib/auth/report-unexpected"
import { raiseAlerts } from "@/lib/db/alerts"
import { appendAudit } from "@/lib/db/audit"
import type { Institution } from "@/lib/db/generated/client"
import type { Tx } from "@/lib/db/types"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import { tellLiaisons } from "./tell-liaisons"

export interface BackupAdminNews {
  action: "backup_admin.made" | "backup_admin.named" | "backup_admin.out" | "backup_admin.in" | "backup_admin.renewed" | "backup_admin.sheet" | "backup_admin.forgotten"
  /** What everybody is told; never a password. */
  message: string
  detail: Record<string, unknown>
}

/** In the transaction of the change: the audit's entry, and what everybody of the institution sees until somebody has seen it. */
export async function noteBackupAdmin(tx: Tx, ctx: ServiceContext, institution: Pick<Institution, "id">, news: BackupAdminNews): Promise<void> {
  await raiseAlerts(tx, [{ institutionId: institution.id, kind: news.action.replace(".", "_"), message: news.message, at: ctx.clock() }])
  await appendAudit(tx, auditFrame(ctx, institution.id), [{ action: news.action, detail: news.detail }])
}

const MAIL_WAIT_MS = 3_000

/** After the commit: the same by mail, where there is mail. Whoever waits for a password isn't kept by a mail server that is away. */
export async function mailBackupAdmin(ctx: ServiceContext, institution: Institution, { message }: BackupAdminNews): Promise<void> {
  const told = tellLiaisons(ctx, institution, { subject: "back-up admin account", lines: [message] })
  await Promise.race([told.catch((error) => void reportUnexpected("mail", error)), delay(MAIL_WAIT_MS, undefined, { ref: false })])
}
