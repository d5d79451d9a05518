import { keptChecks } from "@/lib/domain/checks"
import { LOOKS_KEPT_DAYS } from "@/lib/domain/sign-on"
import { reportUnexpected } from "@/lib/auth/report-unexpected"
import { takeTurn } from "@/lib/db/turns"
import type { ServiceContext } from "./context"
import { checkInstitution } from "./check-institution"
import { inParallel } from "./in-parallel"

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Longer than a look at the slowest Alma, shorter than the pace of the schedule. */
const TURN_SECONDS = 600
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

/**
 * Runs the checks of every institution that hasn't been looked at for a day, or where an hour ago something couldn't be
 * looked at. However many processes do this, each is looked at once; one that breaks holds up no other.
 */
export async function checkWhoIsDue(ctx: ServiceContext): Promise<void> {
  const now = ctx.clock().getTime()
  const hourAgo = new Date(now - HOUR_MS)
  const rows = await ctx.db.institution.findMany({
    where: { OR: [{ checkedAt: null }, { checkedAt: { lt: hourAgo } }] },
    select: { id: true, checkedAt: true, checks: true },
    orderBy: { id: "asc" },
  })
  const due = rows.filter(({ checkedAt, checks }) => checkedAt === null || now - checkedAt.getTime() > DAY_MS || keptChecks(checks).some((check) => check.unanswered))
  await inParallel(due, AT_ONCE, async ({ id }) => {
    try {
      if (await takeTurn(ctx.db, `checks:${id}`, TURN_SECONDS)) await checkInstitution(ctx, { institution: id })
    } catch (error) {
      reportUnexpected("the daily checks", error)
    }
  })
}
