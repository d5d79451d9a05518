"use client"

import { Button } from "@heroui/react/button"
import { Table } from "@heroui/react/table"
import { useState } from "react"
import type { IconName } from "@/components/account-state/state-icon"
import { VERDICT_WORDS } from "@/components/account-state/state-words"
import { StateWindow } from "@/components/account-state/state-window"
import type { Verdict } from "@/lib/domain/states"
import type { PreviewAccountView } from "@/lib/domain/views"

/** Rows drawn at first: a table of thousands would make the page wait. */
const FIRST_ROWS = 200

export function PreviewTable({ accounts }: { accounts: PreviewAccountView[] }) {
  const [limit, setLimit] = useState(FIRST_ROWS)
  // An id can stand on the list twice, as "listed twice": the place in the list tells them apart.
  const rows = accounts.slice(0, limit).map((account, at) => ({ ...account, key: `${account.primaryId} ${account.verdict} ${at}` }))
  if (rows.length === 0) return <p className="py-8 text-ink-2">No account fits. Clear the search or choose another total above.</p>
  return (
    <>
      <Table className="acct acct--preview" variant="secondary">
        <Table.ScrollContainer>
          <Table.Content aria-label="Accounts and their verdicts">
            <Table.Header>
              <Table.Column isRowHeader>Name</Table.Column>
              <Table.Column className="c-dept">Department</Table.Column>
              <Table.Column>Verdict</Table.Column>
              <Table.Column>Why</Table.Column>
            </Table.Header>
            <Table.Body items={rows}>
              {(account) => (
                <Table.Row id={account.key} textValue={account.name ?? account.primaryId}>
                  <Table.Cell className="c-name">
                    {account.name ? <><b className="me-1 font-medium">{account.name}</b>{" "}</> : null}
                    <span className={account.name ? "acct__id" : "font-mono"}>{account.primaryId}</span>
                  </Table.Cell>
                  <Table.Cell className="c-dept">{account.department ?? ""}</Table.Cell>
                  <Table.Cell className="c-state"><VerdictWithWord verdict={account.verdict} /></Table.Cell>
                  <Table.Cell className="c-note">{account.reason}</Table.Cell>
                </Table.Row>
              )}
            </Table.Body>
          </Table.Content>
        </Table.ScrollContainer>
      </Table>
      {accounts.length > limit ? (
        <Button variant="outline" className="mt-4" onPress={() => setLimit(accounts.length)}>Show all {accounts.length}</Button>
      ) : null}
    </>
  )
}

const LOOK: Record<Verdict, { icon: IconName; word: string }> = {
  switch: { icon: "goes", word: VERDICT_WORDS.switch },
  not_found: { icon: "refused", word: VERDICT_WORDS.not_found },
  unreadable: { icon: "refused", word: VERDICT_WORDS.unreadable },
  duplicate: { icon: "left_alone", word: VERDICT_WORDS.duplicate },
  already_internal: { icon: "left_alone", word: "Left alone" },
  inactive: { icon: "left_alone", word: "Left alone" },
  expired: { icon: "left_alone", word: "Left alone" },
  protected: { icon: "left_alone", word: "Left alone" },
  no_external_id: { icon: "left_alone", word: "Left alone" },
}

function VerdictWithWord({ verdict }: { verdict: Verdict }) {
  return (
    <span className="inline-flex items-center gap-2.5 font-medium">
      <StateWindow name={LOOK[verdict].icon} /> {LOOK[verdict].word}
    </span>
  )
}
