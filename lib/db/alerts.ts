import type { AlertView } from "@/lib/domain/views"
import type { Db, Tx } from "./types"

export interface InstitutionAlert {
  institutionId: string
  /** What kind of thing happened, such as `readiness_fell`. */
  kind: string
  /** A sentence for people. Never a secret. */
  message: string
  at: Date
}

/** In the transaction of what it tells of: whoever opens Lantern sees it until somebody has said to have seen it. */
export async function raiseAlerts(tx: Tx, alerts: InstitutionAlert[]): Promise<void> {
  if (alerts.length > 0) await tx.alert.createMany({ data: alerts })
}

/** An institution's alerts that nobody has seen, the newest first. */
export async function unseenAlerts(db: Db | Tx, institutionId: string): Promise<AlertView[]> {
  const rows = await db.alert.findMany({ where: { institutionId, personId: null, seenAt: null }, orderBy: { at: "desc" }, take: 20 })
  return rows.map(({ id, kind, message, at }) => ({ id, kind, message, at: at.toISOString() }))
}
