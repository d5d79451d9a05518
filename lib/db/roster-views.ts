import { primaryIdKey } from "@/lib/domain/account-facts"
import type { Actor } from "@/lib/domain/actor"
import { may } from "@/lib/domain/actor"
import { findListed } from "@/lib/domain/find-listed"
import { allowanceState, librariesOf } from "@/lib/domain/named-user"
import { needsLook, type RosterFacts, rosterPeople, type RosterPerson } from "@/lib/domain/roster"
import { rosterRefreshRecord, type RosterRefreshView } from "@/lib/domain/roster-changes"
import type { RosterDetailView, RosterSummaryView, StaffView } from "@/lib/domain/roster-views"
import { coveredKeys } from "./enrolments"
import { newestPeople } from "./named-users"
import { factsIn, readListedKeys, readRosters, sourceOf, staffOf } from "./rosters"
import { findInstitution, findRoster } from "./scope"
import { takenTurns } from "./turns"
import type { Db } from "./types"
import type { RosterRefresh } from "./generated/client"

const HISTORY = 30
const NAMES = 3

export function refreshTurn(rosterId: string): string {
  return `roster:${rosterId}`
}

/** The institution's rosters as the page of all of them shows them. */
export async function readRosterSummaries(db: Db, institutionId: string): Promise<RosterSummaryView[]> {
  return (await readWholeRosters(db, institutionId)).map((roster) => roster.summary)
}

interface WholeRoster {
  summary: RosterSummaryView
  staff: RosterPerson[]
  facts: RosterFacts
}

/** By name. A list of thousands is read and parsed once for all that is told of it. */
async function readWholeRosters(db: Db, institutionId: string): Promise<WholeRoster[]> {
  const [rosters, rows] = await Promise.all([
    readRosters(db, institutionId),
    db.roster.findMany({
      where: { institutionId },
      select: { id: true, source: true, staff: true, facts: true, refreshProblem: true, refreshes: { orderBy: { at: "desc" }, take: 1 } },
    }),
  ])
  const refreshing = await takenTurns(db, rosters.map((roster) => refreshTurn(roster.id)))
  return rosters.flatMap((roster) => {
    const row = rows.find((each) => each.id === roster.id)
    // Deleted between the two reads.
    if (!row) return []
    const { staff, facts } = { staff: staffOf(row), facts: factsIn(row) }
    const summary = {
      ...roster,
      source: sourceOf(row),
      problem: row.refreshProblem,
      refreshing: refreshing.has(refreshTurn(roster.id)),
      look: roster.needLook > 0 ? namesToLookAt(staff, facts) : [],
      last: row.refreshes[0] ? refreshView(row.refreshes[0]) : null,
    }
    return [{ summary, staff, facts }]
  })
}

/** In the order of the roster. */
function namesToLookAt(staff: RosterPerson[], facts: RosterFacts): string[] {
  const people = rosterPeople(staff, facts, []).filter((person) => needsLook(person.verdict))
  return people.slice(0, NAMES).map((person) => person.name ?? person.primaryId)
}

/** One roster with its people and what became of them. @throws AppError `not_found`, `not_allowed` */
export async function readRosterDetail(db: Db, actor: Actor, id: string): Promise<RosterDetailView> {
  const row = await findRoster(db, actor, id, "institution.read")
  const [listed, refreshes, turns] = await Promise.all([
    readListedKeys(db, row.institutionId),
    db.rosterRefresh.findMany({ where: { rosterId: id }, orderBy: { at: "desc" }, take: HISTORY }),
    takenTurns(db, [refreshTurn(id)]),
  ])
  const everybody = new Set(listed.flatMap(({ keys }) => [...keys]))
  const history = refreshes.map(refreshView)
  return {
    id,
    institutionId: row.institutionId,
    timeZone: row.institution.timeZone,
    name: row.name,
    source: sourceOf(row),
    updatedAt: row.updatedAt.toISOString(),
    updatedBy: row.updatedBy,
    refreshedAt: row.refreshedAt?.toISOString() ?? null,
    refreshing: turns.size > 0,
    problem: row.refreshProblem,
    people: rosterPeople(staffOf(row), factsIn(row), listed.filter((other) => other.id !== id)),
    // Somebody may have been put on a roster since the source was read.
    newcomers: (history[0]?.newcomers ?? []).filter((person) => !everybody.has(primaryIdKey(person.primaryId))),
    history,
    canChange: may(actor, "outage.declare", row.institutionId),
  }
}

/** @param find words of a name or Primary ID: who of the rosters has them. @throws AppError `not_found`, `not_allowed` */
export async function readStaffView(db: Db, actor: Actor, institutionId: string, find = ""): Promise<StaffView> {
  const institution = await findInstitution(db, actor, institutionId, "institution.read")
  const [rosters, newest, covered] = await Promise.all([
    readWholeRosters(db, institution.id),
    newestPeople(db, institution.id, "everyone"),
    coveredKeys(db, institution.id),
  ])
  const listed = new Set(rosters.flatMap(({ staff }) => staff.map((person) => primaryIdKey(person.primaryId))))
  const look = rosters.flatMap(({ facts }) => Object.entries(facts).filter(([, fact]) => needsLook(fact.verdict)).map(([key]) => key))
  const allowance = institution.namedUserAllowance
  return {
    rosters: rosters.map(({ summary }) => summary),
    people: listed.size,
    needLook: new Set(look).size,
    covered: [...listed].filter((key) => covered.has(key)).length,
    namedUsers: newest && { counted: newest.counted, at: newest.at.toISOString(), allowance, allowanceState: allowanceState(newest.counted, allowance) },
    unlisted: newest && newest.people.filter((person) => !listed.has(primaryIdKey(person.primaryId))).map(({ primaryId, name }) => ({ primaryId, name })),
    libraries: librariesOf(newest?.people ?? []),
    found: find.trim() === "" ? null : findListed(rosters.map(({ summary: { id, name }, staff, facts }) => ({ id, name, staff, facts })), find),
    canChange: may(actor, "outage.declare", institution.id),
  }
}

const NOTHING = { people: 0, read: 0, changes: [], newcomers: [], goneFromSource: [], problem: null }

function refreshView({ id, at, by, changes }: RosterRefresh): RosterRefreshView {
  return { ...(rosterRefreshRecord.safeParse(changes).data ?? NOTHING), id, at: at.toISOString(), by }
}
