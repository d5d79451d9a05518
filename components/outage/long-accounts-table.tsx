"use client"

import { Checkbox } from "@heroui/react/checkbox"
import { defaultRangeExtractor, useWindowVirtualizer } from "@tanstack/react-virtual"
import { type CSSProperties, Fragment, memo, useLayoutEffect, useRef, useState } from "react"
import { personName, shownState } from "@/components/account-state/state-words"
import { StateWithWord } from "@/components/account-state/state-window"
import type { AccountView } from "@/lib/domain/views"
import { NameCell, RowAction, sameTable, type Sort, type SortKey, SortArrow, type TableProps } from "./account-cells"
import { accountNote } from "./account-note"

const ROW_PX = 45
/** What is drawn before the window is known, on the server too. */
const FIRST_VIEW = { width: 1280, height: 900 }

// Written out: on a phone the rows are drawn as lists, and a browser may forget then that this is a table.
const TABLE = { role: "table" }
const ROWGROUP = { role: "rowgroup" }
const ROW = { role: "row" }
const COLUMNHEADER = { role: "columnheader" }
const ROWHEADER = { role: "rowheader" }
const CELL = { role: "cell" }

/**
 * Above a hundred rows: only those near the window are in the page. It says how many there are and which
 * one each is, and a row that holds the focus stays.
 */
export const LongAccountsTable = memo(function LongAccountsTable({ outage, rows, now, sort, onSort, chosen, onChoose, onDialog }: TableProps) {
  const body = useRef<HTMLTableSectionElement>(null)
  const [top, setTop] = useState(0)
  useLayoutEffect(() => {
    const measure = () => {
      if (body.current) setTop(Math.round(body.current.getBoundingClientRect().top + window.scrollY))
    }
    // Whatever stands above can grow: a strip, a longer headline.
    const observer = new ResizeObserver(measure)
    observer.observe(document.body)
    measure()
    return () => observer.disconnect()
  }, [])
  // oxlint-disable-next-line react/incompatible-library -- nothing here is memoised by a compiler
  const virtual = useWindowVirtualizer({
    count: rows.length, estimateSize: () => ROW_PX, overscan: 10, scrollMargin: top, initialRect: FIRST_VIEW,
    getItemKey: (index) => rows[index]!.holdId,
    rangeExtractor: (range) => withRow(defaultRangeExtractor(range), focusedRow(rows)),
  })
  const items = virtual.getVirtualItems()
  const columns = chosen === null ? 5 : 6
  let drawnTo = top
  return (
    <div className="acct acct--outage acct--long">
      <table {...TABLE} className="table__content w-full" aria-label="Accounts" aria-rowcount={rows.length + 1} aria-colcount={columns}>
        <thead {...ROWGROUP} className="table__header">
          <tr {...ROW} aria-rowindex={1}>
            {chosen ? <th {...COLUMNHEADER} className="table__column c-choose"><ChooseAll rows={rows} chosen={chosen} onChoose={onChoose} /></th> : null}
            <SortHeader id="name" sort={sort} onSort={onSort}>Name</SortHeader>
            <SortHeader id="department" className="c-dept" sort={sort} onSort={onSort}>Department</SortHeader>
            <SortHeader id="state" sort={sort} onSort={onSort}>State</SortHeader>
            <th {...COLUMNHEADER} className="table__column c-note text-start">What happened</th>
            <th {...COLUMNHEADER} className="table__column c-act"><span className="sr-only">Action</span></th>
          </tr>
        </thead>
        <tbody {...ROWGROUP} ref={body} className="table__body">
          {items.map((item) => {
            const account = rows[item.index]!
            const gap = item.start - drawnTo
            drawnTo = item.end
            return (
              // Keyed by its account: however the list moves, its row stays the same one and keeps the focus.
              <Fragment key={item.key}>
                {gap > 0 ? <Spacer height={gap} /> : null}
                <tr {...ROW} ref={virtual.measureElement} data-index={item.index} data-hold={account.holdId} aria-rowindex={item.index + 2} className="table__row">
                  {chosen ? <td {...CELL} className="table__cell c-choose"><Choose account={account} chosen={chosen} onChoose={onChoose} /></td> : null}
                  <th {...ROWHEADER} scope="row" className="table__cell c-name text-start font-normal"><NameCell account={account} /></th>
                  <td {...CELL} className="table__cell c-dept">{account.department ?? ""}</td>
                  <td {...CELL} className="table__cell c-state"><StateWithWord state={shownState(account)} /></td>
                  <td {...CELL} className="table__cell c-note"><span className="line-clamp-2" title={account.reason ?? undefined}>{accountNote(account, outage, now)}</span></td>
                  <td {...CELL} className="table__cell c-act"><RowAction account={account} outage={outage} onDialog={onDialog} /></td>
                </tr>
              </Fragment>
            )
          })}
          <Spacer height={Math.max(0, virtual.getTotalSize() + top - drawnTo)} />
        </tbody>
      </table>
    </div>
  )
}, sameTable)

function withRow(range: number[], row: number): number[] {
  return row < 0 || range.includes(row) ? range : [...range, row].toSorted((a, b) => a - b)
}

function focusedRow(rows: AccountView[]): number {
  const holdId = typeof document === "undefined" ? undefined : document.activeElement?.closest<HTMLElement>("[data-hold]")?.dataset.hold
  return holdId === undefined ? -1 : rows.findIndex((row) => row.holdId === holdId)
}

/** Stands for the rows that are not drawn. */
function Spacer({ height }: { height: number }) {
  const style: CSSProperties = { height, padding: 0, border: 0 }
  return <tr aria-hidden="true" className="block" style={style} />
}

function SortHeader({ id, sort, onSort, className = "", children }: {
  id: SortKey
  sort: Sort | null
  onSort: (sort: Sort) => void
  className?: string
  children: string
}) {
  const direction = sort?.column === id ? sort.direction : undefined
  const next = direction === "ascending" ? "descending" : "ascending"
  return (
    <th {...COLUMNHEADER} aria-sort={direction ?? "none"} className={`table__column text-start ${className}`}>
      <button type="button" className="inline-flex cursor-pointer items-center gap-1" onClick={() => onSort({ column: id, direction: next })}>{children}<SortArrow direction={direction} /></button>
    </th>
  )
}

interface ChooseProps {
  chosen: ReadonlySet<string>
  onChoose: (chosen: Set<string>) => void
}

function Choose({ account, chosen, onChoose }: ChooseProps & { account: AccountView }) {
  function choose(on: boolean) {
    const next = new Set(chosen)
    if (on) next.add(account.holdId)
    else next.delete(account.holdId)
    onChoose(next)
  }
  return <Box label={`Choose ${personName(account)}`} isSelected={chosen.has(account.holdId)} onChange={choose} />
}

function ChooseAll({ rows, chosen, onChoose }: ChooseProps & { rows: AccountView[] }) {
  const count = rows.filter((row) => chosen.has(row.holdId)).length
  return (
    <Box
      label={`Choose all ${rows.length}`} isSelected={count === rows.length} isIndeterminate={count > 0 && count < rows.length}
      onChange={(on) => onChoose(new Set(on ? rows.map((row) => row.holdId) : []))}
    />
  )
}

function Box({ label, ...props }: { label: string; isSelected: boolean; isIndeterminate?: boolean; onChange: (on: boolean) => void }) {
  return (
    <Checkbox aria-label={label} {...props}>
      <Checkbox.Content><Checkbox.Control><Checkbox.Indicator /></Checkbox.Control></Checkbox.Content>
    </Checkbox>
  )
}
