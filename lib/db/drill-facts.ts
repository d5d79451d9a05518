import type { DrillFacts } from "@/lib/domain/drill-score"
import type { Db, Tx } from "./types"

/** What a drill left behind in its list and its audit: of pick-up codes the audit alone, since they are cleared away. */
export async function readDrillFacts(db: Db | Tx, outageId: string): Promise<DrillFacts> {
  const outage = await db.outage.findUniqueOrThrow({ where: { id: outageId }, include: { institution: true } })
  const holds = await db.hold.findMany({
    where: { outageId },
    select: { id: true, verdict: true, intendedAt: true, state: true, returnedAt: true, collectedAt: true, loggedInAt: true },
  })
  const entries = await db.auditEntry.findMany({
    where: { outageId }, orderBy: { seq: "asc" }, select: { action: true, at: true, holdId: true, detail: true },
  })
  const of = (action: string) => entries.filter((entry) => entry.action === action)
  const first = (action: string) => of(action)[0]?.at ?? null
  const last = (action: string) => of(action).at(-1)?.at ?? null
  const accounts = (action: string) => new Set(of(action).map((entry) => entry.holdId)).size
  const detail = (action: string) => JSON.parse(of(action)[0]?.detail ?? "{}") as Record<string, unknown>
  const asked = holds.filter((hold) => hold.verdict === "switch")
  return {
    declaredAt: outage.declaredAt.toISOString(),
    previewed: detail("outage.declared").previewed === true,
    people: asked.length,
    switchAskedAt: first("outage.switch_asked"),
    internalAt: last("hold.internal"),
    internal: accounts("hold.internal"),
    codesAt: first("code.issued"),
    codes: of("code.issued").length,
    collectedAt: first("hold.collected"),
    collected: accounts("hold.collected"),
    loggedInAt: first("hold.logged_in"),
    loggedIn: accounts("hold.logged_in"),
    noticeAt: first("notice.opened"),
    endAskedAt: outage.endedAt?.toISOString() ?? null,
    cutShort: detail("outage.end_asked").because !== undefined,
    returnedAt: last("hold.returned"),
    returned: accounts("hold.returned"),
    // By hand it is the way itself that needs a person.
    neededPerson: outage.institution.route === "manual" ? 0 : accounts("hold.needs_person"),
    takenOver: holds.filter((hold) => hold.state === "left_alone" && hold.intendedAt !== null).length,
    closedAt: outage.closedAt?.toISOString() ?? null,
  }
}
