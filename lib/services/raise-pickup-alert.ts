import { appendAudit } from "@/lib/db/audit"
import { ALERT_EVERY_MS, type PickupAlertKind, pickupAlertMessage } from "@/lib/domain/pickup-alerts"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"

export interface AlertPlace {
  institutionId: string
  /** Null outside an outage, as where an old card is tried on a quiet day. */
  outageId: string | null
  holdId: string | null
  /** The name of whose account it is, or their Primary ID. */
  who: string
}

/** Tells the liaisons of one institution, once in ten minutes for each kind and account, and the audit with it. */
export async function raisePickupAlert(ctx: ServiceContext, kind: PickupAlertKind, place: AlertPlace): Promise<void> {
  const { institutionId, outageId, holdId, who } = place
  const at = ctx.clock()
  const message = pickupAlertMessage(kind, who)
  await ctx.db.$transaction(async (tx) => {
    // Of many tries at once, one is told of.
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`alert:${institutionId}`}, 0))`
    const since = new Date(at.getTime() - ALERT_EVERY_MS)
    // Without an account the words name the person.
    const told = await tx.alert.findFirst({ where: { institutionId, kind, holdId, at: { gt: since }, ...(holdId === null && { message }) } })
    if (told) return
    const alert = await tx.alert.create({ data: { institutionId, outageId, holdId, kind, message, at } })
    await appendAudit(tx, auditFrame(ctx, institutionId), [{ action: "alert.raised", outageId, holdId, detail: { alert: alert.id, kind } }])
  })
}
