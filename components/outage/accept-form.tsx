"use client"

import { Description } from "@heroui/react/description"
import { FieldError } from "@heroui/react/field-error"
import { Label } from "@heroui/react/label"
import { TextArea } from "@heroui/react/textarea"
import { TextField } from "@heroui/react/textfield"
import { useState } from "react"
import { personName } from "@/components/account-state/state-words"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import type { AccountView, OutageView } from "@/lib/domain/views"
import type { OutageActions } from "./outage-actions"

const SHORTEST_REASON = 10

/** A named person takes an account over in writing: the only way to close one without proof. */
export function AcceptForm({ account, outage, actions, onDone }: {
  account: AccountView
  outage: OutageView
  actions: OutageActions
  onDone: () => void
}) {
  const { pending, error, run } = useRun()
  const [reason, setReason] = useState("")
  const [short, setShort] = useState(false)

  async function accept() {
    const written = reason.trim()
    setShort(written.length < SHORTEST_REASON)
    if (written.length < SHORTEST_REASON) return
    if (await run(actions.acceptUnresolved, { outageId: outage.id, holdId: account.holdId, reason: written })) onDone()
  }

  return (
    <form className="mt-5 border-t border-line pt-4" onSubmit={(event) => { event.preventDefault(); void accept() }}>
      <TextField value={reason} onChange={setReason} isInvalid={short} isRequired validationBehavior="aria" autoFocus>
        <Label>Why {personName(account)} is closed without proof</Label>
        <Description>Your name and this reason stand in the history. Lantern stops caring for the account.</Description>
        <TextArea rows={3} maxLength={1000} />
        <FieldError>Please write at least {SHORTEST_REASON} letters.</FieldError>
      </TextField>
      <BusyButton type="submit" variant="danger" className="mt-3" busy={pending}>Accept as unresolved</BusyButton>
      <ErrorNote error={error} />
    </form>
  )
}
