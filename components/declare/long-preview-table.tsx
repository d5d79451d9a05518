/* oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role, jsx-a11y/control-has-associated-label --
   The roles are written out: on a phone the rows are drawn as blocks, which takes a table's own roles away. */
"use client"

import { useWindowVirtualizer } from "@tanstack/react-virtual"
import { useLayoutEffect, useRef, useState } from "react"
import type { IndexedAccount } from "./filter-accounts"
import { LeaveOut } from "./leave-out"
import type { LeftOut } from "./preview-table"
import { VerdictMark } from "./verdict-mark"
import { WhoseAccount } from "./whose-account"

const ROW_PX = 45
const ROWS_BEYOND = 12

/** A table of thousands: only the rows near the window are in the page. */
export function LongPreviewTable({ accounts, label, leftOut }: { accounts: IndexedAccount[]; label: string; leftOut: LeftOut | undefined }) {
  const body = useRef<HTMLTableSectionElement>(null)
  const top = useTop(body)
  // oxlint-disable-next-line react/incompatible-library -- nothing it returns is handed to another component
  const rows = useWindowVirtualizer({
    count: accounts.length,
    estimateSize: () => ROW_PX,
    overscan: ROWS_BEYOND,
    scrollMargin: top,
    getItemKey: (at) => accounts[at]!.key,
    // What is drawn on the server, and at first.
    initialRect: { width: 0, height: 900 },
  })
  const drawn = rows.getVirtualItems()
  const before = (drawn[0]?.start ?? top) - top
  const after = rows.getTotalSize() - ((drawn.at(-1)?.end ?? top) - top)
  return (
    <div className="table-root table-root--secondary acct acct--preview acct--many">
      <table role="table" aria-label={label} aria-rowcount={accounts.length + 1} className="table__content">
        <thead role="rowgroup" className="table__header">
          <tr role="row" aria-rowindex={1}>
            {["Name", "Department", "Verdict", "Why"].map((title) => (
              <th key={title} role="columnheader" scope="col" className={`table__column text-start ${title === "Department" ? "c-dept" : ""}`}>{title}</th>
            ))}
            {leftOut ? <th role="columnheader" scope="col" className="table__column c-act"><span className="sr-only">Action</span></th> : null}
          </tr>
        </thead>
        <tbody role="rowgroup" className="table__body" ref={body}>
          <Gap px={before} />
          {drawn.map(({ index, key }) => {
            const account = accounts[index]!
            return (
              <tr key={key} role="row" aria-rowindex={index + 2} data-index={index} ref={rows.measureElement} className="table__row">
                <th role="rowheader" scope="row" className="table__cell c-name text-start font-normal"><WhoseAccount account={account} /></th>
                <td role="cell" className="table__cell c-dept">{account.department ?? ""}</td>
                <td role="cell" className="table__cell c-state"><VerdictMark verdict={account.verdict} leftOut={leftOut?.isOut(account.primaryId)} /></td>
                <td role="cell" className="table__cell c-note">{account.reason}</td>
                {leftOut ? <td role="cell" className="table__cell c-act"><LeaveOut account={account} leftOut={leftOut} /></td> : null}
              </tr>
            )
          })}
          <Gap px={after} />
        </tbody>
      </table>
    </div>
  )
}

/** Stands for the rows that aren't drawn. */
function Gap({ px }: { px: number }) {
  return <tr aria-hidden="true" className="acct__gap"><td colSpan={5} style={{ height: Math.max(0, px) }} /></tr>
}

/** Where the rows begin in the page; asked again whenever something above them changes its height. */
function useTop(element: React.RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0)
  useLayoutEffect(() => {
    const measure = () => {
      if (element.current) setTop(Math.round(element.current.getBoundingClientRect().top + window.scrollY))
    }
    measure()
    const watcher = new ResizeObserver(measure)
    watcher.observe(document.body)
    return () => watcher.disconnect()
  }, [element])
  return top
}
