import { z } from "zod"
import { factorsOf, wayOf, WITH_FACTORS } from "@/lib/auth/factors"
import { openSession } from "@/lib/auth/sessions"
import { signInHash } from "@/lib/auth/tokens"
import { appendAudit } from "@/lib/db/audit"
import type { SecondFactor } from "@/lib/domain/actor"
import { AppError } from "@/lib/domain/errors"
import { LINK_OVER } from "@/lib/domain/sentences"
import type { ServiceContext } from "./context"
import { makeChallenge } from "./make-challenge"
import { parseInput } from "./parse-input"
import { ownFrame } from "./person-chain"

const redeemInput = z.object({
  token: z.string(LINK_OVER).min(22, LINK_OVER).max(128, LINK_OVER),
  address: z.string().optional(),
  browser: z.string().optional(),
})

/** A session's id, for the cookie alone; or a challenge that only the person's own second factor turns into one. */
export type RedeemedLink = { sessionToken: string } | { challenge: string; by: Exclude<SecondFactor["by"], "link"> }

/**
 * Takes a sign-in link, once; of two at once, one wins. It stands in the place of the password: whoever has a second
 * factor is asked for it. Whoever has none yet is signed in.
 * @throws AppError `refused`
 */
export async function redeemSignInLink(ctx: ServiceContext, raw: z.input<typeof redeemInput>): Promise<RedeemedLink> {
  const { token, address, browser } = parseInput(redeemInput, raw)
  const hash = signInHash(ctx.keyring, "link", token)
  const now = ctx.clock()
  return ctx.db.$transaction(async (tx) => {
    const claimed = await tx.signInLink.updateMany({
      where: { hash, usedAt: null, expiresAt: { gt: now }, person: { disabledAt: null } },
      data: { usedAt: now },
    })
    if (claimed.count !== 1) throw new AppError("refused", LINK_OVER)
    const { person, setUp } = await tx.signInLink.findUniqueOrThrow({
      where: { hash },
      select: { setUp: true, person: { include: WITH_FACTORS } },
    })
    const by = wayOf(factorsOf(person))
    if (by !== "link") {
      const { challenge } = await makeChallenge({ ...ctx, db: tx }, { personId: person.id, first: "link" })
      await appendAudit(tx, ownFrame(ctx, person), [{ action: "person.link_used", detail: { ...(address && { address }) } }])
      return { challenge, by }
    }
    const sessionToken = await openSession(tx, person.id, setUp ? "set-up" : "link", now, { address, browser })
    await appendAudit(tx, ownFrame(ctx, person), [{ action: "person.signed_in", detail: { method: "link", ...(address && { address }) } }])
    return { sessionToken }
  })
}
