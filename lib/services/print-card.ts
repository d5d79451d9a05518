import { appendAudit } from "@/lib/db/audit"
import { makeCode } from "@/lib/domain/pickup-code"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import { findByTicket } from "./enrolment-tokens"
import { randomByte } from "./issue-codes"
import { cardHash } from "./new-card"

/**
 * Makes a recovery card: its code is in this answer and nowhere else, and the older card stops working.
 * @throws AppError `refused` when the enrolment page was opened too long ago
 */
export async function printCard(ctx: ServiceContext, input: { ticket: string }): Promise<{ code: string; madeAt: string }> {
  const enrolment = await findByTicket(ctx, input.ticket)
  const code = makeCode("card", randomByte)
  const at = ctx.clock()
  await ctx.db.$transaction(async (tx) => {
    // Of two at once, the later one is good and no other.
    await tx.$queryRaw`select 1 from "StaffEnrolment" where "id" = ${enrolment.id}::uuid for update`
    await tx.recoveryCard.updateMany({ where: { enrolmentId: enrolment.id, usedAt: null, deadAt: null }, data: { deadAt: at } })
    await tx.recoveryCard.create({ data: { enrolmentId: enrolment.id, hash: cardHash(ctx, code), createdAt: at } })
    await appendAudit(tx, auditFrame(ctx, enrolment.institutionId), [{ action: "enrolment.card_made", detail: { primaryId: enrolment.primaryId } }])
  })
  return { code, madeAt: at.toISOString() }
}
