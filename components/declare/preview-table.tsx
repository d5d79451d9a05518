"use client"

import { Table } from "@heroui/react/table"
import type { IndexedAccount } from "./filter-accounts"
import { LeaveOut } from "./leave-out"
import { LongPreviewTable } from "./long-preview-table"
import { VerdictMark } from "./verdict-mark"
import { WhoseAccount } from "./whose-account"

/** More rows than this are drawn only where one looks: a table of thousands would make the page wait. */
export const MANY_ROWS = 100
const PREVIEW_LABEL = "Accounts and their verdicts"

/** Whom a person leaves out although they could be switched; where nothing is left out, rows have no button. */
export interface LeftOut {
  isOut: (primaryId: string) => boolean
  onChange: (primaryId: string, out: boolean) => void
}

export function PreviewTable({ accounts, many, leftOut }: {
  accounts: IndexedAccount[]
  leftOut: LeftOut | undefined
  /** The whole list is long: then the table stays of one kind, however few the search leaves. */
  many: boolean
}) {
  if (accounts.length === 0) return <p className="py-8 text-ink-2">No account fits. Clear the search or choose another total above.</p>
  if (many) return <LongPreviewTable accounts={accounts} label={PREVIEW_LABEL} leftOut={leftOut} />
  return (
    <Table className="acct acct--preview" variant="secondary">
      <Table.ScrollContainer>
        <Table.Content aria-label={PREVIEW_LABEL}>
          <Table.Header>
            <Table.Column isRowHeader>Name</Table.Column>
            <Table.Column className="c-dept">Department</Table.Column>
            <Table.Column>Verdict</Table.Column>
            <Table.Column>Why</Table.Column>
            {leftOut ? <Table.Column className="c-act"><span className="sr-only">Action</span></Table.Column> : null}
          </Table.Header>
          <Table.Body items={accounts} dependencies={[leftOut]}>
            {(account) => (
              <Table.Row id={account.key} textValue={account.name ?? account.primaryId}>
                <Table.Cell className="c-name"><WhoseAccount account={account} /></Table.Cell>
                <Table.Cell className="c-dept">{account.department ?? ""}</Table.Cell>
                <Table.Cell className="c-state"><VerdictMark verdict={account.verdict} leftOut={leftOut?.isOut(account.primaryId)} /></Table.Cell>
                <Table.Cell className="c-note">{account.reason}</Table.Cell>
                {leftOut ? <Table.Cell className="c-act"><LeaveOut account={account} leftOut={leftOut} /></Table.Cell> : null}
              </Table.Row>
            )}
          </Table.Body>
        </Table.Content>
      </Table.ScrollContainer>
    </Table>
  )
}
