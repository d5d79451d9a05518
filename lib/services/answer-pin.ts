import { z } from "zod"
import { requireStepUp } from "@/lib/auth/step-up"
import { appendAudit } from "@/lib/db/audit"
import { findInstitution } from "@/lib/db/scope"
import { AppError } from "@/lib/domain/errors"
import { PIN_ANSWERS } from "@/lib/domain/route-proof"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import { parseInput } from "./parse-input"

const answerPinInput = z.object({ institution: z.string(), proofId: z.uuid().optional(), answer: z.enum(PIN_ANSWERS) })

/**
 * Keeps what the canary's owner says of their PIN after a proof: no read shows it. Without `proofId`, of the newest one.
 * @throws AppError `input`; `step_up_required`; `not_found`; `refused` while the proof goes on
 */
export async function answerPin(ctx: ServiceContext, raw: z.input<typeof answerPinInput>): Promise<void> {
  const input = parseInput(answerPinInput, raw)
  const institution = await findInstitution(ctx.db, ctx.actor, input.institution, "institution.manage")
  requireStepUp(ctx)
  const where = { institutionId: institution.id, ...(input.proofId && { id: input.proofId }) }
  const proof = await ctx.db.routeProof.findFirst({ where, orderBy: { startedAt: "desc" }, omit: { before: true } })
  if (!proof) throw new AppError("not_found", "There is no such proof.")
  if (proof.finishedAt === null) throw new AppError("refused", "The proof still goes on: ask its owner when it is over. Nothing was changed.")
  await ctx.db.$transaction(async (tx) => {
    await tx.routeProof.update({ where: { id: proof.id }, data: { pinAnswer: input.answer } })
    await appendAudit(tx, auditFrame(ctx, institution.id), [{ action: "proof.pin_answered", outageId: proof.outageId, detail: { answer: input.answer } }])
  })
}
