import { z } from "zod"
import { openSession } from "@/lib/auth/sessions"
import { createSignInThrottle } from "@/lib/auth/throttle"
import { signInHash } from "@/lib/auth/tokens"
import { acceptedStep, unsealTotpSecret } from "@/lib/auth/totp"
import { appendAudit } from "@/lib/db/audit"
import { AppError } from "@/lib/domain/errors"
import type { ServiceContext } from "./context"
import { parseInput } from "./parse-input"
import { ownFrame } from "./person-chain"

export const CHALLENGE_OVER =
  "This sign-in is over: it took longer than 5 minutes, or was finished already. Start again with your e-mail and password."
export const CODE_NOT_RIGHT =
  "This code isn't right, or was used already. Wait for the next one in your authenticator app and type that."

const finishInput = z.object({
  challenge: z.string(CHALLENGE_OVER).min(22, CHALLENGE_OVER).max(128, CHALLENGE_OVER),
  code: z.string("Type the code from your authenticator app.").min(1, "Type the code from your authenticator app.").max(20, CODE_NOT_RIGHT),
  address: z.string(),
})

/**
 * The second factor: takes the challenge and the code's time step, both once, and opens a session.
 * @throws AppError `refused`
 */
export async function finishSignIn(
  ctx: ServiceContext,
  raw: z.input<typeof finishInput>,
): Promise<{ sessionToken: string }> {
  const { challenge: token, code, address } = parseInput(finishInput, raw)
  const now = ctx.clock()
  const challenge = await ctx.db.signInChallenge.findUnique({
    where: { hash: signInHash(ctx.keyring, "challenge", token), usedAt: null, expiresAt: { gt: now } },
    include: { person: { include: { memberships: true } } },
  })
  const person = challenge?.person
  if (!challenge || !person?.totpSealed || person.disabledAt !== null) throw new AppError("refused", CHALLENGE_OVER)

  const throttle = createSignInThrottle(ctx.db, ctx.keyring)
  await throttle.enter("code", person.email, address)
  await throttle.enterChallenge(challenge.id)
  const step = acceptedStep(unsealTotpSecret(ctx.keyring, person.id, person.totpSealed), code, now)
  if (step === null) throw new AppError("refused", CODE_NOT_RIGHT)

  const sessionToken = await ctx.db.$transaction(async (tx) => {
    const used = await tx.signInChallenge.updateMany({
      where: { id: challenge.id, usedAt: null, expiresAt: { gt: now } },
      data: { usedAt: now },
    })
    if (used.count !== 1) throw new AppError("refused", CHALLENGE_OVER)
    const fresh = { OR: [{ totpLastStep: null }, { totpLastStep: { lt: step } }], disabledAt: null }
    const taken = await tx.person.updateMany({ where: { id: person.id, ...fresh }, data: { totpLastStep: step } })
    if (taken.count !== 1) throw new AppError("refused", CODE_NOT_RIGHT)
    const opened = await openSession(tx, person.id, "totp", now)
    await appendAudit(tx, ownFrame(ctx, person), [{ action: "person.signed_in", detail: { method: "password and code" } }])
    return opened
  })
  await throttle.forget(person.email)
  return { sessionToken }
}
