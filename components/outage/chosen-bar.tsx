"use client"

import { Button } from "@heroui/react/button"
import { isHeld, mustWait } from "@/components/account-state/hand-over"
import { needsPerson } from "@/components/account-state/state-words"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import type { AccountView, OutageView } from "@/lib/domain/views"
import type { OutageActions } from "./outage-actions"
import type { OpenDialog } from "./outage-dialogs"

/** What can be done with the chosen rows. It stands where the number of shown rows stands, so that nothing moves. */
export function ChosenBar({ chosen, outage, now, actions, onDialog, onSlips, onChanged, onClear }: {
  chosen: AccountView[]
  outage: OutageView
  now: string
  actions: OutageActions
  onDialog: (dialog: OpenDialog) => void
  onSlips: (holdIds: string[]) => void
  onChanged: () => void
  onClear: () => void
}) {
  const { pending, error, run } = useRun()
  const open = outage.endedAt === null
  const held = open ? chosen.filter(isHeld) : []
  const ready = outage.institution.setsPasswords ? held.filter((account) => !mustWait(account, now)) : []
  const failed = chosen.filter(needsPerson)
  const wait = held.filter((account) => mustWait(account, now)).length

  async function tryAgain() {
    if (await run(actions.retryAccounts, { outageId: outage.id, holdIds: ids(failed) })) onClear()
    onChanged()
  }

  return (
    <div>
      <div role="group" aria-label="With the chosen accounts" className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <p role="status" className="me-1 font-semibold">{chosen.length} chosen</p>
        {ready.length > 0 ? <Button variant="outline" size="sm" isDisabled={pending} onPress={() => onSlips(ids(ready))}>Make {ready.length} {ready.length === 1 ? "slip" : "slips"}…</Button> : null}
        {held.length > 0 ? <Button variant="outline" size="sm" isDisabled={pending} onPress={() => onDialog({ kind: "return", holdIds: ids(held) })}>Return {held.length}…</Button> : null}
        {failed.length > 0 ? <BusyButton variant="outline" size="sm" busy={pending} onPress={() => void tryAgain()}>{tryAgainWords(failed.length)}</BusyButton> : null}
        {held.length + failed.length === 0 ? <span className="text-ink-2">Nothing can be done with {chosen.length === 1 ? "it" : "these"} now.</span> : null}
        <Button variant="ghost" className="button--plain text-ink-2" onPress={onClear}>Choose none</Button>
        {wait > 0 ? <span className="text-small text-ink-2">{wait} must wait for a new code: the last pick-up got no answer.</span> : null}
      </div>
      <ErrorNote error={error} />
    </div>
  )
}

export function tryAgainWords(count: number): string {
  return count === 1 ? "Try again" : `Try the ${count} again`
}

function ids(accounts: AccountView[]): string[] {
  return accounts.map((account) => account.holdId)
}
