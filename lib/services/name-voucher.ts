import { z } from "zod"
import { requireStepUp } from "@/lib/auth/step-up"
import { appendAudit } from "@/lib/db/audit"
import { findInstitution } from "@/lib/db/scope"
import { primaryIdKey } from "@/lib/domain/account-facts"
import { VOUCHES_LIMIT } from "@/lib/domain/enrolment"
import { AppError } from "@/lib/domain/errors"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import { knownStaff } from "./known-staff"
import { parseInput } from "./parse-input"

const person = (sentence: string) => z.string().trim().min(1, sentence).max(255)
export const voucherInput = z.object({
  institution: z.string(),
  voucherId: person("Say who vouches, by their Primary ID."),
  forId: person("Say for whom, by their Primary ID."),
})

/**
 * Names, on a quiet day, who may confirm whom when no liaison can be reached. Naming the same two again changes nothing.
 * @throws AppError `input` for who isn't staff of the institution; `refused` for oneself and for a sixth; `step_up_required`
 */
export async function nameVoucher(ctx: ServiceContext, raw: z.input<typeof voucherInput>): Promise<void> {
  const input = parseInput(voucherInput, raw)
  const institution = await findInstitution(ctx.db, ctx.actor, input.institution, "codes.issue")
  requireStepUp(ctx)
  const [voucher, other] = await knownStaff(ctx, institution, [input.voucherId, input.forId])
  const pair = { institutionId: institution.id, voucherKey: primaryIdKey(voucher!.primaryId), forKey: primaryIdKey(other!.primaryId) }
  if (pair.voucherKey === pair.forKey) throw new AppError("refused", "Nobody vouches for themselves. Name two people. Nothing was changed.")
  await ctx.db.$transaction(async (tx) => {
    // Two at once make no sixth.
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`vouchers:${institution.id}`}, 0))`
    const named = await tx.voucherPair.findMany({ where: { institutionId: institution.id, voucherKey: pair.voucherKey } })
    if (named.some((one) => one.forKey === pair.forKey)) return
    if (named.length >= VOUCHES_LIMIT) {
      throw new AppError("refused", `${voucher!.name ?? voucher!.primaryId} vouches for ${VOUCHES_LIMIT} people already, and more is too many for one. Nothing was changed.`)
    }
    await tx.voucherPair.create({
      data: { ...pair, voucherId: voucher!.primaryId, forId: other!.primaryId, createdAt: ctx.clock(), createdBy: ctx.actor.name },
    })
    const detail = { voucher: voucher!.primaryId, for: other!.primaryId }
    await appendAudit(tx, auditFrame(ctx, institution.id), [{ action: "voucher.named", detail }])
  })
}
