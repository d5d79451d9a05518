"use client"

import { Button } from "@heroui/react/button"
import { Table } from "@heroui/react/table"
import { useMemo, useState } from "react"
import { STATE_WORDS, needsPerson, personName, shownState } from "@/components/account-state/state-words"
import { StateWithWord } from "@/components/account-state/state-window"
import type { AccountView, OutageView } from "@/lib/domain/views"
import { accountNote } from "./account-note"
import type { OpenDialog } from "./outage-dialogs"

type SortKey = "name" | "department" | "state"
type Sort = { column: SortKey; direction: "ascending" | "descending" }

const FIRST_ROWS = 200

/** One row an account, by who needs somebody unless sorted otherwise. Enter opens the account. */
export function AccountsTable({ outage, accounts, now, onDialog }: {
  outage: OutageView
  accounts: AccountView[]
  now: string
  onDialog: (dialog: OpenDialog) => void
}) {
  const [sort, setSort] = useState<Sort | null>(null)
  const [limit, setLimit] = useState(FIRST_ROWS)
  const rows = useMemo(() => (sort ? accounts.toSorted(comparing(sort)) : accounts), [accounts, sort])
  // Rows are drawn again when their account changes, or when a minute has passed.
  const minute = now.slice(0, 16)
  return (
    <>
      <Table className="acct acct--outage mt-2" variant="secondary">
        <Table.ScrollContainer>
          <Table.Content
            aria-label="Accounts" sortDescriptor={sort ?? undefined}
            onSortChange={(next) => setSort({ column: next.column as SortKey, direction: next.direction })}
            onRowAction={(key) => onDialog({ kind: "account", holdId: String(key) })}
          >
            <Table.Header>
              <Column id="name" isRowHeader>Name</Column>
              <Column id="department" className="c-dept">Department</Column>
              <Column id="state">State</Column>
              <Table.Column id="note">What happened</Table.Column>
              <Table.Column id="act" className="c-act"><span className="sr-only">Action</span></Table.Column>
            </Table.Header>
            <Table.Body items={rows.slice(0, limit)} dependencies={[minute, outage.canChange, outage.state]}>
              {(account) => (
                <Table.Row id={account.holdId} textValue={personName(account)}>
                  <Table.Cell className="c-name">
                    {account.name ? <><b className="me-1 font-medium">{account.name}</b>{" "}</> : null}
                    <span className={account.name ? "acct__id" : "font-mono"}>{account.primaryId}</span>
                  </Table.Cell>
                  <Table.Cell className="c-dept">{account.department ?? ""}</Table.Cell>
                  <Table.Cell className="c-state"><StateWithWord state={shownState(account)} /></Table.Cell>
                  <Table.Cell className="c-note"><span className="line-clamp-2" title={account.reason ?? undefined}>{accountNote(account, outage, now)}</span></Table.Cell>
                  <Table.Cell className="c-act"><RowAction account={account} outage={outage} onDialog={onDialog} /></Table.Cell>
                </Table.Row>
              )}
            </Table.Body>
          </Table.Content>
        </Table.ScrollContainer>
      </Table>
      {rows.length > limit ? <Button variant="outline" className="mt-4" onPress={() => setLimit(rows.length)}>Show all {rows.length}</Button> : null}
    </>
  )
}

function Column({ id, isRowHeader, className, children }: { id: SortKey; isRowHeader?: boolean; className?: string; children: string }) {
  return (
    <Table.Column id={id} isRowHeader={isRowHeader} allowsSorting className={className}>
      {({ sortDirection }) => (
        <span className="inline-flex items-center gap-1">{children}{sortDirection ? <span aria-hidden="true">{sortDirection === "ascending" ? "↑" : "↓"}</span> : null}</span>
      )}
    </Table.Column>
  )
}

function RowAction({ account, outage, onDialog }: { account: AccountView; outage: OutageView; onDialog: (dialog: OpenDialog) => void }) {
  const { holdId } = account
  const open = outage.state !== "ending" && outage.state !== "closed"
  const name = personName(account)
  if (needsPerson(account)) {
    return <RowButton label={`See the steps for ${name}`} onPress={() => onDialog({ kind: "account", holdId })}>See the steps</RowButton>
  }
  if (account.state === "internal" && open && outage.canChange) {
    return <RowButton label={`Show code for ${name}`} onPress={() => onDialog({ kind: "code", holdId })}>Show code</RowButton>
  }
  return <RowButton quiet label={`Details of ${name}`} onPress={() => onDialog({ kind: "account", holdId })}>Details</RowButton>
}

function RowButton({ label, quiet = false, onPress, children }: { label: string; quiet?: boolean; onPress: () => void; children: string }) {
  return <Button variant="ghost" className={`button--plain ${quiet ? "text-muted" : ""}`} aria-label={label} onPress={onPress}>{children}</Button>
}

function comparing({ column, direction }: Sort) {
  const value = (account: AccountView) =>
    column === "name" ? personName(account) : column === "department" ? (account.department ?? "") : STATE_WORDS[shownState(account)]
  const sign = direction === "ascending" ? 1 : -1
  return (a: AccountView, b: AccountView) => sign * value(a).localeCompare(value(b))
}
