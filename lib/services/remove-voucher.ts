import { requireStepUp } from "@/lib/auth/step-up"
import { appendAudit } from "@/lib/db/audit"
import { findInstitution, institutionFilter } from "@/lib/db/scope"
import { AppError } from "@/lib/domain/errors"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"

/** Two are named no more: who vouched once vouches for this one no longer. @throws AppError `not_found`, `not_allowed`, `step_up_required` */
export async function removeVoucher(ctx: ServiceContext, input: { pairId: string }): Promise<void> {
  const pair = await ctx.db.voucherPair.findFirst({ where: { id: input.pairId, ...institutionFilter(ctx.actor) } })
  if (!pair) throw new AppError("not_found", "These two are not named any more. Nothing was changed.")
  await findInstitution(ctx.db, ctx.actor, pair.institutionId, "codes.issue")
  requireStepUp(ctx)
  await ctx.db.$transaction(async (tx) => {
    const { count } = await tx.voucherPair.deleteMany({ where: { id: pair.id } })
    if (count === 0) return
    const detail = { voucher: pair.voucherId, for: pair.forId }
    await appendAudit(tx, auditFrame(ctx, pair.institutionId), [{ action: "voucher.removed", detail }])
  })
}
