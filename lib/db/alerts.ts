import { PICKUP_ALERTS } from "@/lib/domain/pickup-alerts"
import type { AlertView, PickupAlertView } from "@/lib/domain/views"
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

/** An institution's alerts that nobody has seen, the newest first; those of pick-ups stand by themselves. */
export async function unseenAlerts(db: Db | Tx, institutionId: string): Promise<AlertView[]> {
  const rows = await db.alert.findMany({ where: { institutionId, personId: null, seenAt: null, kind: { notIn: [...PICKUP_ALERTS] } }, orderBy: { at: "desc" }, take: 20 })
  return rows.map(({ id, kind, message, at }) => ({ id, kind, message, at: at.toISOString() }))
}

/** Of pick-ups, what nobody has said to have seen, at an institution or in one of its outages, newest first. */
export async function readPickupAlerts(db: Db | Tx, where: { institutionId: string; outageId?: string }): Promise<PickupAlertView[]> {
  const rows = await db.alert.findMany({
    where: { ...where, kind: { in: [...PICKUP_ALERTS] }, seenAt: null },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: 50,
  })
  const ids = rows.flatMap(({ outageId }) => outageId ?? [])
  const drills = new Set((await db.outage.findMany({ where: { id: { in: ids }, drill: true }, select: { id: true } })).map(({ id }) => id))
  return rows.map(({ id, at, message, outageId, holdId }) => ({ id, drill: drills.has(outageId ?? ""), at: at.toISOString(), message, outageId, holdId }))
}
