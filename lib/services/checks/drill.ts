import { DAYS_BETWEEN_DRILLS } from "@/lib/domain/drill-due"
import { ago, daysBetween, ok, single, warn } from "./check"

const ID = "drill"

/** The last drill that was walked to its end; the proof of a route is none. */
export const drillCheck = single(ID, async ({ ctx, institution, now }) => {
  const last = await ctx.db.outage.findFirst({
    where: { institutionId: institution.id, drill: true, state: "closed", closedAt: { not: null }, proof: { is: null } },
    orderBy: { closedAt: "desc" },
    select: { closedAt: true },
  })
  const fix = "Run a drill: it changes only who agreed to it."
  if (!last?.closedAt) return warn(ID, "There was no drill yet.", fix)
  const words = `The last drill was ${ago(last.closedAt, now)}.`
  return daysBetween(last.closedAt, now) < DAYS_BETWEEN_DRILLS ? ok(ID, words) : warn(ID, words, fix)
})
