import "server-only"
import { requireActor } from "@/lib/auth/current-actor"
import { unseenAlerts } from "@/lib/db/alerts"
import { readBackupAdmins } from "@/lib/db/backup-admins"
import { getDb } from "@/lib/db/client"
import { may } from "@/lib/domain/actor"
import type { BackupAdminsView } from "@/lib/domain/backup-admin-view"
import { keptChecks } from "@/lib/domain/checks"
import type { AlertView, CheckView, InstitutionView } from "@/lib/domain/views"
import { requireViewer } from "./viewer"

export interface ReadinessView {
  institution: InstitutionView
  checks: CheckView[]
  checkedAt: string | null
  /** None for who may change nothing. */
  alerts: AlertView[]
  canCheck: boolean
  openOutageId: string | null
}

/** How ready the person's institution is, as it was last looked at. */
export async function readinessView(): Promise<ReadinessView> {
  const { institution } = await requireViewer()
  const actor = await requireActor()
  const db = getDb().prisma
  const canCheck = may(actor, "outage.declare", institution.id)
  const [row, alerts, open] = await Promise.all([
    db.institution.findUniqueOrThrow({ where: { id: institution.id }, select: { checks: true, checkedAt: true } }),
    canCheck ? unseenAlerts(db, institution.id) : [],
    db.outage.findFirst({ where: { institutionId: institution.id, drill: false, state: { not: "closed" } }, select: { id: true } }),
  ])
  return {
    institution,
    checks: keptChecks(row.checks),
    checkedAt: row.checkedAt?.toISOString() ?? null,
    alerts,
    canCheck,
    openOutageId: open?.id ?? null,
  }
}

/** The back-up admins of the person's institution. */
export async function backupAdminsView(): Promise<BackupAdminsView> {
  const { institution } = await requireViewer()
  return readBackupAdmins(getDb().prisma, await requireActor(), institution.id)
}
