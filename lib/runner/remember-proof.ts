import type { Tx } from "@/lib/db/types"
import { keptChecks, mergeChecks } from "@/lib/domain/checks"
import { routeProved } from "@/lib/services/checks/route-proved"

/** Writes down that a route was seen to bring an account there and back, and puts the check that says so right. */
export async function rememberProved(tx: Tx, institutionId: string, routes: { job: boolean; direct: boolean }, at: Date): Promise<void> {
  const proved = await tx.institution.update({
    where: { id: institutionId },
    data: { ...(routes.job && { jobProvedAt: at }), ...(routes.direct && { directProvedAt: at }) },
  })
  const checks = keptChecks(proved.checks)
  const wasLooked = checks.some((check) => check.id === "route.proved")
  const anew = mergeChecks(checks, wasLooked ? [routeProved(proved, at)] : [], at.toISOString())
  await tx.institution.update({ where: { id: institutionId }, data: { checks: anew.map((check) => ({ ...check })) as object[] } })
}
