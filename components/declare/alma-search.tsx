"use client"

import { Button } from "@heroui/react/button"
import { Description } from "@heroui/react/description"
import { Label } from "@heroui/react/label"
import { SearchField } from "@heroui/react/search-field"
import { useQuery } from "@tanstack/react-query"
import { useDeferredValue, useEffect, useState } from "react"
import { runAction, type Action } from "@/components/action-result/run-action"

export interface FoundPerson { primaryId: string; name: string }
export type SearchStaff = Action<{ text: string }, { people: { primaryId: string; name: string | null }[] }>

const FEWEST_LETTERS = 2
const TYPING_PAUSE_MS = 300

/** Finds people in Alma by name or Primary ID and takes them onto the list. */
export function AlmaSearch({ search: action, picked, onPick }: {
  search: SearchStaff
  picked: FoundPerson[]
  onPick: (person: FoundPerson) => void
}) {
  const [typed, setTyped] = useState("")
  const asked = usePaused(useDeferredValue(typed.trim()))
  const search = useQuery({
    queryKey: ["search", asked],
    enabled: asked.length >= FEWEST_LETTERS,
    queryFn: () => searchAlma(action, asked),
    staleTime: 60_000,
  })
  return (
    <section aria-label="Search in Alma">
      <SearchField value={typed} onChange={setTyped} fullWidth>
        <Label>Search in Alma</Label>
        <SearchField.Group>
          <SearchField.SearchIcon />
          <SearchField.Input placeholder="Name or Primary ID" onKeyDown={(event) => { if (event.key === "Enter") event.preventDefault() }} />
          <SearchField.ClearButton aria-label="Clear the search" />
        </SearchField.Group>
        <Description>At least {FEWEST_LETTERS} letters.</Description>
      </SearchField>
      <div role="status" className="mt-3 text-row">
        {asked.length >= FEWEST_LETTERS ? <SearchState search={search} asked={asked} /> : null}
      </div>
      {search.data && search.data.people.length > 0 && asked.length >= FEWEST_LETTERS ? (
        <ul className="rule-list mt-2 max-h-80 overflow-y-auto">
          {search.data.people.map((person) => {
            const taken = picked.some((one) => one.primaryId === person.primaryId)
            return (
              <li key={person.primaryId} className="flex min-h-11 items-center gap-3 py-1 text-row">
                <span className="min-w-0 flex-1"><b className="font-medium">{person.name}</b> <span className="ms-1 font-mono text-caption text-muted wrap-anywhere">{person.primaryId}</span></span>
                {taken
                  ? <span className="text-small text-muted">On the list</span>
                  : <Button size="sm" variant="outline" onPress={() => onPick(person)} aria-label={`Add ${person.name}`}>Add</Button>}
              </li>
            )
          })}
        </ul>
      ) : null}
    </section>
  )
}

function SearchState({ search, asked }: { search: { isPending: boolean; isError: boolean; data?: SearchAnswer }; asked: string }) {
  if (search.isError) return <p className="text-alarm-ink">The search did not work just now. You can paste Primary IDs instead.</p>
  if (search.isPending) return <p className="text-muted">Looking in Alma…</p>
  if (search.data?.error) return <p className="text-alarm-ink">{search.data.error}</p>
  if (search.data?.people.length === 0) return <p className="text-ink-2">Nobody found for “{asked}”. Alma finds last names best.</p>
  return <p className="sr-only">{search.data?.people.length} found</p>
}

interface SearchAnswer { people: FoundPerson[]; error?: string }

async function searchAlma(action: SearchStaff, text: string): Promise<SearchAnswer> {
  const ran = await runAction(action, { text })
  if (!ran.ok) return { people: [], error: `${ran.error} You can paste Primary IDs instead.` }
  return { people: ran.data.people.map(({ primaryId, name }) => ({ primaryId, name: name ?? primaryId })) }
}

/** The value once typing has paused: each search costs requests of Alma's budget. */
function usePaused(value: string): string {
  const [paused, setPaused] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), TYPING_PAUSE_MS)
    return () => clearTimeout(timer)
  }, [value])
  return paused
}
