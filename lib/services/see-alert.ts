import { appendAudit } from "@/lib/db/audit"
import { institutionFilter } from "@/lib/db/scope"
import { requirePermission } from "@/lib/domain/actor"
import { AppError } from "@/lib/domain/errors"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"

/** A named person has seen to an alert of their institution: it leaves the board, not the audit. @throws AppError `not_found`, `not_allowed` */
export async function seeAlert(ctx: ServiceContext, input: { alertId: string }): Promise<void> {
  const alert = await ctx.db.alert.findFirst({ where: { id: input.alertId, institutionId: { not: null }, ...institutionFilter(ctx.actor) } })
  if (!alert?.institutionId) throw new AppError("not_found", "There is no such alert.")
  const { id, institutionId, outageId, holdId, kind } = alert
  requirePermission(ctx.actor, "outage.change", institutionId)
  await ctx.db.$transaction(async (tx) => {
    const { count } = await tx.alert.updateMany({ where: { id, seenAt: null }, data: { seenAt: ctx.clock(), seenBy: ctx.actor.name } })
    // Somebody else was first: theirs is the name.
    if (count === 0) return
    await appendAudit(tx, auditFrame(ctx, institutionId), [{ action: "alert.seen", outageId, holdId, detail: { alert: id, kind } }])
  })
}
