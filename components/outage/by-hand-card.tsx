"use client"

import { Button } from "@heroui/react/button"
import { StateWindow } from "@/components/account-state/state-window"
import { personName } from "@/components/account-state/state-words"
import { withoutSteps } from "@/components/account-state/without-steps"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import { ByHandLink } from "@/components/by-hand/by-hand-link"
import type { AccountView, OutageView } from "@/lib/domain/views"
import { ByHandSteps } from "./by-hand-steps"
import type { OutageActions } from "./outage-actions"
import type { OpenDialog } from "./outage-dialogs"

interface CardProps {
  outage: OutageView
  actions: OutageActions
  onDialog: (dialog: OpenDialog) => void
  onChanged: () => void
}

/** While ending: each account that a machine couldn't return, with exact steps. */
export function ByHandCards({ owed, ...rest }: CardProps & { owed: AccountView[] }) {
  return owed.map((account, at) => <ByHandCard key={account.holdId} account={account} first={at === 0} {...rest} />)
}

function ByHandCard({ account, first, outage, actions, onDialog, onChanged }: CardProps & { account: AccountView; first: boolean }) {
  const { pending, error, run } = useRun()

  async function readAgain() {
    if (await run(actions.retryAccount, { outageId: outage.id, holdId: account.holdId })) onChanged()
  }

  return (
    <section aria-labelledby={`by-hand-${account.holdId}`} className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-5 max-md:gap-x-3.5">
      <StateWindow name="needs_person" size="large" />
      <h2 id={`by-hand-${account.holdId}`} className="text-h2 leading-7 font-semibold tracking-tight max-md:pt-1 md:text-[1.75rem] md:leading-9">{personName(account)} needs a person</h2>
      <div className="max-w-2xl max-md:col-span-2 md:col-start-2">
        {account.reason ? <p className="mt-2.5 text-ink-2 wrap-anywhere">{withoutSteps(account.reason)}</p> : null}
        {account.steps ? <ByHandSteps steps={account.steps} /> : null}
        {outage.canChange ? (
          <div className="mt-5 flex flex-wrap items-center gap-x-6 gap-y-3">
            <BusyButton variant={first ? "primary" : "outline"} className="button--main" busy={pending} onPress={() => void readAgain()}>Done: read the account again</BusyButton>
            <ByHandLink outage={outage} accounts={[account]} />
            {account.canAccept ? <Button variant="ghost" className="button--plain text-ink-2" onPress={() => onDialog({ kind: "account", holdId: account.holdId })}>Close with a written reason</Button> : null}
          </div>
        ) : null}
        <ErrorNote error={error} />
      </div>
    </section>
  )
}
