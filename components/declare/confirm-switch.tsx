"use client"

import { Button } from "@heroui/react/button"
import { Input } from "@heroui/react/input"
import { Label } from "@heroui/react/label"
import { TextField } from "@heroui/react/textfield"
import { useState } from "react"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { accounts } from "@/components/outage/outage-words"
import { DeskDialog } from "@/components/shell/desk-dialog"

/** The one confirmation: the number is typed, so that nobody switches more than they think. */
export function ConfirmSwitch({ count, drill, byHand, onClose, onConfirm }: {
  count: number
  drill: boolean
  /** The manual route: people switch the accounts in Alma's own screen. */
  byHand: boolean
  onClose: () => void
  /** Answers null when it went through, else why it didn't. */
  onConfirm: () => Promise<string | null>
}) {
  const [typed, setTyped] = useState("")
  const [pending, setPending] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const right = typed.trim() === String(count)

  async function confirm() {
    if (!right || pending) return
    setPending(true)
    setError(null)
    const why = await onConfirm()
    setError(why)
    // Without an error the next page is on its way: the button stays as it is.
    if (why) setPending(false)
  }

  return (
    <DeskDialog
      title={byHand ? `Declare, and switch ${accounts(count)} by hand?` : `Switch ${accounts(count)} to Internal?`} onClose={onClose} busy={pending}
      actions={<>
        <Button variant="outline" className="button--main" onPress={onClose} isDisabled={pending}>Back</Button>
        <BusyButton type="submit" form="confirm-switch" className="button--main" isDisabled={!right} busy={pending}>
          {pending ? "Declaring…" : byHand ? `Declare, ${count} by hand` : `Switch ${count} to Internal`}
        </BusyButton>
      </>}
    >
      <ul className="grid list-disc gap-1.5 ps-5 text-ink-2">
        {byHand
          ? <li>{drill ? "A drill is declared" : "The outage is declared"}, and each account becomes a card with its exact steps in Alma. Several people can share the cards.</li>
          : <li>{drill ? "A drill is declared" : "The outage is declared"} and Lantern starts at once. It goes on if you close this page.</li>}
        {byHand ? <li>An account that nobody switches by its card stays External.</li> : <li>Until you hand over codes, nobody can log in to Alma with a switched account.</li>}
        <li>Ending it returns {count === 1 ? "the account" : `all ${count}`} to External, each with its own external id.</li>
      </ul>
      <form id="confirm-switch" className="mt-5" onSubmit={(event) => { event.preventDefault(); void confirm() }}>
        <TextField value={typed} onChange={setTyped} autoFocus>
          <Label>Type {count} to confirm</Label>
          <Input inputMode="numeric" autoComplete="off" className="max-w-40 text-h2" />
        </TextField>
      </form>
      <ErrorNote error={error} />
    </DeskDialog>
  )
}
