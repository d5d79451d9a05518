import { z } from "zod"
import { mayAnywhere, requireEverywhere } from "@/lib/auth/permissions"
import { newToken, signInHash } from "@/lib/auth/tokens"
import { appendAudit } from "@/lib/db/audit"
import { requirePermission, type Membership } from "@/lib/domain/actor"
import { AppError } from "@/lib/domain/errors"
import { emailInput } from "./add-person"
import { auditFrame, type ServiceContext } from "./context"
import { parseInput } from "./parse-input"
import { personChain } from "./person-chain"

const LINK_MS = 10 * 60_000
const linkInput = z.object({ email: emailInput })

/**
 * A link that signs this person in, once, within 10 minutes; an older one of theirs stops working.
 * The token stands after `#`, which no server or proxy is ever sent.
 */
export async function createSignInLink(
  ctx: ServiceContext,
  raw: z.input<typeof linkInput>,
): Promise<{ url: string; expiresAt: Date }> {
  if (!mayAnywhere(ctx.actor, "people.manage")) throw new AppError("not_allowed", "Only an admin makes sign-in links.")
  const { email } = parseInput(linkInput, raw)
  const person = await ctx.db.person.findUnique({ where: { email }, include: { memberships: true } })
  if (person === null || !mayVouchFor(ctx, person.memberships)) {
    throw new AppError("not_found", `Nobody with the e-mail ${email} is known here, or they aren't yours to sign in.`)
  }
  if (person.disabledAt !== null) throw new AppError("refused", `${person.name}'s account is disabled. No link was made.`)

  const token = newToken()
  const now = ctx.clock()
  const expiresAt = new Date(now.getTime() + LINK_MS)
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
      },
    })
    await appendAudit(tx, auditFrame(ctx, personChain(person.memberships)), [
      { action: "person.link_made", detail: { person: person.name, email } },
    ])
  })
  return { url: `${ctx.settings.publicUrl}/sign-in#link=${token}`, expiresAt }
}

/** Whoever holds the link is that person: an admin may make one only for people they could do everything as. */
function mayVouchFor(ctx: ServiceContext, memberships: Membership[]): boolean {
  if (memberships.length === 0) return ctx.actor.kind === "operator"
  try {
    for (const { institutionId } of memberships) {
      if (institutionId === null) requireEverywhere(ctx.actor, "people.manage")
      else requirePermission(ctx.actor, "people.manage", institutionId)
    }
    return true
  } catch (error) {
    if (error instanceof AppError) return false
    throw error
  }
}
