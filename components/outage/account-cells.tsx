"use client"

import { buttonVariants } from "@heroui/styles"
import { isHeld } from "@/components/account-state/hand-over"
import { STATE_WORDS, needsPerson, personName, shownState } from "@/components/account-state/state-words"
import type { AccountView, OutageView } from "@/lib/domain/views"
import type { OpenDialog } from "./outage-dialogs"

/** What the table is sorted by; unsorted it stands by who needs somebody. */
export type SortKey = "name" | "department" | "state"
export interface Sort {
  column: SortKey
  direction: "ascending" | "descending"
}

/** What the table of accounts is given. */
export interface TableProps {
  outage: OutageView
  rows: AccountView[]
  now: string
  sort: Sort | null
  onSort: (sort: Sort) => void
  /** Hold ids of chosen rows; null where nobody may choose. */
  chosen: ReadonlySet<string> | null
  onChoose: (chosen: Set<string>) => void
  onDialog: (dialog: OpenDialog) => void
}

/**
 * For React's `memo`: the page reads the outage and tells the time every second or two, and a table that is drawn
 * again each time keeps a processor busy. Rows keep their identity while nothing about them changes, the callbacks
 * do the same whichever of them is called, and what a row says of the time is right to the minute.
 */
export function sameTable(before: TableProps, after: TableProps): boolean {
  const told = ({ now, outage, chosen }: TableProps) => [now.slice(0, 16), outage.state, outage.canChange, outage.endedAt, chosen && [...chosen]].join()
  const kept = before.rows.length === after.rows.length && before.rows.every((row, at) => row === after.rows[at])
  return kept && before.sort === after.sort && (before.chosen === null) === (after.chosen === null) && told(before) === told(after)
}

export function NameCell({ account }: { account: AccountView }) {
  return (
    <>
      {account.name ? <><b className="me-1 font-medium">{account.name}</b>{" "}</> : null}
      <span className={account.name ? "acct__id" : "font-mono"}>{account.primaryId}</span>
    </>
  )
}

export function RowAction({ account, outage, onDialog }: { account: AccountView; outage: OutageView; onDialog: (dialog: OpenDialog) => void }) {
  const { holdId } = account
  const open = outage.state !== "ending" && outage.state !== "closed"
  const name = personName(account)
  if (needsPerson(account)) {
    return <RowButton label={`See the steps for ${name}`} onPress={() => onDialog({ kind: "account", holdId })}>See the steps</RowButton>
  }
  const helpless = account.state === "internal" || account.needsHelpUntil !== null
  if (isHeld(account) && helpless && open && outage.canChange && outage.institution.setsPasswords) {
    return <RowButton label={`Show code for ${name}`} onPress={() => onDialog({ kind: "code", holdId })}>Show code</RowButton>
  }
  return <RowButton quiet label={`Details of ${name}`} onPress={() => onDialog({ kind: "account", holdId })}>Details</RowButton>
}

const PLAIN = buttonVariants({ variant: "ghost", className: "button--plain" })

/** Reached from its row with the right arrow. The browser's own button: there is one in every row. */
function RowButton({ label, quiet = false, onPress, children }: { label: string; quiet?: boolean; onPress: () => void; children: string }) {
  return <button type="button" tabIndex={-1} className={`${PLAIN} ${quiet ? "text-muted" : ""}`} aria-label={label} onClick={onPress}>{children}</button>
}

export function sorted(accounts: AccountView[], sort: Sort | null): AccountView[] {
  if (!sort) return accounts
  const value = (account: AccountView) =>
    sort.column === "name" ? personName(account) : sort.column === "department" ? (account.department ?? "") : STATE_WORDS[shownState(account)]
  const sign = sort.direction === "ascending" ? 1 : -1
  return accounts.toSorted((a, b) => sign * value(a).localeCompare(value(b)))
}

export function SortArrow({ direction }: { direction: Sort["direction"] | undefined }) {
  return direction ? <span aria-hidden="true">{direction === "ascending" ? "↑" : "↓"}</span> : null
}
