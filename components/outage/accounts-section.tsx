"use client"

import { Button } from "@heroui/react/button"
import { Plus } from "lucide-react"
import { useMemo, useState } from "react"
import { STATE_WORDS } from "@/components/account-state/state-words"
import { HandOverFilter } from "@/components/hand-over/hand-over-filter"
import { ChooseOne } from "@/components/select/choose-one"
import { NameSearch } from "@/components/shell/name-search"
import { between, length } from "@/components/time/format-time"
import type { OutageView } from "@/lib/domain/views"
import { type Sort, sorted } from "./account-cells"
import { byUrgency } from "./account-note"
import { AccountsTable } from "./accounts-table"
import { ChosenBar } from "./chosen-bar"
import type { OutageActions } from "./outage-actions"
import type { OpenDialog } from "./outage-dialogs"
import { accounts } from "./outage-words"
import { type FilterState, type Filters, fits, isFiltered, statesOf, useFilters } from "./use-filters"

interface SectionProps {
  outage: OutageView
  now: string
  actions: OutageActions
  onDialog: (dialog: OpenDialog) => void
  onSlips: (holdIds: string[]) => void
  onChanged: () => void
}

/** Every account of the list, by hand-over, state and name; what is chosen can be done something with. */
export function AccountsSection(props: SectionProps) {
  const { outage, now, onDialog } = props
  const { filters, change, clear } = useFilters()
  const [sort, setSort] = useState<Sort | null>(null)
  const [choice, setChoice] = useState<ReadonlySet<string>>(new Set())
  const byNeed = useMemo(() => outage.accounts.toSorted(byUrgency), [outage.accounts])
  const rows = useMemo(() => sorted(byNeed.filter((account) => fits(account, filters)), sort), [byNeed, filters, sort])
  const selectable = outage.canChange && outage.state !== "closed"
  // Nothing is done to what isn't shown.
  const chosen = rows.filter((account) => choice.has(account.holdId))
  const table = {
    outage, rows, now, sort, onSort: setSort, onDialog, chosen: selectable ? new Set(chosen.map((one) => one.holdId)) : null, onChoose: setChoice,
  }

  return (
    <section aria-labelledby="accounts">
      <Toolbar {...props} filters={filters} onFilter={change} states={statesOf(byNeed)} />
      <div className="flex flex-wrap items-end justify-between gap-x-6 border-b border-line md:border-control">
        <HandOverFilter outage={outage} chosen={filters.hand} onChoose={(hand) => change({ hand })} />
        <div className={`no-print flex items-center py-1 ${outage.accounts.length > 0 ? "min-h-11" : "min-h-5"}`}>
          {selectable && chosen.length > 0
            ? <ChosenBar {...props} chosen={chosen} onClear={() => setChoice(new Set())} />
            : <p role="status" className="text-small text-muted">{shownWords(rows.length, outage, isFiltered(filters), selectable)}</p>}
        </div>
      </div>
      {rows.length === 0 ? <Nobody none={outage.accounts.length === 0} onClear={clear} /> : null}
      {rows.length > 0 ? <AccountsTable {...table} /> : null}
    </section>
  )
}

/** Something always stands there, so that nothing moves when it becomes a number. */
function shownWords(shown: number, { accounts: { length: all } }: OutageView, filtered: boolean, selectable: boolean): string {
  if (all === 0) return ""
  if (filtered) return `${shown} of ${all} shown`
  return selectable ? "Tick accounts to do something with several at once." : all === 1 ? "1 shown" : `All ${all} shown`
}

function Nobody({ none, onClear }: { none: boolean; onClear: () => void }) {
  if (none) return <p className="py-8 text-ink-2">Nobody is on the list yet. Add people to switch them.</p>
  return (
    <p className="flex flex-wrap items-baseline gap-x-4 gap-y-2 py-8 text-ink-2">
      No account fits. <Button variant="ghost" className="button--plain" onPress={onClear}>Show all accounts</Button>
    </p>
  )
}

function Toolbar({ outage, now, onDialog, filters, onFilter, states }: SectionProps & {
  filters: Filters
  onFilter: (change: Partial<Filters>) => void
  states: FilterState[]
}) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-3">
      <h2 id="accounts" className="text-h2 font-semibold tracking-tight">{accounts(outage.accounts.length)}</h2>
      <p className="me-auto text-small text-muted">{lastRead(outage, now)}</p>
      <div className="no-print flex flex-wrap gap-3 max-sm:w-full">
        {outage.accounts.length > 0 ? (
          <>
            <NameSearch value={filters.q} onChange={(q) => onFilter({ q })} className="order-last w-full sm:order-none sm:w-52" />
            <StateFilter states={states} chosen={filters.state} onChoose={(state) => onFilter({ state })} />
          </>
        ) : null}
        {outage.canChange && outage.endedAt === null ? (
          <Button variant="outline" onPress={() => onDialog({ kind: "add" })}><Plus aria-hidden="true" /> Add people</Button>
        ) : null}
      </div>
    </div>
  )
}

const ALL = "all"

function StateFilter({ states, chosen, onChoose }: { states: FilterState[]; chosen: FilterState | null; onChoose: (state: FilterState | null) => void }) {
  const offered = chosen === null || states.includes(chosen) ? states : [...states, chosen]
  const options = [{ id: ALL, name: "All states" }, ...offered.map((state) => ({ id: state, name: STATE_WORDS[state] }))]
  return (
    <ChooseOne
      label="Show states" unseenLabel value={chosen ?? ALL} options={options} className="w-44"
      onChange={(id) => onChoose(offered.find((state) => state === id) ?? null)}
    />
  )
}

/** How old the newest reading of Alma is; silent about accounts that were never read. */
function lastRead(outage: OutageView, now: string): string {
  const newest = outage.accounts.reduce((latest, account) => (account.observedAt && account.observedAt > latest ? account.observedAt : latest), "")
  return newest ? `read from Alma ${length(between(newest, now))} ago` : ""
}
