import { PASSKEY_CHALLENGE_MS } from "@/lib/auth/passkeys"
import type { ServiceContext } from "./context"

/** What a challenge is for: one that was made to sign in never lifts a session, and none of them adds a key. */
export type PasskeyPurpose = "register" | "sign-in" | "step-up"

/** Writes down what this person's browser was asked, for one purpose, for five minutes. */
export async function keepPasskeyChallenge(
  ctx: ServiceContext,
  { challenge, purpose, personId }: { challenge: string; purpose: PasskeyPurpose; personId: string },
): Promise<void> {
  const expiresAt = new Date(ctx.clock().getTime() + PASSKEY_CHALLENGE_MS)
  await ctx.db.passkeyChallenge.create({ data: { challenge, purpose, personId, expiresAt } })
}

/**
 * Takes a challenge: true once, and only for whom and what it was made. It is used up before its answer is looked at,
 * so that a wrong answer can't be mended and tried again.
 */
export async function takePasskeyChallenge(
  ctx: ServiceContext,
  { challenge, purpose, personId }: { challenge: string | null; purpose: PasskeyPurpose; personId: string },
): Promise<boolean> {
  if (challenge === null) return false
  const now = ctx.clock()
  const taken = await ctx.db.passkeyChallenge.updateMany({
    where: { challenge, purpose, personId, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  })
  return taken.count === 1
}
