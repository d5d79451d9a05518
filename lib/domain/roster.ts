import { z } from "zod"
import { primaryIdKey } from "./account-facts"
import { VERDICTS, type Verdict } from "./states"
import { ROSTER_WORDS } from "./verdict-words"

export const rosterPerson = z.object({ primaryId: z.string().min(1).max(255), name: z.string().max(500).nullable() })
export type RosterPerson = z.infer<typeof rosterPerson>

/**
 * Where a roster's people came from. What can be read anew tells at each refresh who is new there; nobody is
 * put on the roster or taken off it by that.
 */
export const rosterSource = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("list") }),
  z.object({ kind: z.literal("set"), id: z.string().max(100), name: z.string().max(200) }),
  /** Codes of the libraries that the roles are for; none: everyone of the newest count. */
  z.object({ kind: z.literal("named_users"), libraries: z.array(z.string().max(100)).max(500) }),
])
export type RosterSource = z.infer<typeof rosterSource>

/** What was last read of one person. Names and reasons are Alma's, and may be empty. */
const rosterFact = z.object({
  verdict: z.enum(VERDICTS),
  reason: z.string(),
  name: z.string().nullable(),
  department: z.string().nullable(),
  /** ISO 8601 in UTC. */
  readAt: z.string(),
})
export type RosterFact = z.infer<typeof rosterFact>

/** By `primaryIdKey`, of people who stand on the roster and nobody else. */
export const rosterFacts = z.record(z.string(), rosterFact)
export type RosterFacts = z.infer<typeof rosterFacts>

/** A named list of staff, kept for the day it is needed; who is on it stays on the server. */
export interface RosterView {
  id: string
  name: string
  people: number
  /** When its list was last changed by somebody. ISO 8601 in UTC, as all times here. */
  updatedAt: string
  updatedBy: string
  /** When its people were last read in Alma; null before the first time. */
  refreshedAt: string | null
  /** People who couldn't be switched in an outage, as last read. */
  needLook: number
}

/** Whether somebody should look at this person before an outage comes. Who wasn't read yet isn't owed anything. */
export function needsLook(verdict: Verdict): boolean {
  return verdict !== "switch" && verdict !== "protected" && verdict !== "not_read"
}

export interface RosterPersonView {
  primaryId: string
  name: string | null
  department: string | null
  /** `not_read` before the first refresh. */
  verdict: Verdict
  reason: string
  readAt: string | null
  /** Names of the other rosters that this person is on. */
  alsoOn: string[]
}

const NOT_READ_YET = "Not read yet."

/** A roster's people in its order, each with what was last read. */
export function rosterPeople(staff: RosterPerson[], facts: RosterFacts, others: { name: string; keys: ReadonlySet<string> }[]): RosterPersonView[] {
  return staff.map(({ primaryId, name }) => {
    const key = primaryIdKey(primaryId)
    const fact = facts[key]
    return {
      primaryId,
      name: fact?.name || name,
      department: fact?.department ?? null,
      verdict: fact?.verdict ?? "not_read",
      reason: fact?.reason ?? NOT_READ_YET,
      readAt: fact?.readAt ?? null,
      alsoOn: others.filter((other) => other.keys.has(key)).map((other) => other.name),
    }
  })
}

/** Facts of who stands on the list, and of nobody else. */
export function factsOf(staff: RosterPerson[], facts: RosterFacts): RosterFacts {
  return Object.fromEntries(staff.flatMap(({ primaryId }) => {
    const key = primaryIdKey(primaryId)
    const fact = facts[key]
    return fact ? [[key, fact]] : []
  }))
}

/** Each person once, in the order given; the first spelling stays. */
export function eachOnce(staff: RosterPerson[]): RosterPerson[] {
  const seen = new Map<string, RosterPerson>()
  for (const person of staff) {
    const key = primaryIdKey(person.primaryId)
    if (!seen.has(key)) seen.set(key, person)
  }
  return [...seen.values()]
}

const DAY_MS = 86_400_000
const SPREAD_MS = 3 * 3_600_000

/**
 * When a roster is to be read again, in epoch milliseconds: a day after it was, and a little earlier by its id, so that
 * those of many institutions don't come at one moment.
 */
export function refreshDueAt({ id, refreshedAt }: { id: string; refreshedAt: Date | null }): number {
  if (refreshedAt === null) return 0
  const share = Number.parseInt(id.replaceAll("-", "").slice(-4), 16) / 0x1_00_00
  return refreshedAt.getTime() + DAY_MS - Math.floor(share * SPREAD_MS)
}

/** Header and rows for a spreadsheet; ids first, so that the file can be taken in again. */
export function rosterCsv(people: RosterPersonView[]): [string[], string[][]] {
  const rows = people.map((one) => [one.primaryId, one.name ?? "", one.department ?? "", ROSTER_WORDS[one.verdict], one.reason, one.alsoOn.join("; "), one.readAt ?? ""])
  return [["Primary ID", "Name", "Department", "State", "Why", "Also on", "Last read"], rows]
}
