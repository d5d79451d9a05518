import { newToken, signInHash } from "@/lib/auth/tokens"
import type { Tx } from "@/lib/db/types"
import type { ServiceContext } from "./context"

export const CHALLENGE_MS = 5 * 60_000

export type FirstFactor = "password" | "campus" | "link"

/** After a right first factor: a ticket to the second, once, for 5 minutes. */
export async function makeChallenge(
  ctx: Pick<ServiceContext, "clock" | "keyring"> & { db: Tx },
  { personId, first }: { personId: string; first: FirstFactor },
): Promise<{ challenge: string; expiresAt: Date }> {
  const challenge = newToken()
  const expiresAt = new Date(ctx.clock().getTime() + CHALLENGE_MS)
  const hash = signInHash(ctx.keyring, "challenge", challenge)
  await ctx.db.signInChallenge.create({ data: { personId, hash, expiresAt, first } })
  return { challenge, expiresAt }
}
