import { folded } from "@/lib/domain/folded"
import type { RosterPersonView } from "@/lib/domain/roster"
import type { Verdict } from "@/lib/domain/states"

/** What somebody may have to act on before what is well. */
const URGENCY: Record<Verdict, number> = {
  unreadable: 0, not_found: 1, no_external_id: 2, expired: 3, inactive: 4, already_internal: 5, protected: 6, duplicate: 7, not_read: 8, switch: 9,
}
export const VERDICT_ORDER = (Object.keys(URGENCY) as Verdict[]).toSorted((a, b) => (a === "switch" ? -1 : b === "switch" ? 1 : URGENCY[a] - URGENCY[b]))

const SORTS = ["state", "name", "department"] as const
export interface RosterSort {
  by: (typeof SORTS)[number]
  down: boolean
}

/** A person with what a search looks through, made once for a list of thousands. */
export interface IndexedPerson extends RosterPersonView {
  searched: string
}

export function indexPeople(people: RosterPersonView[]): IndexedPerson[] {
  return people.map((person) => ({ ...person, searched: folded(`${person.name ?? ""} ${person.primaryId} ${person.department ?? ""}`) }))
}

/** Those of this state whose name, Primary ID or department holds every word, without regard to case and accents. */
export function filterPeople(people: IndexedPerson[], { verdict, text }: { verdict: Verdict | "all"; text: string }): IndexedPerson[] {
  const words = folded(text).split(/\s+/).filter(Boolean)
  return people.filter((person) => (verdict === "all" || person.verdict === verdict) && words.every((word) => person.searched.includes(word)))
}

const words = new Intl.Collator("en", { sensitivity: "base", numeric: true })

export function sortPeople(people: IndexedPerson[], { by, down }: RosterSort): IndexedPerson[] {
  const nameOf = (person: RosterPersonView) => person.name ?? person.primaryId
  const byName = (a: RosterPersonView, b: RosterPersonView) => words.compare(nameOf(a), nameOf(b))
  const order = {
    state: (a: RosterPersonView, b: RosterPersonView) => URGENCY[a.verdict] - URGENCY[b.verdict],
    name: byName,
    department: (a: RosterPersonView, b: RosterPersonView) => words.compare(a.department ?? "\uFFFF", b.department ?? "\uFFFF"),
  }[by]
  return people.toSorted((a, b) => (down ? -order(a, b) : order(a, b)) || byName(a, b))
}
