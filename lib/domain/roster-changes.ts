import { z } from "zod"
import { primaryIdKey } from "./account-facts"
import { type RosterFact, type RosterFacts, type RosterPerson, rosterPerson } from "./roster"

const ROSTER_CHANGES = ["left", "back", "turned_internal", "expired", "inactive", "lost_external_id", "protected", "fit"] as const
export type RosterChangeKind = (typeof ROSTER_CHANGES)[number]

const rosterChange = z.object({ ...rosterPerson.shape, kind: z.enum(ROSTER_CHANGES) })
export type RosterChange = z.infer<typeof rosterChange>

/** What one refresh found. Rows of it are kept as history. */
export const rosterRefreshRecord = z.object({
  people: z.number(),
  /** Of how many something was read. */
  read: z.number(),
  changes: z.array(rosterChange),
  /** Whom the source has and no roster of the institution. */
  newcomers: z.array(rosterPerson),
  /** On the roster, and in the source no more. */
  goneFromSource: z.array(rosterPerson),
  problem: z.string().nullable(),
})
export type RosterRefreshRecord = z.infer<typeof rosterRefreshRecord>

export interface RosterRefreshView extends RosterRefreshRecord {
  id: string
  at: string
  by: string
}

/**
 * What became of each person since they were last read. The first read of somebody is no change. Somebody who
 * could not be read stays as they were.
 */
export function changesBetween(staff: RosterPerson[], before: RosterFacts, after: RosterFacts): RosterChange[] {
  return staff.flatMap(({ primaryId, name }) => {
    const key = primaryIdKey(primaryId)
    const kind = changeOf(before[key], after[key])
    return kind === null ? [] : [{ primaryId, name: after[key]?.name || before[key]?.name || name, kind }]
  })
}

function changeOf(before: RosterFact | undefined, after: RosterFact | undefined): RosterChangeKind | null {
  if (!before || !after || before.verdict === after.verdict) return null
  switch (after.verdict) {
    case "not_found":
      return "left"
    case "already_internal":
      return "turned_internal"
    case "expired":
      return "expired"
    case "inactive":
      return "inactive"
    case "no_external_id":
      return "lost_external_id"
    case "protected":
      return "protected"
    case "switch":
      return before.verdict === "not_found" ? "back" : "fit"
    case "duplicate":
    case "unreadable":
    case "not_read":
      return null
  }
}

/** Whom the source has and none of these lists. @param listed keys of everybody on any roster of the institution */
export function newcomersOf(source: RosterPerson[], listed: ReadonlySet<string>): RosterPerson[] {
  return source.filter((person) => !listed.has(primaryIdKey(person.primaryId)))
}

export function goneFromSource(staff: RosterPerson[], source: RosterPerson[]): RosterPerson[] {
  const there = new Set(source.map((person) => primaryIdKey(person.primaryId)))
  return staff.filter((person) => !there.has(primaryIdKey(person.primaryId)))
}

/** From so many people on, nobody known at all is more likely another Alma than a library without staff. */
const ENOUGH_TO_DOUBT = 3

/**
 * Why what was read of a roster can't be believed, as a sentence; null when it can. A single person may leave, and
 * so may two; a whole list that Alma knew yesterday and doesn't today is looked at by a person first.
 */
export function refreshDoubt(before: RosterFacts, after: RosterFacts): string | null {
  const all = Object.entries(after)
  const found = all.filter(([, fact]) => fact.verdict !== "not_found")
  const known = Object.values(before).filter((fact) => fact.verdict !== "not_found")
  if (all.length < ENOUGH_TO_DOUBT || found.length > 0 || known.length === 0) return null
  return `Alma knows none of these ${all.length} people any more. Does the API key reach another Alma, or was everybody renamed? What was known of them stays as it was.`
}

/** "2 expired, 1 left" for one line; "" when nothing changed. */
export function changesLine(changes: RosterChange[]): string {
  const counts = Map.groupBy(changes, (change) => change.kind)
  return ROSTER_CHANGES.filter((kind) => counts.has(kind)).map((kind) => `${counts.get(kind)!.length} ${CHANGE_WORDS[kind]}`).join(", ")
}

export const CHANGE_WORDS: Record<RosterChangeKind, string> = {
  left: "not found any more",
  back: "found again",
  turned_internal: "turned Internal",
  expired: "expired",
  inactive: "turned inactive",
  lost_external_id: "lost the external id",
  protected: "now protected",
  fit: "can be switched again",
}
