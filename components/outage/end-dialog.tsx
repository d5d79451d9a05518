"use client"

import { Button } from "@heroui/react/button"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import { DeskDialog } from "@/components/shell/desk-dialog"
import type { OutageView } from "@/lib/domain/views"
import type { OutageActions } from "./outage-actions"
import { accounts } from "./outage-words"

/** Names the number and says what will happen. */
export function EndDialog({ outage, actions, onChanged, onClose }: {
  outage: OutageView
  actions: OutageActions
  onChanged: () => void
  onClose: () => void
}) {
  const { pending, error, run } = useRun()
  const { nowInternal: count, switching } = outage.counts
  const codes = outage.accounts.filter((account) => account.codeIssuedAt !== null).length

  async function end() {
    if (!(await run(actions.endOutage, { outageId: outage.id }))) return
    onChanged()
    onClose()
  }

  return (
    <DeskDialog
      title={`End the ${outage.drill ? "drill" : "outage"}${count > 0 ? ` and return ${accounts(count)}` : ""}?`} busy={pending} onClose={onClose}
      actions={<>
        <Button variant="outline" className="button--main" isDisabled={pending} onPress={onClose}>Keep it open</Button>
        <BusyButton className="button--main" busy={pending} onPress={() => void end()}>{pending ? "Ending…" : count > 0 ? `End and return ${count}` : outage.drill ? "End drill" : "End outage"}</BusyButton>
      </>}
    >
      {outage.drill ? null : <CampusLogin ssoUrl={outage.institution.ssoUrl} />}
      <h3 className="mt-5 font-semibold">What will happen</h3>
      <ul className="mt-1.5 grid list-disc gap-1.5 ps-5 text-ink-2">
        <li>{codes > 0 ? `Pick-up codes stop working at once: ${codes} ${codes === 1 ? "is" : "are"} out.` : "No pick-up code works from then on."}</li>
        {switching > 0 ? <li>{accounts(switching)} being switched at this moment {switching === 1 ? "is" : "are"} returned too.</li> : null}
        {count > 0 ? <li>Each account goes back to External with its own external id, and is read back.</li> : null}
        {outage.counts.waiting > 0 ? <li>{accounts(outage.counts.waiting)} still waiting {outage.counts.waiting === 1 ? "is" : "are"} not switched any more.</li> : null}
        <li>Every account is then watched for a while, since a late change could undo it. The page counts down; later Lantern looks again.</li>
        <li>Temporary passwords no longer let anyone in: staff use the campus login again.</li>
      </ul>
      <ErrorNote error={error} />
    </DeskDialog>
  )
}

/** Asked, not demanded: an outage may also be ended because nobody needs it. */
function CampusLogin({ ssoUrl }: { ssoUrl: string | null }) {
  return (
    <p className="rounded-[3px] border border-line bg-surface px-4 py-3">
      <b className="font-semibold">Does the campus login work again?</b>{" "}
      {ssoUrl
        ? <>Try it first, with your own account: <a href={ssoUrl} target="_blank" rel="noreferrer" className="link-quiet">open the campus login in a new tab</a>.</>
        : "Try it first, with your own account."}{" "}
      <span className="text-ink-2">Afterwards it is the only way into Alma for these people.</span>
    </p>
  )
}
