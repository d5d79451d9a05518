import { z } from "zod"
import { factorsOf, wayOf, WITH_FACTORS } from "@/lib/auth/factors"
import { mayAnywhere } from "@/lib/auth/permissions"
import { requireStepUp } from "@/lib/auth/step-up"
import { newToken, signInHash } from "@/lib/auth/tokens"
import { appendAudit } from "@/lib/db/audit"
import { AppError } from "@/lib/domain/errors"
import type { LinkOpens } from "@/lib/domain/people-views"
import { emailInput } from "./add-person"
import { clearFactors } from "./clear-factors"
import { auditFrame, type ServiceContext } from "./context"
import { parseInput } from "./parse-input"
import { personChain } from "./person-chain"
import { tellPerson } from "./tell-person"
import { mayVouchFor } from "./vouch"

const LINK_MS = 10 * 60_000
/** Whoever has nothing yet may come later in the day; there is nothing of theirs yet that the link would open. */
const SET_UP_MS = 24 * 3_600_000
const linkInput = z.object({
  email: emailInput,
  /** For somebody who lost every factor: what they sign in with is taken away, and the link opens their set-up. */
  clearFactors: z.boolean().default(false),
  /** In the shell, for an outage in which somebody never set up anything: it opens a session at once. */
  skipSetUp: z.boolean().default(false),
})

/**
 * A link for this person, once, within 10 minutes; an older one of theirs stops working. It stands in the place of the
 * password: whoever has a second factor is asked for it, and to anybody else it opens their set-up alone until that is
 * done. One that an admin makes for somebody without a password is good for a day.
 * The token stands after `#`, which no server or proxy is ever sent.
 */
export async function createSignInLink(
  ctx: ServiceContext,
  raw: z.input<typeof linkInput>,
): Promise<{ url: string; expiresAt: Date; opens: LinkOpens }> {
  if (!mayAnywhere(ctx.actor, "people.manage")) throw new AppError("not_allowed", "Only an admin makes sign-in links.")
  requireStepUp(ctx)
  const { email, clearFactors: clear, skipSetUp } = parseInput(linkInput, raw)
  const inShell = ctx.actor.kind === "operator"
  if (skipSetUp && !inShell) throw new AppError("not_allowed", "Only whoever has the server's shell lets somebody in without their set-up.")
  const person = await ctx.db.person.findUnique({ where: { email }, include: LINKED })
  if (person === null || !mayVouchFor(ctx, person.memberships)) {
    throw new AppError("not_found", `Nobody with the e-mail ${email} is known here, or they aren't yours to sign in.`)
  }
  if (person.disabledAt !== null) throw new AppError("refused", `${person.name}'s account is disabled. No link was made.`)

  const token = newToken()
  const now = ctx.clock()
  const setUp = clear || !(inShell && (skipSetUp || isPracticeOnly(person)))
  const opens = !clear && wayOf(factorsOf(person)) !== "link" ? "second-factor" : setUp ? "set-up" : "session"
  const expiresAt = new Date(now.getTime() + (!inShell && person.passwordHash === null ? SET_UP_MS : LINK_MS))
  await ctx.db.$transaction(async (tx) => {
    if (clear) await clearFactors(ctx, tx, person)
    const open = { personId: person.id, usedAt: null, expiresAt: { gt: now } }
    await tx.signInLink.updateMany({ where: open, data: { expiresAt: now } })
    const hash = signInHash(ctx.keyring, "link", token)
    await tx.signInLink.create({ data: { personId: person.id, hash, createdAt: now, createdBy: ctx.actor.name, expiresAt, setUp } })
    if (person.passwordHash !== null && !clear) await tellPerson(tx, person.id, "link_made", `A sign-in link for you was made by ${ctx.actor.name}.`, now)
    await appendAudit(tx, auditFrame(ctx, personChain(person.memberships)), [
      { action: "person.link_made", detail: { person: person.name, email, opens } },
    ])
  })
  return { url: `${ctx.settings.publicUrl}/sign-in#link=${token}`, expiresAt, opens }
}

const LINKED = { ...WITH_FACTORS, memberships: { include: { institution: { select: { practice: true } } } } } as const

/** The practice library's people and accounts are made up: there one click shows what Lantern is. */
function isPracticeOnly({ memberships }: { memberships: { institution: { practice: boolean } | null }[] }): boolean {
  return memberships.length > 0 && memberships.every(({ institution }) => institution?.practice)
}
