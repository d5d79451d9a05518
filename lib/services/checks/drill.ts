import { drillDue } from "@/lib/domain/drill-due"
import { ago, ok, single, warn } from "./check"

const ID = "drill"

/** The last drill that was walked to its end; the proof of a route is none, and neither is one that switched nobody. */
export const drillCheck = single(ID, async ({ ctx, institution, now }) => {
  const last = await ctx.db.outage.findFirst({
    where: { institutionId: institution.id, drill: true, state: "closed", proof: { is: null }, holds: { some: { intendedAt: { not: null } } } },
    orderBy: { declaredAt: "desc" },
    select: { declaredAt: true },
  })
  const fix = "Run a drill: it changes only who agreed to it."
  if (!last) return warn(ID, "There was no drill yet.", fix)
  const words = `The last drill was ${ago(last.declaredAt, now)}.`
  return drillDue(last.declaredAt, now).due ? warn(ID, words, fix) : ok(ID, words)
})
