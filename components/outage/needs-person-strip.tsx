"use client"

import { Button } from "@heroui/react/button"
import { personName } from "@/components/account-state/state-words"
import { withoutSteps } from "@/components/account-state/without-steps"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import { ByHandLink } from "@/components/by-hand/by-hand-link"
import { AlarmStrip } from "@/components/alarm-strip/alarm-strip"
import type { AccountView, OutageView } from "@/lib/domain/views"
import { tryAgainWords } from "./chosen-bar"
import type { OutageActions } from "./outage-actions"
import type { OpenDialog } from "./outage-dialogs"

/** During an outage: whom no machine could switch or return, and why. */
export function NeedsPersonStrip({ owed, outage, actions, onDialog, onChanged }: {
  owed: AccountView[]
  outage: OutageView
  actions: OutageActions
  onDialog: (dialog: OpenDialog) => void
  onChanged: () => void
}) {
  const { pending, error, run } = useRun()
  const [first, ...others] = owed
  if (!first) return null

  async function tryAgain() {
    await run(actions.retryAccounts, { outageId: outage.id, holdIds: owed.map((account) => account.holdId) })
    onChanged()
  }

  return (
    <AlarmStrip actions={<>
      <Button variant="outline" size="sm" onPress={() => onDialog({ kind: "account", holdId: first.holdId })}>See the steps</Button>
      {outage.canChange ? <ByHandLink outage={outage} accounts={owed} /> : null}
      {outage.canChange ? <BusyButton variant="outline" size="sm" busy={pending} onPress={() => void tryAgain()}>{tryAgainWords(owed.length)}</BusyButton> : null}
    </>}>
      <p className="wrap-anywhere">
        <b className="font-semibold">
          {others.length > 0 ? `${owed.length} accounts need a person. First, ${personName(first)}:` : `${personName(first)} needs a person.`}
        </b>{" "}
        {withoutSteps(first.reason ?? "")}
      </p>
      <ErrorNote error={error} />
    </AlarmStrip>
  )
}
