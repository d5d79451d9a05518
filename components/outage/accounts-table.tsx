"use client"

import { defaultRangeExtractor, useWindowVirtualizer } from "@tanstack/react-virtual"
import { type CSSProperties, Fragment, memo, type RefObject, useLayoutEffect, useRef, useState } from "react"
import { usePrinting } from "@/components/table/use-printing"
import { TickBox } from "@/components/tick-box/tick-box"
import { sameTable, type Sort, type SortKey, SortArrow, type TableProps } from "./account-cells"
import { AccountRow } from "./account-row"
import { useRowWalk } from "./use-row-walk"

/** Above this many, only the rows near the window are drawn. */
const LONG = 100
const ROW_PX = 45
/** What is drawn before the window is known, on the server too. */
const FIRST_VIEW = { width: 1280, height: 900 }

/**
 * One row an account, and one stop for Tab: arrow keys walk, Space chooses, Enter opens the account. The roles are
 * written out: on a phone the rows are drawn as lists, and a browser may forget then that this is a table.
 */
export const AccountsTable = memo(function AccountsTable(props: TableProps) {
  const { outage, rows, sort, onSort, chosen, onChoose } = props
  const body = useRef<HTMLTableSectionElement>(null)
  const { stop, ...handlers } = useRowWalk(props)
  const long = outage.accounts.length > LONG
  const printing = usePrinting()
  const chosenHere = chosen ? rows.filter((row) => chosen.has(row.holdId)).length : 0
  return (
    <div className={`acct acct--outage ${long ? "acct--long" : ""}`}>
      <table
        {...{ role: "grid" }} className="table__content w-full" aria-label="Accounts" aria-multiselectable={chosen ? true : undefined}
        aria-rowcount={rows.length + 1} aria-colcount={chosen ? 6 : 5}
      >
        <thead {...{ role: "rowgroup" }} className="table__header">
          <tr {...{ role: "row" }} aria-rowindex={1}>
            {chosen ? (
              <th {...COLUMNHEADER} className="table__column c-choose">
                <TickBox
                  label={`Choose all ${rows.length}`} checked={chosenHere === rows.length} mixed={chosenHere > 0 && chosenHere < rows.length}
                  onChange={(on) => onChoose(new Set(on ? rows.map((row) => row.holdId) : []))}
                />
              </th>
            ) : null}
            <SortHeader id="name" sort={sort} onSort={onSort}>Name</SortHeader>
            <SortHeader id="department" className="c-dept" sort={sort} onSort={onSort}>Department</SortHeader>
            <SortHeader id="state" sort={sort} onSort={onSort}>State</SortHeader>
            <th {...COLUMNHEADER} className="table__column c-note text-start">What happened</th>
            <th {...COLUMNHEADER} className="table__column c-act"><span className="sr-only">Action</span></th>
          </tr>
        </thead>
        <tbody {...{ role: "rowgroup" }} ref={body} className="table__body" {...handlers}>
          {long && !printing ? <NearRows {...props} body={body} stop={stop} /> : rows.map((_, index) => drawRow(props, index, stop))}
        </tbody>
      </table>
    </div>
  )
}, sameTable)

const COLUMNHEADER = { role: "columnheader" }

/** Keyed by its account: however the list moves, its row stays the same one and keeps the focus. */
function drawRow({ rows, outage, now, chosen, onDialog }: TableProps, index: number, stop: number, measure?: (row: HTMLElement | null) => void) {
  const account = rows[index]!
  return (
    <AccountRow
      key={account.holdId} account={account} outage={outage} now={now} index={index} isStop={index === stop}
      isChosen={chosen && chosen.has(account.holdId)} onDialog={onDialog} measure={measure}
    />
  )
}

/** The rows near the window, and those that a key can go to from where the focus is. */
function NearRows({ body, stop, ...props }: TableProps & { body: RefObject<HTMLElement | null>; stop: number }) {
  const { rows } = props
  const top = useTop(body)
  // oxlint-disable-next-line react/incompatible-library -- nothing here is memoised by a compiler
  const virtual = useWindowVirtualizer({
    count: rows.length, estimateSize: () => ROW_PX, overscan: 10, scrollMargin: top, initialRect: FIRST_VIEW,
    getItemKey: (index) => rows[index]!.holdId,
    rangeExtractor: (range) => {
      const reached = [0, stop - 1, stop, stop + 1, rows.length - 1].filter((index) => index >= 0 && index < rows.length)
      return [...new Set([...defaultRangeExtractor(range), ...reached])].toSorted((a, b) => a - b)
    },
  })
  let drawnTo = top
  return (
    <>
      {virtual.getVirtualItems().map((item) => {
        const gap = item.start - drawnTo
        drawnTo = item.end
        return (
          <Fragment key={item.key}>
            {gap > 0 ? <Spacer height={gap} /> : null}
            {drawRow(props, item.index, stop, virtual.measureElement)}
          </Fragment>
        )
      })}
      <Spacer height={Math.max(0, virtual.getTotalSize() + top - drawnTo)} />
    </>
  )
}

/** Where the rows begin in the page. Whatever stands above can grow: a strip, a longer headline. */
function useTop(body: RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0)
  useLayoutEffect(() => {
    const measure = () => {
      if (body.current) setTop(Math.round(body.current.getBoundingClientRect().top + window.scrollY))
    }
    const observer = new ResizeObserver(measure)
    observer.observe(document.body)
    measure()
    return () => observer.disconnect()
  }, [body])
  return top
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
      <button type="button" className="inline-flex min-h-6 cursor-pointer items-center gap-1" onClick={() => onSort({ column: id, direction: next })}>{children}<SortArrow direction={direction} /></button>
    </th>
  )
}
