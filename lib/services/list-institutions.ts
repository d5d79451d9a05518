import { may, scopeOf } from "@/lib/domain/actor"
import type { Route } from "@/lib/domain/states"
import type { ServiceContext } from "./context"

export interface InstitutionSummary {
  code: string
  name: string
  environment: string
  apiUrl: string
  loginUrl: string
  ssoUrl: string | null
  route: Route
  rate: number
  timeZone: string
  practice: boolean
  jobPayload: boolean
  backupAdminId: string | null
  /** The outage; where there is none, the drill. */
  openOutage: string | null
}

/** The institutions that this actor may see, by code. Keys are never part of it. */
export async function listInstitutions(ctx: ServiceContext): Promise<InstitutionSummary[]> {
  const scope = scopeOf(ctx.actor)
  const rows = await ctx.db.institution.findMany({
    where: scope === "all" ? {} : { id: { in: scope } },
    include: { outages: { where: { state: { not: "closed" } }, select: { id: true }, orderBy: { drill: "asc" } } },
    orderBy: { code: "asc" },
  })
  return rows
    .filter((row) => may(ctx.actor, "institution.read", row.id))
    .map(({ outages, jobId, ...row }) => ({
      code: row.code,
      name: row.name,
      environment: row.environment,
      apiUrl: row.apiUrl,
      loginUrl: row.loginUrl,
      ssoUrl: row.ssoUrl,
      route: row.route,
      rate: row.rate,
      timeZone: row.timeZone,
      practice: row.practice,
      jobPayload: jobId !== null,
      backupAdminId: row.backupAdminId,
      openOutage: outages[0]?.id ?? null,
    }))
}
