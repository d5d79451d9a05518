import { appendAudit } from "@/lib/db/audit"
import type { Institution, Roster } from "@/lib/db/generated/client"
import { inTransaction } from "@/lib/db/in-transaction"
import { refreshTurn } from "@/lib/db/roster-views"
import { factsIn, lockRoster, readListedKeys, sourceOf, staffOf } from "@/lib/db/rosters"
import { findRoster } from "@/lib/db/scope"
import { putOffTurn, takeTurn } from "@/lib/db/turns"
import { primaryIdKey } from "@/lib/domain/account-facts"
import { AppError } from "@/lib/domain/errors"
import { factsOf, type RosterFacts, type RosterPerson, type RosterSource } from "@/lib/domain/roster"
import { changesBetween, goneFromSource, newcomersOf, refreshDoubt, type RosterRefreshRecord } from "@/lib/domain/roster-changes"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import { judgeAccounts } from "./judge-accounts"
import { findUserSet, readMembers } from "./read-alma-set"
import { readNamedUsersOf } from "./roster-people"

/** Renewed with each portion; what a crash left can be read again after it. */
const TURN_SECONDS = 120
/** Of each roster so many refreshes are kept. */
const KEPT = 60
const LAST = { priority: "watch" } as const
const LEFT_ALONE = "Not External: an outage leaves this account as it is."

export interface RefreshOptions {
  isStopping?: () => boolean
  /** It is this caller's turn, and the reading begins. */
  onBegin?: () => void
  onProgress?: (read: number, of: number) => void
}

/**
 * Reads a roster's people in Alma, and its source where it has one, at the lowest priority. Nobody is put on the roster
 * or taken off it. What can't be believed changes nothing that was known and is told as the roster's problem.
 * @throws AppError `refused` while another refresh of it runs; `not_found`
 */
export async function refreshRoster(ctx: ServiceContext, { rosterId }: { rosterId: string }, options: RefreshOptions = {}): Promise<RosterRefreshRecord | null> {
  const roster = await findRoster(ctx.db, ctx.actor, rosterId, "outage.declare")
  const turn = refreshTurn(rosterId)
  if (!(await takeTurn(ctx.db, turn, TURN_SECONDS))) throw new AppError("refused", `“${roster.name}” is being read already. The page shows it when it is done.`)
  options.onBegin?.()
  try {
    const found = await readRoster(ctx, roster, options)
    return found && (await commitRefresh(ctx, roster, found))
  } finally {
    await putOffTurn(ctx.db, turn, 0)
  }
}

interface Found {
  /** Of whom something was read; null when nothing that was read can be believed. */
  facts: RosterFacts | null
  source: RosterSource
  sourcePeople: RosterPerson[] | null
  problem: string | null
}

/** Null when it was stopped half way: then nothing is known anew. */
async function readRoster(ctx: ServiceContext, roster: Roster & { institution: Institution }, options: RefreshOptions): Promise<Found | null> {
  const source = sourceOf(roster)
  try {
    const facts = await readPeople(ctx, roster, options)
    if (facts === null) return null
    const doubt = refreshDoubt(factsIn(roster), facts)
    if (doubt) return { facts: null, source, sourcePeople: null, problem: doubt }
    const read = await readSource(ctx, roster.institution, source)
    const unread = Object.values(facts).filter((fact) => fact.verdict === "unreadable").length
    const problem = [unread > 0 ? `${unread} could not be read; what was known of them stays.` : null, read.problem].filter(Boolean).join(" ")
    return { facts, source: read.source, sourcePeople: read.people, problem: problem || null }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { facts: null, source, sourcePeople: null, problem: error.message }
  }
}

/** Those whom an outage holds are left out: that they are Internal is Lantern's own doing. */
async function readPeople(ctx: ServiceContext, roster: Roster & { institution: Institution }, { isStopping, onProgress }: RefreshOptions): Promise<RosterFacts | null> {
  const { institution } = roster
  const held = await heldKeys(ctx, institution.id)
  const staff = staffOf(roster).filter((person) => !held.has(primaryIdKey(person.primaryId)))
  const portion = Math.max(5, Math.min(200, institution.rate * 10))
  const facts: RosterFacts = {}
  for (let at = 0; at < staff.length; at += portion) {
    if (isStopping?.()) return null
    const entries = staff.slice(at, at + portion).map(({ primaryId }) => ({ primaryId, duplicate: false }))
    const judged = await judgeAccounts(ctx, institution, entries, LAST)
    judged.forEach(({ verdict, reason, facts: read, readAt }, index) => {
      const { primaryId } = entries[index]!
      facts[primaryIdKey(primaryId)] = { verdict, reason: verdict === "already_internal" ? LEFT_ALONE : reason, name: read?.name || null, department: read?.department ?? null, readAt: (readAt ?? ctx.clock()).toISOString() }
    })
    await putOffTurn(ctx.db, refreshTurn(roster.id), TURN_SECONDS)
    onProgress?.(Math.min(at + portion, staff.length), staff.length)
  }
  return facts
}

