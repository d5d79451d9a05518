"use client"

import { Button } from "@heroui/react/button"
import { personName } from "@/components/account-state/state-words"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import { DeskDialog } from "@/components/shell/desk-dialog"
import type { OutageView } from "@/lib/domain/views"
import type { OutageActions } from "./outage-actions"
import { accounts } from "./outage-words"

/** Some go back before the others: names them, and says what that means for them. */
export function ReturnDialog({ holdIds, outage, actions, onChanged, onClose }: {
  holdIds: string[]
  outage: OutageView
  actions: OutageActions
  onChanged: () => void
  onClose: () => void
}) {
  const { pending, error, run } = useRun()
  const leaving = outage.accounts.filter((account) => holdIds.includes(account.holdId))
  const codes = leaving.filter((account) => account.codeIssuedAt !== null).length

  async function giveBack() {
    if (!(await run(actions.returnAccounts, { outageId: outage.id, holdIds }))) return
    onChanged()
    onClose()
  }

  return (
    <DeskDialog
      title={`Return ${leaving.length === 1 ? personName(leaving[0]!) : accounts(leaving.length)} to External now?`} busy={pending} onClose={onClose}
      actions={<>
        <Button variant="outline" isDisabled={pending} onPress={onClose}>Keep {leaving.length === 1 ? "it" : "them"} Internal</Button>
        <BusyButton busy={pending} onPress={() => void giveBack()}>{pending ? "Returning…" : `Return ${leaving.length}`}</BusyButton>
      </>}
    >
      <p className="text-ink-2">The temporary password stops letting them in{outage.drill ? "." : ", and campus sign-on may still be down for them."}{codes > 0 ? ` ${codes === 1 ? "One code" : `${codes} codes`} that ${codes === 1 ? "is" : "are"} out ${codes === 1 ? "stops" : "stop"} working at once.` : ""} The {outage.drill ? "drill" : "outage"} goes on for everyone else.</p>
      {leaving.length === 1 ? null : <ul className="rule-list mt-4 text-row" aria-label="Accounts to return">
        {leaving.map((account) => <li key={account.holdId} className="py-1.5">{personName(account)}</li>)}
      </ul>}
      <ErrorNote error={error} />
    </DeskDialog>
  )
}
