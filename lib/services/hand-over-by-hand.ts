import { appendAudit } from "@/lib/db/audit"
import { stateRecord } from "@/lib/db/journal"
import { findOutage } from "@/lib/db/scope"
import { AppError } from "@/lib/domain/errors"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"

/**
 * The password that was typed in Alma by hand has been given to its person, so no pick-up is owed.
 * The password itself was made in the browser and never came here.
 * @throws AppError `refused` unless the account is Internal and not collected
 */
export async function handOverByHand(ctx: ServiceContext, input: { outageId: string; holdId: string }): Promise<void> {
  const outage = await findOutage(ctx.db, ctx.actor, input.outageId, "codes.issue")
  const at = ctx.clock()
  await ctx.db.$transaction(async (tx) => {
    const { count } = await tx.hold.updateMany({
      where: { id: input.holdId, outageId: outage.id, state: "internal", desired: "internal" },
      data: { state: "collected", stateSince: at, collectedAt: at, fence: { increment: 1 }, leaseOwner: null, leaseUntil: null },
    })
    if (count === 0) throw new AppError("refused", "This account is not Internal any more, or its password was collected already. Nothing was changed.")
    await appendAudit(tx, auditFrame(ctx, outage.institutionId), [
      { outageId: outage.id, holdId: input.holdId, ...stateRecord("internal", "collected", null) },
      { action: "hold.given_by_hand", outageId: outage.id, holdId: input.holdId },
    ])
  })
}
