import { z } from "zod"
import { mayAnywhere } from "@/lib/auth/permissions"
import { requireStepUp } from "@/lib/auth/step-up"
import { newToken, signInHash } from "@/lib/auth/tokens"
import { appendAudit } from "@/lib/db/audit"
import { AppError } from "@/lib/domain/errors"
import { emailInput } from "./add-person"
import { auditFrame, type ServiceContext } from "./context"
import { parseInput } from "./parse-input"
import { personChain } from "./person-chain"
import { tellPerson } from "./tell-person"
import { mayVouchFor } from "./vouch"

const LINK_MS = 10 * 60_000
/** Whoever has nothing yet may come later in the day; there is nothing of theirs yet that the link would open. */
const SET_UP_MS = 24 * 3_600_000
const linkInput = z.object({ email: emailInput })

/**
 * A link that signs this person in, once, within 10 minutes; an older one of theirs stops working. One that an admin
 * makes for somebody without a password is good for a day, and opens their set-up alone until that is done.
 * The token stands after `#`, which no server or proxy is ever sent.
 */
export async function createSignInLink(
  ctx: ServiceContext,
  raw: z.input<typeof linkInput>,
): Promise<{ url: string; expiresAt: Date; setUp: boolean }> {
  if (!mayAnywhere(ctx.actor, "people.manage")) throw new AppError("not_allowed", "Only an admin makes sign-in links.")
  requireStepUp(ctx)
  const { email } = parseInput(linkInput, raw)
  const person = await ctx.db.person.findUnique({ where: { email }, include: { memberships: true } })
  if (person === null || !mayVouchFor(ctx, person.memberships)) {
    throw new AppError("not_found", `Nobody with the e-mail ${email} is known here, or they aren't yours to sign in.`)
  }
  if (person.disabledAt !== null) throw new AppError("refused", `${person.name}'s account is disabled. No link was made.`)

  const token = newToken()
  const now = ctx.clock()
  // In the shell, a link is the way in when all else is dead: it opens everything.
  const setUp = ctx.actor.kind !== "operator"
  const expiresAt = new Date(now.getTime() + (setUp && person.passwordHash === null ? SET_UP_MS : LINK_MS))
  await ctx.db.$transaction(async (tx) => {
    const open = { personId: person.id, usedAt: null, expiresAt: { gt: now } }
    await tx.signInLink.updateMany({ where: open, data: { expiresAt: now } })
    await tx.signInLink.create({
      data: {
        personId: person.id,
        hash: signInHash(ctx.keyring, "link", token),
        createdAt: now,
        createdBy: ctx.actor.name,
        expiresAt,
        setUp,
      },
    })
    if (person.passwordHash !== null) await tellPerson(tx, person.id, "link_made", `A sign-in link for you was made by ${ctx.actor.name}.`, now)
    await appendAudit(tx, auditFrame(ctx, personChain(person.memberships)), [
      { action: "person.link_made", detail: { person: person.name, email } },
    ])
  })
  return { url: `${ctx.settings.publicUrl}/sign-in#link=${token}`, expiresAt, setUp }
}
