import { LOOKS_KEPT_DAYS } from "@/lib/domain/sign-on"
import { reportUnexpected } from "@/lib/auth/report-unexpected"
import type { ServiceContext } from "./context"
import { checkInstitution } from "./check-institution"
import { inParallel } from "./in-parallel"

const DAY_MS = 86_400_000
/** An Alma that is silent takes a minute to look at: it holds up few of the others. */
const AT_ONCE = 4

/** Removes what has run out: throttle counters, links, challenges, vouching codes, sessions and old looks at campus sign-on. Never a hold, an intent or the audit. */
export async function sweepExpired(ctx: ServiceContext): Promise<void> {
  const dayAgo = new Date(ctx.clock().getTime() - DAY_MS)
  await ctx.db.rateLimiterFlexible.deleteMany({ where: { expire: { lt: dayAgo } } })
  await ctx.db.signInLink.deleteMany({ where: { expiresAt: { lt: dayAgo } } })
  await ctx.db.signInChallenge.deleteMany({ where: { expiresAt: { lt: dayAgo } } })
  await ctx.db.passkeyChallenge.deleteMany({ where: { expiresAt: { lt: dayAgo } } })
  await ctx.db.voucherKey.deleteMany({ where: { expiresAt: { lt: dayAgo } } })
  await ctx.db.session.deleteMany({ where: { expiresAt: { lt: dayAgo } } })
  await ctx.db.ssoProbe.deleteMany({ where: { at: { lt: new Date(ctx.clock().getTime() - LOOKS_KEPT_DAYS * DAY_MS) } } })
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
