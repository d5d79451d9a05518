import { z } from "zod"
import type { ServiceContext } from "./context"

/** As long as a person may look for their phone. */
const CHALLENGE_MS = 5 * 60_000

/** One purpose and one owner: who enrols, or the Primary ID that was typed at the pick-up. */
export interface ChallengeFor {
  purpose: string
  enrolmentId: string | null
}

export async function keepChallenge(ctx: ServiceContext, challenge: string, owner: ChallengeFor): Promise<void> {
  await ctx.db.passkeyChallenge.create({ data: { challenge, ...owner, expiresAt: new Date(ctx.clock().getTime() + CHALLENGE_MS) } })
}

const clientData = z.object({ challenge: z.string().min(16).max(200) })

/**
 * Uses up the challenge that a browser says it signed, whatever becomes of the rest. Of two at once, one wins.
 * @returns the challenge, which the signature must hold; null when it isn't one for this, was used, or has run out
 */
export async function takeChallenge(ctx: ServiceContext, clientDataJSON: string, owner: ChallengeFor): Promise<string | null> {
  const challenge = challengeIn(clientDataJSON)
  if (challenge === null) return null
  const now = ctx.clock()
  const { count } = await ctx.db.passkeyChallenge.updateMany({
    where: { challenge, ...owner, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  })
  return count === 1 ? challenge : null
}

function challengeIn(clientDataJSON: string): string | null {
  try {
    return clientData.parse(JSON.parse(Buffer.from(clientDataJSON, "base64url").toString("utf8"))).challenge
  } catch {
    return null
  }
}
