import { appendAudit } from "@/lib/db/audit"
import type { Hold } from "@/lib/db/generated/client"
import { HELP_AFTER_UNKNOWN_SECONDS } from "@/lib/domain/pickup-code"
import { auditFrame } from "@/lib/services/context"
import type { StepContext } from "./step-context"
import { secondsFrom } from "./step-context"

/**
 * A pick-up that died half way, found by whoever claims the hold next. If its password had been
 * written down as sent, nobody knows whether it was applied and nobody has seen it: the code is dead
 * and the board says "needs help". If not, nothing was sent and the code is good again.
 */
export async function recoverPickup(ctx: StepContext, hold: Hold): Promise<void> {
  const open = await ctx.db.intent.findFirst({
    where: { holdId: hold.id, kind: "password", state: "sent", fence: { lt: hold.fence } },
  })
  const claimed = await ctx.db.pickupCode.findFirst({ where: { holdId: hold.id, state: "claimed" } })
  if (!open && !claimed) return
  const now = ctx.clock()
  await ctx.db.$transaction(async (tx) => {
    if (claimed) {
      await tx.pickupCode.updateMany({
        where: { id: claimed.id, state: "claimed" },
        data: open ? { state: "dead" } : { state: "live", claimedAt: null },
      })
    }
    if (!open) return
    await tx.intent.updateMany({ where: { id: open.id, state: "sent" }, data: { state: "unknown", settledAt: now } })
    await tx.hold.updateMany({
      where: { id: hold.id, fence: hold.fence },
      data: { quietFrom: now, needsHelpUntil: secondsFrom(open.createdAt, HELP_AFTER_UNKNOWN_SECONDS) },
    })
    await appendAudit(tx, auditFrame(ctx, hold.institutionId), [
      { action: "pickup.unknown", outageId: hold.outageId, holdId: hold.id },
    ])
  })
}
