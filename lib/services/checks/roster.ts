import { backupAdminIdsOf } from "@/lib/db/backup-admins"
import { coveredKeys } from "@/lib/db/enrolments"
import type { Roster } from "@/lib/db/generated/client"
import { factsIn, staffOf } from "@/lib/db/rosters"
import { primaryIdKey } from "@/lib/domain/account-facts"
import { coverWords, enoughCovered } from "@/lib/domain/enrolment"
import type { RosterPerson } from "@/lib/domain/roster"
import type { CheckPart, CheckView } from "@/lib/domain/views"
import { inParallel } from "../in-parallel"
import { judgeAnswer, todayIn } from "../judge-accounts"
import { daysBetween, namesOf, ok, single, warn, type CheckInput } from "./check"

const ID = "roster"
const FRESH_DAYS = 30
/** People of rosters that were never refreshed who are read for this: a sample, spread over the lists. */
const SAMPLE = 25
const MOST_PARTS = 50
/** An Alma that doesn't answer isn't asked for everybody. */
const MOST_SILENT = 8

interface Known {
  person: RosterPerson
  verdict: string
  reason: string
}

/** Rosters are there and were refreshed lately, everyone on them can be switched, and half could pick up without a liaison. */
export const rosterCheck = single(ID, async (input) => {
  const { ctx, institution, now } = input
  const rosters = await ctx.db.roster.findMany({ where: { institutionId: institution.id }, orderBy: { name: "asc" } })
  if (rosters.length === 0) return warn(ID, "No roster is kept, so an outage begins with looking for each person.", "Keep a list of those who need Alma, on the page Staff.")
  const people = peopleOf(rosters)
  const all = await whatIsKnown(input, rosters, people)
  const known = all.filter(({ verdict }) => verdict !== "unreadable")
  if (known.length === 0) return { ...warn(ID, "Nobody on a roster could be read.", "See to the API key first, then check again."), unanswered: true }
  const stuck = known.filter(({ verdict }) => !["switch", "protected", "already_internal"].includes(verdict))
  const old = rosters.filter((roster) => daysBetween(roster.refreshedAt ?? roster.updatedAt, now) >= FRESH_DAYS).map((roster) => roster.name)
  const counts = `${rosters.length} ${rosters.length === 1 ? "roster" : "rosters"}, ${people.size} ${people.size === 1 ? "person" : "people"}`
  const able = await coveredKeys(ctx.db, institution.id)
  const covered = [...people.keys()].filter((key) => able.has(key)).length
  if (stuck.length > 0) return { ...stuckWords(counts, stuck), parts: stuck.slice(0, MOST_PARTS).map(partOf) }
  if (old.length > 0) return warn(ID, `${counts}; not refreshed for ${FRESH_DAYS} days: ${namesOf(old)}.`, "Refresh them on the page Staff.")
  if (known.length < all.length) return { ...warn(ID, `${counts}; ${all.length - known.length} of them could not be read just now.`, "Check again; if it stays so, see to the API key."), unanswered: true }
  if (covered < enoughCovered(people.size)) return warn(ID, `${counts}: ${coverWords(covered, people.size)}.`, coverFix(people.size))
  const sampled = known.length < people.size ? `, ${known.length} of them read` : ""
  return ok(ID, `${counts}${sampled}: everyone can be switched, and ${coverWords(covered, people.size)}.`)
})

function coverFix(people: number): string {
  const wanted = enoughCovered(people)
  return `Enrol ${wanted === people ? "them" : `${wanted} of them at least`} by a passkey or a printed card (Staff, Enrolment), so that an early morning without a liaison doesn't keep everybody out.`
}

function stuckWords(counts: string, stuck: Known[]): CheckView {
  const who = namesOf(stuck.map(({ person }) => person.name ?? person.primaryId))
  return warn(ID, `${counts}; ${stuck.length} could not be switched: ${who}.`, "Look at them on the page Staff: mend the account in Alma, or take it off the list.")
}

function partOf({ person, verdict, reason }: Known): CheckPart {
  return { id: verdict, of: person.primaryId, title: person.name ?? person.primaryId, status: "warn", message: reason, why: null }
}

function peopleOf(rosters: Roster[]): Map<string, RosterPerson> {
  return new Map(rosters.flatMap(staffOf).map((person) => [primaryIdKey(person.primaryId), person]))
}

/** Of each person what a refresh has kept; of those it has not read, a sample is read now. */
async function whatIsKnown(input: CheckInput, rosters: Roster[], people: Map<string, RosterPerson>): Promise<Known[]> {
  const facts = new Map(rosters.flatMap((roster) => Object.entries(factsIn(roster))))
  const kept: Known[] = []
  const unread: RosterPerson[] = []
  for (const [key, person] of people) {
    const fact = facts.get(key)
    if (fact) kept.push({ person: { ...person, name: fact.name || person.name }, verdict: fact.verdict, reason: fact.reason })
    else unread.push(person)
  }
  return [...kept, ...(await readSample(input, spread(unread, SAMPLE)))]
}

async function readSample({ ctx, institution, alma, now }: CheckInput, sample: RosterPerson[]): Promise<Known[]> {
  const rules = { today: todayIn(institution.timeZone, now), backupAdminIds: await backupAdminIdsOf(ctx.db, institution) }
  const known: Known[] = sample.map((person) => ({ person, verdict: "unreadable", reason: "" }))
  let silent = 0
  await inParallel(sample, 8, async (person, at) => {
    const { verdict, reason } = judgeAnswer(await alma.getUser(person.primaryId), person.primaryId, rules)
    known[at] = { person, verdict, reason }
    if (verdict === "unreadable") silent += 1
  }, () => silent >= MOST_SILENT)
  return known
}

/** So many of a list, as far apart as may be. */
export function spread<T>(list: T[], most: number): T[] {
  if (list.length <= most) return list
  return Array.from({ length: most }, (_, at) => list[Math.floor((at * list.length) / most)]!)
}
