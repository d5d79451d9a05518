import { primaryIdKey } from "./account-facts"
import { folded } from "./folded"
import type { RosterFacts, RosterPerson } from "./roster"
import type { ListedPersonView } from "./roster-views"

/** As many as a person looks through. */
export const MOST_FOUND = 30

/**
 * Who on these rosters has every word in their name or Primary ID, without regard to case and accents, by name, and on
 * which they stand. Names are those that were last read; the first `MOST_FOUND`, and how many there are in all.
 */
export function findListed(rosters: { id: string; name: string; staff: RosterPerson[]; facts: RosterFacts }[], text: string): { people: ListedPersonView[]; total: number } {
  const words = folded(text).split(/\s+/).filter(Boolean)
  if (words.length === 0) return { people: [], total: 0 }
  const found = new Map<string, ListedPersonView>()
  for (const { id, name, staff, facts } of rosters) {
    for (const person of staff) {
      const key = primaryIdKey(person.primaryId)
      const known = found.get(key) ?? { primaryId: person.primaryId, name: null, rosters: [] }
      found.set(key, { ...known, name: known.name || facts[key]?.name || person.name, rosters: [...known.rosters, { id, name }] })
    }
  }
  const fit = [...found.values()].filter((person) => {
    const searched = folded(`${person.name ?? ""} ${person.primaryId}`)
    return words.every((word) => searched.includes(word))
  })
  const order = new Intl.Collator("en", { sensitivity: "base", numeric: true })
  const people = fit.toSorted((a, b) => order.compare(a.name ?? a.primaryId, b.name ?? b.primaryId)).slice(0, MOST_FOUND)
  return { people, total: fit.length }
}
