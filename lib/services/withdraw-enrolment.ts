import { requireStepUp } from "@/lib/auth/step-up"
import { appendAudit } from "@/lib/db/audit"
import { findInstitution, institutionFilter } from "@/lib/db/scope"
import { primaryIdKey } from "@/lib/domain/account-facts"
import { AppError } from "@/lib/domain/errors"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"

/**
 * Takes everything back by which somebody could pick up without a liaison: link, passkeys, card. Who was vouched for
 * or vouches stays named.
 * @throws AppError `not_found`, `not_allowed`, `step_up_required`
 */
export async function withdrawEnrolment(ctx: ServiceContext, input: { enrolmentId: string } | { institution: string; primaryId: string }): Promise<void> {
  const enrolment = await find(ctx, input)
  if (!enrolment) throw new AppError("not_found", "Nobody is enrolled like this. Nothing was changed.")
  const institution = await findInstitution(ctx.db, ctx.actor, enrolment.institutionId, "codes.issue")
  requireStepUp(ctx)
  const at = ctx.clock()
  await ctx.db.$transaction(async (tx) => {
    await tx.staffEnrolment.update({ where: { id: enrolment.id }, data: { linkHash: null, linkExpiresAt: null, linkUsedAt: null } })
    await tx.staffPasskey.deleteMany({ where: { enrolmentId: enrolment.id } })
    await tx.recoveryCard.updateMany({ where: { enrolmentId: enrolment.id, usedAt: null, deadAt: null }, data: { deadAt: at } })
    await appendAudit(tx, auditFrame(ctx, institution.id), [{ action: "enrolment.withdrawn", detail: { primaryId: enrolment.primaryId } }])
  })
}

async function find(ctx: ServiceContext, input: { enrolmentId: string } | { institution: string; primaryId: string }) {
  if ("enrolmentId" in input) return ctx.db.staffEnrolment.findFirst({ where: { id: input.enrolmentId, ...institutionFilter(ctx.actor) } })
  const { id: institutionId } = await findInstitution(ctx.db, ctx.actor, input.institution, "codes.issue")
  return ctx.db.staffEnrolment.findFirst({ where: { institutionId, primaryIdKey: primaryIdKey(input.primaryId) } })
}
