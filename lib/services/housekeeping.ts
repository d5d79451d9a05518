import { LOOKS_KEPT_DAYS } from "@/lib/domain/sign-on"
import { reportUnexpected } from "@/lib/auth/report-unexpected"
import type { ServiceContext } from "./context"
import { checkInstitution } from "./check-institution"
import { inParallel } from "./in-parallel"

const DAY_MS = 86_400_000
/** An Alma that is silent takes a minute to look at: it holds up few of the others. */
const AT_ONCE = 4

/** What somebody has seen, and a refused sign-in in any case: the audit knows it for ever. */
const NOTICES_KEPT_DAYS = 90
/** A declaration that nobody went on with. */
const DRAFTS_KEPT_DAYS = 30

/**
 * Removes what has run out: throttle counters, links, challenges, vouching codes, sessions, old looks at campus sign-on,
 * notices and drafts. Never a hold, an intent or the audit.
 */
export async function sweepExpired(ctx: ServiceContext): Promise<void> {
  const daysAgo = (days: number) => new Date(ctx.clock().getTime() - days * DAY_MS)
  const dayAgo = daysAgo(1)
  await ctx.db.rateLimiterFlexible.deleteMany({ where: { expire: { lt: dayAgo } } })
  await ctx.db.signInLink.deleteMany({ where: { expiresAt: { lt: dayAgo } } })
  await ctx.db.signInChallenge.deleteMany({ where: { expiresAt: { lt: dayAgo } } })
  await ctx.db.passkeyChallenge.deleteMany({ where: { expiresAt: { lt: dayAgo } } })
  await ctx.db.voucherKey.deleteMany({ where: { expiresAt: { lt: dayAgo } } })
  await ctx.db.session.deleteMany({ where: { expiresAt: { lt: dayAgo } } })
  await ctx.db.ssoProbe.deleteMany({ where: { at: { lt: daysAgo(LOOKS_KEPT_DAYS) } } })
  const old = { lt: daysAgo(NOTICES_KEPT_DAYS) }
  await ctx.db.alert.deleteMany({ where: { OR: [{ seenAt: old }, { kind: "sign_in_refused", at: old }] } })
  await ctx.db.draft.deleteMany({ where: { updatedAt: { lt: daysAgo(DRAFTS_KEPT_DAYS) } } })
}

/** Runs the checks of every institution that hasn't been looked at for a day. One that breaks holds up no other. */
export async function checkWhoIsDue(ctx: ServiceContext): Promise<void> {
  const dayAgo = new Date(ctx.clock().getTime() - DAY_MS)
  const due = await ctx.db.institution.findMany({
    where: { OR: [{ checkedAt: null }, { checkedAt: { lt: dayAgo } }] },
    select: { id: true },
    orderBy: { id: "asc" },
  })
  await inParallel(due, AT_ONCE, async ({ id }) => {
    try {
      await checkInstitution(ctx, { institution: id })
    } catch (error) {
      reportUnexpected("the daily checks", error)
    }
  })
}
