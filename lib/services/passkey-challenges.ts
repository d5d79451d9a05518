import { challengeIn, PASSKEY_CHALLENGE_MS } from "@/lib/auth/passkeys"
import type { ServiceContext } from "./context"

/** What a person's challenge is for: one that was made to sign in never lifts a session, and none of them adds a key. */
export type PasskeyPurpose = "register" | "sign-in" | "step-up"

/** One purpose and one owner: a person, a member of staff who enrols, or the Primary ID that was typed at the pick-up. */
export type ChallengeFor =
  | { purpose: PasskeyPurpose; personId: string }
  | { purpose: "enrol"; enrolmentId: string }
  | { purpose: `pickup ${string}` }

/** Writes down what a browser was asked, for one purpose and owner, for five minutes. */
export async function keepPasskeyChallenge(ctx: ServiceContext, challenge: string, owner: ChallengeFor): Promise<void> {
  const expiresAt = new Date(ctx.clock().getTime() + PASSKEY_CHALLENGE_MS)
  await ctx.db.passkeyChallenge.create({ data: { challenge, ...owner, expiresAt } })
}

/**
 * Takes the challenge that an answer says it signed: once, and only for whom and what it was made. It is used up before
 * its answer is looked at, so that a wrong answer can't be mended and tried again.
 * @returns the challenge, which the signature must hold; null when it isn't one for this, was used, or has run out
 */
export async function takePasskeyChallenge(
  ctx: ServiceContext,
  answer: { response: { clientDataJSON: string } },
  owner: ChallengeFor,
): Promise<string | null> {
  const challenge = challengeIn(answer)
  if (challenge === null) return null
  const now = ctx.clock()
  const taken = await ctx.db.passkeyChallenge.updateMany({
    where: { challenge, personId: null, enrolmentId: null, ...owner, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  })
  return taken.count === 1 ? challenge : null
}
