"use client"

import { Button } from "@heroui/react/button"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import { DeskDialog } from "@/components/shell/desk-dialog"
import type { OutageView } from "@/lib/domain/views"
import type { OutageActions } from "./outage-actions"
import type { OpenDialog } from "./outage-dialogs"

/** Who is at this desk, and whom the outage can be handed over to. */
export interface Desk {
  viewer: { personId: string; name: string }
  liaisons: { personId: string; name: string }[]
}

/** Who sees to this outage: whom to ask, and how that changes. */
export function OwnerLine({ outage, desk, actions, onDialog, onChanged }: {
  outage: OutageView
  desk: Desk
  actions: OutageActions
  onDialog: (dialog: OpenDialog) => void
  onChanged: () => void
}) {
  const { pending, error, run } = useRun()
  const { owner } = outage
  const what = outage.drill ? "drill" : "outage"
  const mine = owner?.personId === desk.viewer.personId
  const changeable = outage.canChange && outage.state !== "closed"
  if (!owner && !changeable) return null

  async function takeOver() {
    if (await run(actions.handOverOutage, { outageId: outage.id, personId: desk.viewer.personId })) onChanged()
  }

  return (
    <div>
      <p className="flex flex-wrap items-baseline gap-x-4 gap-y-1 text-ink-2">
        <span>
          {owner
            ? mine ? <><b className="font-semibold text-ink">You</b> see to this {what}.</> : <><b className="font-semibold text-ink">{owner.name}</b> {outage.state === "closed" ? "saw" : "sees"} to this {what}.</>
            : `Nobody sees to this ${what} yet.`}
        </span>
        {changeable ? (
          <span className="no-print flex gap-x-4">
            {mine ? null : <BusyButton variant="ghost" className="button--plain" busy={pending} onPress={() => void takeOver()}>Take over</BusyButton>}
            {desk.liaisons.some((one) => one.personId !== desk.viewer.personId)
              ? <Button variant="ghost" className="button--plain" onPress={() => onDialog({ kind: "owner" })}>Hand over to…</Button> : null}
          </span>
        ) : null}
      </p>
      <ErrorNote error={error} />
    </div>
  )
}

export function OwnerDialog({ outage, desk, actions, onChanged, onClose }: {
  outage: OutageView
  desk: Desk
  actions: OutageActions
  onChanged: () => void
  onClose: () => void
}) {
  const { pending, error, run } = useRun()
  const others = desk.liaisons.filter((one) => one.personId !== outage.owner?.personId)

  async function handOver(personId: string) {
    if (!(await run(actions.handOverOutage, { outageId: outage.id, personId }))) return
    onChanged()
    onClose()
  }

  return (
    <DeskDialog
      title={`Who sees to this ${outage.drill ? "drill" : "outage"} from now on?`} busy={pending} onClose={onClose}
      actions={<Button variant="outline" isDisabled={pending} onPress={onClose}>Close</Button>}
    >
      <p className="text-ink-2">Their name stands on the page and in the timeline. Everyone keeps their rights. Tell them yourself: Lantern sends nothing.</p>
      <ul className="rule-list mt-4">
        {others.map((one) => (
          <li key={one.personId} className="flex items-center justify-between gap-4 py-2">
            <span className="min-w-0 wrap-anywhere">{one.name}{one.personId === desk.viewer.personId ? " (you)" : ""}</span>
            <BusyButton variant="outline" size="sm" aria-label={`Hand over to ${one.name}`} busy={pending} onPress={() => void handOver(one.personId)}>Hand over</BusyButton>
          </li>
        ))}
      </ul>
      <ErrorNote error={error} />
    </DeskDialog>
  )
}
