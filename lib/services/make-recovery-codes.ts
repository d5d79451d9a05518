import { randomBytes } from "node:crypto"
import { z } from "zod"
import { factorsOf, isComplete } from "@/lib/auth/factors"
import { requireStepUp } from "@/lib/auth/step-up"
import { signInHash } from "@/lib/auth/tokens"
import { appendAudit } from "@/lib/db/audit"
import { AppError } from "@/lib/domain/errors"
import { groupRecoveryCode, makeRecoveryCode, RECOVERY_CODES } from "@/lib/domain/recovery-code"
import type { ServiceContext } from "./context"
import { requireOwnSession } from "./own-session"
import { parseInput } from "./parse-input"
import { ownFrame } from "./person-chain"
import { tellPerson } from "./tell-person"

const makeInput = z.object({ sessionId: z.uuid() })

/**
 * Ten new recovery codes, in groups, to print: this answer is the only place where they ever stand. Older ones stop
 * working.
 * @throws AppError `step_up_required`, `refused` before password and second factor stand
 */
export async function makeRecoveryCodes(ctx: ServiceContext, raw: z.input<typeof makeInput>): Promise<{ codes: string[] }> {
  requireStepUp(ctx, true)
  const { sessionId } = parseInput(makeInput, raw)
  const person = await requireOwnSession(ctx, sessionId, "factor")
  if (!isComplete(factorsOf(person))) throw new AppError("refused", "First set up your password and a second factor. No codes were made.")
  const codes = Array.from({ length: RECOVERY_CODES }, () => makeRecoveryCode(() => randomBytes(1)[0]!))
  await ctx.db.$transaction(async (tx) => {
    const createdAt = ctx.clock()
    // Of two at once, the later one's are good and no others.
    await tx.$queryRaw`select 1 from "Person" where "id" = ${person.id}::uuid for update`
    await tx.recoveryCode.deleteMany({ where: { personId: person.id } })
    await tx.recoveryCode.createMany({
      data: codes.map((code) => ({ personId: person.id, hash: signInHash(ctx.keyring, "recovery", code), createdAt })),
    })
    await tellPerson(tx, person.id, "recovery_codes_made", `${RECOVERY_CODES} new recovery codes were made; older ones stopped working.`, createdAt)
    await appendAudit(tx, ownFrame(ctx, person), [{ action: "person.recovery_codes_made", detail: { codes: RECOVERY_CODES } }])
  })
  return { codes: codes.map(groupRecoveryCode) }
}