async function heldKeys(ctx: ServiceContext, institutionId: string): Promise<Set<string>> {
  const holds = await ctx.db.hold.findMany({
    where: { institutionId, state: { notIn: ["returned", "left_alone"] }, acceptedAt: null },
    select: { primaryIdKey: true },
  })
  return new Set(holds.map((hold) => hold.primaryIdKey))
}

async function readSource(ctx: ServiceContext, institution: Institution, source: RosterSource): Promise<{ people: RosterPerson[] | null; source: RosterSource; problem: string | null }> {
  const nothing = (problem: string | null) => ({ people: null, source, problem })
  switch (source.kind) {
    case "list":
      return nothing(null)
    case "named_users": {
      const people = await readNamedUsersOf(ctx, institution.id, source.libraries)
      return people === null ? nothing("There is no count of Named Users any more, so it isn't known who is new.") : { people, source, problem: null }
    }
    case "set":
      try {
        const set = await findSetAgain(ctx, institution, source)
        const { people } = await readMembers(ctx.almaFor(institution), set, LAST)
        return { people, source: { kind: "set", id: set.id, name: set.name }, problem: null }
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        const why = error.code === "not_found" ? "it is gone in Alma" : error.message
        return nothing(`Its set “${source.name}” could not be read: ${why.replace(/\.$/, "")}. The people on the roster were read all the same.`)
      }
  }
}

/** By its id; one that was made anew under the same name is taken for the same. */
async function findSetAgain(ctx: ServiceContext, institution: Institution, source: { id: string; name: string }) {
  const alma = ctx.almaFor(institution)
  const byId = await alma.getSet(source.id, LAST)
  if (byId.kind === "ok" && byId.value.content === "USER") return byId.value
  return findUserSet(alma, source.name, LAST)
}

async function commitRefresh(ctx: ServiceContext, started: Roster, found: Found): Promise<RosterRefreshRecord | null> {
  const at = ctx.clock()
  return inTransaction(ctx.db, async (tx) => {
    const row = await lockRoster(tx, started.id)
    // Deleted meanwhile, or read by somebody whose turn it was when ours had run out.
    if (!row || row.refreshedAt?.getTime() !== started.refreshedAt?.getTime()) return null
    const staff = staffOf(row)
    const before = factsIn(row)
    const known = Object.fromEntries(Object.entries(found.facts ?? {}).filter(([key, fact]) => fact.verdict !== "unreadable" || !before[key]))
    const after = factsOf(staff, { ...before, ...known })
    const listed = new Set((await readListedKeys(tx, row.institutionId)).flatMap(({ keys }) => [...keys]))
    const record: RosterRefreshRecord = {
      people: staff.length,
      read: Object.keys(factsOf(staff, known)).length,
      changes: changesBetween(staff, before, after),
      newcomers: found.sourcePeople ? newcomersOf(found.sourcePeople, listed) : [],
      goneFromSource: found.sourcePeople ? goneFromSource(staff, found.sourcePeople) : [],
      problem: found.problem,
    }
    const fresh = found.facts ? { facts: after, source: found.source, refreshedAt: at } : {}
    await tx.roster.update({ where: { id: row.id }, data: { ...fresh, refreshProblem: found.problem } })
    await tx.rosterRefresh.create({ data: { rosterId: row.id, at, by: ctx.actor.name, changes: record } })
    const [oldest] = await tx.rosterRefresh.findMany({ where: { rosterId: row.id }, orderBy: { at: "desc" }, skip: KEPT, take: 1 })
    if (oldest) await tx.rosterRefresh.deleteMany({ where: { rosterId: row.id, at: { lte: oldest.at } } })
    const detail = { name: row.name, people: staff.length, read: record.read, changed: record.changes.length, newcomers: record.newcomers.length, problem: record.problem !== null }
    await appendAudit(tx, auditFrame(ctx, row.institutionId), [{ action: "roster.refreshed", detail }])
    return record
  })
}
