"use client"

import { memo } from "react"
import { personName, shownState } from "@/components/account-state/state-words"
import { StateWithWord } from "@/components/account-state/state-window"
import { TickBox } from "@/components/tick-box/tick-box"
import type { AccountView, OutageView } from "@/lib/domain/views"
import { NameCell, RowAction } from "./account-cells"
import { accountNote } from "./account-note"
import type { OpenDialog } from "./outage-dialogs"

interface RowProps {
  account: AccountView
  outage: OutageView
  now: string
  /** Its place in the list, from 0. */
  index: number
  /** Tab comes here; the arrows go on from here. */
  isStop: boolean
  /** Null where nobody may choose. */
  isChosen: boolean | null
  onDialog: (dialog: OpenDialog) => void
  measure?: (row: HTMLElement | null) => void
}

const ROW = { role: "row" }
const ROWHEADER = { role: "rowheader" }
const CELL = { role: "gridcell" }

/** A row is drawn again when something about it changes, or when a minute has passed; not with every reading of the outage. */
export const AccountRow = memo(function AccountRow({ account, outage, now, index, isStop, isChosen, onDialog, measure }: RowProps) {
  return (
    <tr
      {...ROW} ref={measure} data-index={index} data-hold={account.holdId} aria-rowindex={index + 2} aria-selected={isChosen ?? undefined}
      tabIndex={isStop ? 0 : -1} className="table__row"
    >
      {isChosen === null ? null : (
        <td {...CELL} className="table__cell c-choose"><TickBox label={`Choose ${personName(account)}`} checked={isChosen} tabIndex={-1} /></td>
      )}
      <th {...ROWHEADER} scope="row" className="table__cell c-name text-start font-normal"><NameCell account={account} /></th>
      <td {...CELL} className="table__cell c-dept">{account.department ?? ""}</td>
      <td {...CELL} className="table__cell c-state"><StateWithWord state={shownState(account)} /></td>
      <td {...CELL} className="table__cell c-note"><span className="line-clamp-2" title={account.reason ?? undefined}>{accountNote(account, outage, now)}</span></td>
      <td {...CELL} className="table__cell c-act"><RowAction account={account} outage={outage} onDialog={onDialog} /></td>
    </tr>
  )
}, (before, after) => before.account === after.account && before.index === after.index && before.isStop === after.isStop
  && before.isChosen === after.isChosen && before.measure === after.measure && told(before) === told(after))

function told({ now, outage }: RowProps): string {
  return [now.slice(0, 16), outage.state, outage.canChange, outage.endedAt].join()
}
