"use client"

import { Checkbox } from "@heroui/react/checkbox"
import { Table } from "@heroui/react/table"
import { memo } from "react"
import { personName, shownState } from "@/components/account-state/state-words"
import { StateWithWord } from "@/components/account-state/state-window"
import { NameCell, RowAction, sameTable, type SortKey, SortArrow, type TableProps } from "./account-cells"
import { accountNote } from "./account-note"

/** One row an account. Arrow keys walk, Space chooses, Enter opens the account. For up to a hundred rows. */
export const AccountsTable = memo(function AccountsTable({ outage, rows, now, sort, onSort, chosen, onChoose, onDialog }: TableProps) {
  // Rows are drawn again when their account changes, or when a minute has passed.
  const minute = now.slice(0, 16)
  const selectable = chosen !== null
  return (
    <Table className="acct acct--outage" variant="secondary">
      <Table.ScrollContainer>
        <Table.Content
          aria-label="Accounts" sortDescriptor={sort ?? undefined}
          onSortChange={(next) => onSort({ column: next.column as SortKey, direction: next.direction })}
          onRowAction={(key) => onDialog({ kind: "account", holdId: String(key) })}
          selectionMode={selectable ? "multiple" : "none"} selectionBehavior="toggle"
          selectedKeys={chosen ?? new Set<string>()}
          onSelectionChange={(keys) => onChoose(new Set(keys === "all" ? rows.map((row) => row.holdId) : [...keys].map(String)))}
        >
          <Table.Header>
            {selectable ? <Table.Column id="choose" className="c-choose"><RowCheckbox /></Table.Column> : null}
            <Column id="name" isRowHeader>Name</Column>
            <Column id="department" className="c-dept">Department</Column>
            <Column id="state">State</Column>
            <Table.Column id="note">What happened</Table.Column>
            <Table.Column id="act" className="c-act"><span className="sr-only">Action</span></Table.Column>
          </Table.Header>
          <Table.Body items={rows} dependencies={[minute, outage.canChange, outage.state, selectable]}>
            {(account) => (
              <Table.Row id={account.holdId} textValue={personName(account)}>
                {selectable ? <Table.Cell className="c-choose"><RowCheckbox /></Table.Cell> : null}
                <Table.Cell className="c-name"><NameCell account={account} /></Table.Cell>
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
  )
}, sameTable)

/** Named and kept by the table around it. */
function RowCheckbox() {
  return (
    <Checkbox slot="selection">
      <Checkbox.Content><Checkbox.Control><Checkbox.Indicator /></Checkbox.Control></Checkbox.Content>
    </Checkbox>
  )
}

function Column({ id, isRowHeader, className, children }: { id: SortKey; isRowHeader?: boolean; className?: string; children: string }) {
  return (
    <Table.Column id={id} isRowHeader={isRowHeader} allowsSorting className={className}>
      {({ sortDirection }) => (
        <span className="inline-flex items-center gap-1">{children}<SortArrow direction={sortDirection} /></span>
      )}
    </Table.Column>
  )
}
