"use client"

import { Button } from "@heroui/react/button"
import { ToggleButton } from "@heroui/react/toggle-button"
import { ToggleButtonGroup } from "@heroui/react/toggle-button-group"
import { useDeferredValue, useMemo, useState } from "react"
import { NameSearch } from "@/components/shell/name-search"
import type { RosterDetailView } from "@/lib/domain/roster-views"
import type { Verdict } from "@/lib/domain/states"
import { ROSTER_WORDS } from "@/lib/domain/verdict-words"
import { filterPeople, indexPeople, type RosterSort, sortPeople, VERDICT_ORDER } from "./roster-order"
import { RosterTable } from "./roster-table"

/** Everybody on the roster, by state, name and department; who is ticked can be taken off. */
export function RosterSection({ roster, onTakeOff }: { roster: RosterDetailView; onTakeOff: (primaryIds: string[]) => void }) {
  const [verdict, setVerdict] = useState<Verdict | "all">("all")
  const [search, setSearch] = useState("")
  const [sort, setSort] = useState<RosterSort>({ by: "state", down: false })
  const [choice, setChoice] = useState<ReadonlySet<string>>(new Set())
  const text = useDeferredValue(search)
  const indexed = useMemo(() => indexPeople(roster.people), [roster.people])
  const shown = useMemo(() => sortPeople(filterPeople(indexed, { verdict, text }), sort), [indexed, verdict, text, sort])
  const counts = useMemo(() => Map.groupBy(roster.people, (person) => person.verdict), [roster.people])
  // Nothing is done to what isn't shown.
  const chosen = shown.filter((person) => choice.has(person.primaryId)).map((person) => person.primaryId)
  return (
    <section aria-label="People" className="mt-2">
      <div className="flex flex-wrap items-center justify-between gap-x-8 gap-y-3">
        <p role="status" className="min-h-9 text-small leading-9 text-muted">
          {chosen.length === 0 ? shownWords(shown.length, roster) : (
            <span className="flex flex-wrap items-center gap-x-4 text-ink">
              <b className="font-medium">{chosen.length} ticked</b>
              <Button size="sm" variant="outline" onPress={() => onTakeOff(chosen)}>Take off the roster…</Button>
              <Button variant="ghost" className="button--plain" onPress={() => setChoice(new Set())}>None</Button>
            </span>
          )}
        </p>
        <NameSearch value={search} onChange={setSearch} className="w-full shrink-0 sm:w-58" />
      </div>
      <ToggleButtonGroup
        aria-label="Show by state" className="verdicts mt-2" isDetached selectionMode="single" disallowEmptySelection
        selectedKeys={[verdict]} onSelectionChange={(keys) => setVerdict([...keys][0] as Verdict | "all")}
      >
        <ToggleButton id="all"><b>{roster.people.length}</b>On the roster</ToggleButton>
        {VERDICT_ORDER.filter((one) => counts.has(one) || one === verdict).map((one) => <ToggleButton key={one} id={one}><b>{counts.get(one)?.length ?? 0}</b>{ROSTER_WORDS[one]}</ToggleButton>)}
      </ToggleButtonGroup>
      {shown.length === 0
        ? <p className="py-8 text-ink-2">Nobody fits. Clear the search or choose another total above.</p>
        : <RosterTable people={shown} sort={sort} onSort={setSort} chosen={roster.canChange ? new Set(chosen) : null} onChoose={setChoice} />}
    </section>
  )
}

function shownWords(shown: number, { people, canChange }: RosterDetailView): string {
  if (shown < people.length) return `${shown} of ${people.length} shown`
  return canChange ? "Tick people to take them off." : `All ${shown} shown`
}
