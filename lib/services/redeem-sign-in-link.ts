import { z } from "zod"
import { openSession } from "@/lib/auth/sessions"
import { signInHash } from "@/lib/auth/tokens"
import { appendAudit } from "@/lib/db/audit"
import { AppError } from "@/lib/domain/errors"
import type { ServiceContext } from "./context"
import { parseInput } from "./parse-input"
import { ownFrame } from "./person-chain"

/** One sentence for a used, an old and an unknown link: which one it was is nobody's business. */
export const LINK_OVER =
  "This link doesn't work any more. Each one works once, for 10 minutes. Ask your Lantern admin for a new one, " +
  "or, on the server, run “lantern person link” with your e-mail address."

const redeemInput = z.object({ token: z.string(LINK_OVER).min(22, LINK_OVER).max(128, LINK_OVER) })

/**
 * Signs in by link: the new session's id, for the cookie alone. Of two at once, one wins.
 * @throws AppError `refused`
 */
export async function redeemSignInLink(
  ctx: ServiceContext,
  raw: z.input<typeof redeemInput>,
): Promise<{ sessionToken: string }> {
  const { token } = parseInput(redeemInput, raw)
  const hash = signInHash(ctx.keyring, "link", token)
  const now = ctx.clock()
  return ctx.db.$transaction(async (tx) => {
    const claimed = await tx.signInLink.updateMany({
      where: { hash, usedAt: null, expiresAt: { gt: now }, person: { disabledAt: null } },
      data: { usedAt: now },
    })
    if (claimed.count !== 1) throw new AppError("refused", LINK_OVER)
    const { person } = await tx.signInLink.findUniqueOrThrow({
      where: { hash },
      select: { person: { select: { id: true, name: true, memberships: true } } },
    })
    const sessionToken = await openSession(tx, person.id, "link", now)
    await appendAudit(tx, ownFrame(ctx, person), [{ action: "person.signed_in", detail: { method: "link" } }])
    return { sessionToken }
  })
}
