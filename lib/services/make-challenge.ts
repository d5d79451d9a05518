import { newToken, signInHash } from "@/lib/auth/tokens"
import type { ServiceContext } from "./context"

export const CHALLENGE_MS = 5 * 60_000

/** After a right first factor: a ticket to the second, once, for 5 minutes. `campus`: the first was a campus sign-on. */
export async function makeChallenge(
  ctx: ServiceContext,
  { personId, campus }: { personId: string; campus: boolean },
): Promise<{ challenge: string; expiresAt: Date }> {
  const challenge = newToken()
  const expiresAt = new Date(ctx.clock().getTime() + CHALLENGE_MS)
  const hash = signInHash(ctx.keyring, "challenge", challenge)
  await ctx.db.signInChallenge.create({ data: { personId, hash, expiresAt, campus } })
  return { challenge, expiresAt }
}
