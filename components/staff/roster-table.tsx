/* oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role --
   The roles are written out: on a phone the rows are drawn as blocks, which takes a table's own roles away. */
"use client"

import { type KeyboardEvent, useRef, useState } from "react"
import { WhoseAccount } from "@/components/declare/whose-account"
import { Gap, useLongRows } from "@/components/table/long-rows"
import { TickBox } from "@/components/tick-box/tick-box"
import { RosterMark } from "./roster-mark"
import type { IndexedPerson, RosterSort } from "./roster-order"
import { SortHeader } from "./sort-header"

/**
 * The people of a roster, of whom only those near the window are in the page. With `chosen` they can be ticked: one Tab
 * stop, arrows, Home and End walk the rows, Space ticks, Control+A ticks all, Escape none.
 */
export function RosterTable({ people, sort, onSort, chosen, onChoose }: {
  people: IndexedPerson[]
  sort: RosterSort
  onSort: (sort: RosterSort) => void
  /** Primary IDs; null where nobody may be chosen. */
  chosen: ReadonlySet<string> | null
  onChoose: (chosen: ReadonlySet<string>) => void
}) {
  const body = useRef<HTMLTableSectionElement>(null)
  const { drawn, before, after, measure, scrollTo } = useLongRows(body, people.length, (at) => people[at]!.primaryId)
  const [last, setLast] = useState<string | null>(null)
  const stop = Math.max(0, people.findIndex((person) => person.primaryId === last))
  const columns = chosen ? 5 : 4

  function tick(primaryId: string, on: boolean) {
    const next = new Set(chosen)
    if (on) next.add(primaryId)
    else next.delete(primaryId)
    onChoose(next)
  }

  function onKeyDown(event: KeyboardEvent<HTMLTableSectionElement>) {
    if ((event.ctrlKey || event.metaKey) && event.key === "a") {
      event.preventDefault()
      return onChoose(new Set(people.map((person) => person.primaryId)))
    }
    if (event.key === "Escape") return onChoose(new Set())
    const to = { ArrowDown: stop + 1, ArrowUp: stop - 1, Home: 0, End: people.length - 1 }[event.key]
    const next = to === undefined ? undefined : people[to]
    if (!next) return
    event.preventDefault()
    setLast(next.primaryId)
    scrollTo(to!)
    // Its row may only be drawn by the scrolling.
    requestAnimationFrame(() => requestAnimationFrame(() => boxOf(body.current, next.primaryId)?.focus()))
  }

  return (
    <div className="table-root table-root--secondary acct acct--preview acct--roster">
      <table role="table" aria-label="People on this roster" aria-rowcount={people.length + 1} className="table__content">
        <thead role="rowgroup" className="table__header">
          <tr role="row" aria-rowindex={1}>
            {chosen ? <th role="columnheader" scope="col" className="table__column c-choose"><span className="sr-only">Choose</span></th> : null}
            <SortHeader title="Name" by="name" sort={sort} onSort={onSort} className="c-name" />
            <SortHeader title="Department" by="department" sort={sort} onSort={onSort} className="c-dept" />
            <SortHeader title="State" by="state" sort={sort} onSort={onSort} className="c-state" />
            <th role="columnheader" scope="col" className="table__column c-note text-start">Why</th>
          </tr>
        </thead>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys that rise from the boxes in its rows */}
        <tbody role="rowgroup" className="table__body" ref={body} onKeyDown={chosen ? onKeyDown : undefined}>
          <Gap px={before} columns={columns} />
          {drawn.map(({ index, key }) => {
            const person = people[index]!
            return (
              <tr key={key} role="row" aria-rowindex={index + 2} data-index={index} ref={measure} className="table__row">
                {chosen ? (
                  <td role="cell" className="table__cell c-choose" data-person={person.primaryId} onFocus={() => setLast(person.primaryId)}>
                    <TickBox label={`Choose ${person.name ?? person.primaryId}`} checked={chosen.has(person.primaryId)} tabIndex={index === stop ? 0 : -1} onChange={(on) => tick(person.primaryId, on)} />
                  </td>
                ) : null}
                <th role="rowheader" scope="row" className="table__cell c-name text-start font-normal"><WhoseAccount account={person} /></th>
                <td role="cell" className="table__cell c-dept">{person.department ?? ""}</td>
                <td role="cell" className="table__cell c-state"><RosterMark verdict={person.verdict} /></td>
                <td role="cell" className="table__cell c-note">{person.reason}{person.alsoOn.length > 0 ? <span className="block text-small text-muted">Also on {person.alsoOn.join(", ")}</span> : null}</td>
              </tr>
            )
          })}
          <Gap px={after} columns={columns} />
        </tbody>
      </table>
    </div>
  )
}

function boxOf(body: HTMLElement | null, primaryId: string): HTMLElement | null {
  const cells = [...(body?.querySelectorAll<HTMLElement>("[data-person]") ?? [])]
  return cells.find((cell) => cell.dataset.person === primaryId)?.querySelector("input") ?? null
}
