"use client"

import { Button } from "@heroui/react/button"
import { useState } from "react"
import { StateWithWord } from "@/components/account-state/state-window"
import { needsPerson, personName, shownState } from "@/components/account-state/state-words"
import { withoutSteps } from "@/components/account-state/without-steps"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import type { Action } from "@/components/action-result/run-action"
import { useRun } from "@/components/action-result/use-run"
import { ByHandLink } from "@/components/by-hand/by-hand-link"
import { LeaderLine } from "@/components/leader/leader-line"
import { DeskDialog } from "@/components/shell/desk-dialog"
import { moment } from "@/components/time/format-time"
import type { AccountView, OutageView } from "@/lib/domain/views"
import { AcceptForm } from "./accept-form"
import { ByHandSteps } from "./by-hand-steps"
import type { OutageActions } from "./outage-actions"

type AccountAction = Action<{ outageId: string; holdId: string }, unknown>

/** One account: what is known, why it stands where it stands, and what can be done. */
export function AccountDialog({ account, outage, now, actions, onCode, onReturn, onChanged, onClose }: {
  account: AccountView
  outage: OutageView
  now: string
  actions: OutageActions
  onCode: () => void
  onReturn: () => void
  onChanged: () => void
  onClose: () => void
}) {
  const { pending, error, run } = useRun()
  const [accepting, setAccepting] = useState(false)
  const owed = needsPerson(account)
  const held = account.state === "internal" || account.state === "collected"
  const open = outage.state !== "ending" && outage.state !== "closed"

  async function act(action: AccountAction) {
    if (!(await run(action, { outageId: outage.id, holdId: account.holdId }))) return
    onChanged()
    onClose()
  }

  return (
    <DeskDialog
      wide={owed} title={personName(account)} busy={pending} onClose={onClose}
      actions={<>
        {outage.canChange && account.canAccept ? <Button variant="outline" className="me-auto" isDisabled={pending} onPress={() => setAccepting(!accepting)}>Close with a written reason…</Button> : null}
        {outage.canChange && held && open ? <Button variant="outline" isDisabled={pending} onPress={onReturn}>Return to External now…</Button> : null}
        {outage.canChange && owed ? <ByHandLink outage={outage} accounts={[account]} /> : null}
        <Button variant="outline" isDisabled={pending} onPress={onClose}>Close</Button>
        {outage.canChange && held && open && outage.institution.setsPasswords ? <Button isDisabled={pending} onPress={onCode}>Show a code</Button> : null}
        {outage.canChange && owed && !accepting ? <BusyButton busy={pending} onPress={() => void act(actions.retryAccount)}>{open ? "Try again" : "Done: read the account again"}</BusyButton> : null}
      </>}
    >
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <StateWithWord state={shownState(account)} />
        <span className="font-mono text-small text-muted wrap-anywhere">{account.primaryId}</span>
      </div>
      {account.reason ? <p className="mt-3 text-ink-2 wrap-anywhere">{account.steps ? withoutSteps(account.reason) : account.reason}</p> : null}
      {account.acceptedBy ? <p className="mt-3 text-ink-2 wrap-anywhere">Accepted as unresolved by <b className="font-semibold text-ink">{account.acceptedBy}</b>: {account.acceptedReason}</p> : null}
      {owed && account.steps ? <ByHandSteps steps={account.steps} /> : null}
      {held && open && !outage.institution.setsPasswords ? <p className="mt-3 text-ink-2">This key can&apos;t set passwords, so there are no codes: the password is the one on the slip of the by-hand card. Lost it? A new one can only be typed in Alma&apos;s own screen.</p> : null}
      <AccountFacts account={account} timeZone={outage.institution.timeZone} now={now} />
      {accepting && account.canAccept ? <AcceptForm account={account} outage={outage} actions={actions} onDone={() => { onChanged(); onClose() }} /> : null}
      <ErrorNote error={error} />
    </DeskDialog>
  )
}

function AccountFacts({ account, timeZone, now }: { account: AccountView; timeZone: string; now: string }) {
  const at = (iso: string) => moment(iso, timeZone, now)
  return (
    <dl className="mt-4 grid gap-1.5">
      <LeaderLine size="text-row" challenge="In this state since">{at(account.stateSince)}</LeaderLine>
      <LeaderLine size="text-row" challenge="Account type in Alma">
        {account.observedAt ? `${account.observed === null ? "not found" : typeWord(account.observed)}, read ${at(account.observedAt)}` : "not read yet"}
      </LeaderLine>
      {account.codeIssuedAt ? <LeaderLine size="text-row" challenge="Code given out">{at(account.codeIssuedAt)}{account.codeExpiresAt ? `, until ${at(account.codeExpiresAt)}` : ""}</LeaderLine> : null}
      {account.collectedAt ? <LeaderLine size="text-row" challenge="Collected">{at(account.collectedAt)}</LeaderLine> : null}
      {account.loggedInAt ? <LeaderLine size="text-row" challenge="Logged in to Alma">{at(account.loggedInAt)}</LeaderLine> : null}
      {account.vouchedBy ? <LeaderLine size="text-row" challenge="Vouched for by">{account.vouchedBy}</LeaderLine> : null}
      {account.department ? <LeaderLine size="text-row" challenge="Department">{account.department}</LeaderLine> : null}
    </dl>
  )
}

/** Alma's INTERNAL and EXTERNAL, written as Alma's own screen writes them. */
function typeWord(observed: string): string {
  return observed === "" ? "empty" : observed.charAt(0).toUpperCase() + observed.slice(1).toLowerCase()
}
