import type { Actor } from "@/lib/domain/actor"
import type { HoldState, OutageState } from "@/lib/domain/states"
import { HOLD_STATES } from "@/lib/domain/states"
import type { Hold } from "./generated/client"
import { findOutage } from "./scope"
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
  const holds = await db.hold.findMany({ where: { outageId: outage.id }, orderBy: [{ createdAt: "asc" }, { primaryIdKey: "asc" }] })
  return {
    id: outage.id,
    institution: outage.institution.code,
    state: outage.state,
    drill: outage.drill,
    declaredAt: outage.declaredAt.toISOString(),
    closedAt: outage.closedAt?.toISOString() ?? null,
    counts: countsOf(holds),
    accounts: holds.map(accountOf),
  }
}

function countsOf(holds: Hold[]): OutageStatus["counts"] {
  const states = Object.fromEntries(HOLD_STATES.map((state) => [state, 0])) as Record<HoldState, number>
  for (const hold of holds) states[hold.state] += 1
  const held = holds.filter((hold) => hold.state !== "left_alone")
  return {
    ...states,
    total: holds.length,
    held: held.length,
    nowInternal: held.filter((hold) => hold.observedType === "INTERNAL").length,
  }
}

function accountOf(hold: Hold): AccountStatus {
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
  /** Read External, and watched until no late write can undo it. */
  watching: string[]
  /** Nothing more happens to them by machine for now. */
  needsPerson: string[]
  total: number
}

/**
 * The ids of holds by what is still to come. An account that needs a person counts as on its way
 * until a worker has looked at it after `since`, when the command asked for something.
 * @throws AppError `not_found`, `not_allowed`
 */
export async function readOutageProgress(db: Db, actor: Actor, id: string, since: Date): Promise<OutageProgress> {
  const outage = await findOutage(db, actor, id, "outage.read")
  const holds = await db.hold.findMany({ where: { outageId: outage.id } })
  const now = Date.now()
  const isDue = (hold: Hold) =>
    (hold.dueAt !== null && hold.dueAt <= since) || (hold.leaseUntil !== null && hold.leaseUntil.getTime() > now)
  const ids = (test: (hold: Hold) => boolean) => holds.filter(test).map((hold) => hold.id)
  const open = (hold: Hold) => !["returned", "left_alone", "external_watching"].includes(hold.state)
  const waitsForPerson = (hold: Hold) => hold.state === "needs_person" && (hold.acceptedAt !== null || !isDue(hold))
  return {
    state: outage.state,
    switching: ids((hold) => hold.desired === "internal" && ["waiting", "switching"].includes(hold.state)),
    returning: ids((hold) => hold.desired === "external" && open(hold) && !waitsForPerson(hold)),
    watching: ids((hold) => hold.state === "external_watching"),
    needsPerson: ids((hold) => hold.state === "needs_person" && hold.acceptedAt === null && !isDue(hold)),
    total: holds.length,
  }
}
