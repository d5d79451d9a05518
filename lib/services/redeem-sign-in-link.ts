import { z } from "zod"
import { openSession } from "@/lib/auth/sessions"
import { signInHash } from "@/lib/auth/tokens"
import { appendAudit } from "@/lib/db/audit"
import { AppError } from "@/lib/domain/errors"
import { LINK_OVER } from "@/lib/domain/sentences"
import type { ServiceContext } from "./context"
import { parseInput } from "./parse-input"
import { ownFrame } from "./person-chain"

const redeemInput = z.object({
  token: z.string(LINK_OVER).min(22, LINK_OVER).max(128, LINK_OVER),
  address: z.string().optional(),
  browser: z.string().optional(),
})

/**
 * Signs in by link: the new session's id, for the cookie alone. Of two at once, one wins.
 * @throws AppError `refused`
 */
export async function redeemSignInLink(
  ctx: ServiceContext,
  raw: z.input<typeof redeemInput>,
): Promise<{ sessionToken: string }> {
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
      select: { setUp: true, person: { select: { id: true, name: true, memberships: true } } },
    })
    const sessionToken = await openSession(tx, person.id, setUp ? "set-up" : "link", now, { address, browser })
    await appendAudit(tx, ownFrame(ctx, person), [{ action: "person.signed_in", detail: { method: "link", ...(address && { address }) } }])
    return { sessionToken }
  })
}
