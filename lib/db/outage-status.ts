import type { Actor } from "@/lib/domain/actor"
import type { HoldState, OutageState } from "@/lib/domain/states"
import type { Hold } from "./generated/client"
import { primaryIdKey } from "@/lib/domain/account-facts"
import { countHolds } from "./outage-view"
import { findInstitution, findOutage, institutionFilter } from "./scope"
import type { Db } from "./types"

export interface AccountStatus {
  primaryId: string
  name: string | null
  state: HoldState
  /** Of accounts that the preview left alone the verdict itself; else a sentence, or null. */
  reason: string | null
  observed: string | null
  observedAt: string | null
}

/** The command's binding answer on one outage. Times are ISO 8601 in UTC. */
export interface OutageStatus {
  id: string
  institution: string
  state: OutageState
  drill: boolean
  declaredAt: string
  closedAt: string | null
  counts: Record<HoldState | "total" | "held" | "nowInternal", number>
  accounts: AccountStatus[]
}

/** @throws AppError `not_found`, `not_allowed` */
export async function readOutageStatus(db: Db, actor: Actor, id: string): Promise<OutageStatus> {
  const outage = await findOutage(db, actor, id, "outage.read")
  const holds = await db.hold.findMany({ where: { outageId: outage.id }, orderBy: [{ createdAt: "asc" }, { primaryIdKey: "asc" }], omit: { original: true } })
  // What is said of the page alone.
  const { notCollected: _, ...counts } = countHolds(holds)
  return {
    id: outage.id,
    institution: outage.institution.code,
    state: outage.state,
    drill: outage.drill,
    declaredAt: outage.declaredAt.toISOString(),
    closedAt: outage.closedAt?.toISOString() ?? null,
    counts,
    accounts: holds.map(accountOf),
  }
}

function accountOf(hold: Omit<Hold, "original">): AccountStatus {
  return {
    primaryId: hold.primaryId,
    name: hold.name,
    state: hold.state,
    reason: hold.state === "left_alone" && hold.verdict !== "switch" ? hold.verdict : hold.reason,
    observed: hold.observedType,
    observedAt: hold.observedAt?.toISOString() ?? null,
  }
}

/** How far an outage has come, for a command that waits. */
export interface OutageProgress {
  state: OutageState
  /** Asked to become Internal, and not there yet. */
  switching: string[]
  /** Asked to become External and not read External yet. */
  returning: string[]
  /** Read External, and watched for the quiet period. */
  watching: string[]
  /** In this state, and not accepted as unresolved. */
  needsPerson: string[]
  total: number
}

/**
 * The ids of holds by what is still to come. An account that needs a person counts as returning too
 * until a worker has looked at it after `since`, when the command asked for its return.
 * @throws AppError `not_found`, `not_allowed`
 */
export async function readOutageProgress(db: Db, actor: Actor, id: string, since: Date): Promise<OutageProgress> {
  const outage = await findOutage(db, actor, id, "outage.read")
  const holds = await db.hold.findMany({
    where: { outageId: outage.id },
    select: { id: true, state: true, desired: true, dueAt: true, leaseUntil: true, acceptedAt: true },
  })
  type Row = (typeof holds)[number]
  const now = Date.now()
  const isDue = (hold: Row) =>
    (hold.dueAt !== null && hold.dueAt <= since) || (hold.leaseUntil !== null && hold.leaseUntil.getTime() > now)
  const ids = (test: (hold: Row) => boolean) => holds.filter(test).map((hold) => hold.id)
  const open = (hold: Row) => !["returned", "left_alone", "external_watching"].includes(hold.state)
  const waitsForPerson = (hold: Row) => hold.state === "needs_person" && (hold.acceptedAt !== null || !isDue(hold))
  return {
    state: outage.state,
    switching: ids((hold) => hold.desired === "internal" && ["waiting", "switching"].includes(hold.state)),
    returning: ids((hold) => hold.desired === "external" && open(hold) && !waitsForPerson(hold)),
    watching: ids((hold) => hold.state === "external_watching"),
    needsPerson: ids((hold) => hold.state === "needs_person" && hold.acceptedAt === null),
    total: holds.length,
  }
}

export interface OutageSummary {
  id: string
  institution: string
  state: OutageState
  drill: boolean
  reason: string
  declaredAt: string
  closedAt: string | null
  total: number
  needsPerson: number
}

/** The newest first; of one institution when its code is given. @throws AppError `not_found`, `not_allowed` */
export async function listOutages(db: Db, actor: Actor, code?: string): Promise<OutageSummary[]> {
  const only = code === undefined ? {} : { institutionId: (await findInstitution(db, actor, code, "outage.read")).id }
  const outages = await db.outage.findMany({
    where: { AND: [institutionFilter(actor), only] },
    include: { institution: { select: { code: true } }, _count: { select: { holds: true } } },
    orderBy: { declaredAt: "desc" },
    take: 500,
  })
  const unsettled = await db.hold.groupBy({
    by: ["outageId"],
    where: { outageId: { in: outages.map((outage) => outage.id) }, state: "needs_person", acceptedAt: null },
    _count: true,
  })
  const needing = new Map(unsettled.map((row) => [row.outageId, row._count]))
  return outages.map((outage) => ({
    id: outage.id,
    institution: outage.institution.code,
    state: outage.state,
    drill: outage.drill,
    reason: outage.reason,
    declaredAt: outage.declaredAt.toISOString(),
    closedAt: outage.closedAt?.toISOString() ?? null,
    total: outage._count.holds,
    needsPerson: needing.get(outage.id) ?? 0,
  }))
}

/** Ids of an outage's holds of these people. */
export async function findListedHolds(db: Db, actor: Actor, outageId: string, primaryIds: string[]): Promise<string[]> {
  const outage = await findOutage(db, actor, outageId, "outage.read")
  const keys = primaryIds.map(primaryIdKey)
  const holds = await db.hold.findMany({ where: { outageId: outage.id, primaryIdKey: { in: keys } }, select: { id: true } })
  return holds.map((hold) => hold.id)
}
