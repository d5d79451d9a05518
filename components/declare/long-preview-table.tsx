/* oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role, jsx-a11y/control-has-associated-label --
   The roles are written out: on a phone the rows are drawn as blocks, which takes a table's own roles away. */
"use client"

import { useRef } from "react"
import { Gap, useLongRows } from "@/components/table/long-rows"
import type { IndexedAccount } from "./filter-accounts"
import { LeaveOut } from "./leave-out"
import type { LeftOut } from "./preview-table"
import { VerdictMark } from "./verdict-mark"
import { WhoseAccount } from "./whose-account"

/** A table of thousands: only the rows near the window are in the page. */
export function LongPreviewTable({ accounts, label, leftOut }: { accounts: IndexedAccount[]; label: string; leftOut: LeftOut | undefined }) {
  const body = useRef<HTMLTableSectionElement>(null)
  const { drawn, before, after, measure } = useLongRows(body, accounts.length, (at) => accounts[at]!.key)
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
              <tr key={key} role="row" aria-rowindex={index + 2} data-index={index} ref={measure} className="table__row">
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
