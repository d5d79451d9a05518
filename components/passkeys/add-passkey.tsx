"use client"

import { Description } from "@heroui/react/description"
import { Input } from "@heroui/react/input"
import { Label } from "@heroui/react/label"
import { TextField } from "@heroui/react/textfield"
import { type FormEvent, useState } from "react"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import { formText } from "@/components/sign-in/form-text"
import { beginPasskeyAction } from "@/lib/actions/begin-passkey"
import { confirmPasskeyAction } from "@/lib/actions/confirm-passkey"
import { makePasskey, usePasskeysHere } from "./use-passkey"

/** A name and a button: the device does the rest. `able`: whether this Lantern's address allows passkeys. */
export function AddPasskey({ able, disabled = false, primary, onDone }: {
  able: boolean
  disabled?: boolean
  primary: boolean
  onDone: () => void
}) {
  const { pending, error, setError, run } = useRun()
  const [asking, setAsking] = useState(false)
  const here = usePasskeysHere()
  const busy = pending || asking

  async function add(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (busy || disabled) return
    const name = formText(new FormData(event.currentTarget), "passkey-name").trim() || "My passkey"
    const begun = await run(() => beginPasskeyAction(), undefined)
    if (!begun) return
    setAsking(true)
    const made = await makePasskey(begun.data)
    setAsking(false)
    if (!made.ok) return setError(made.error)
    if (await run(confirmPasskeyAction, { name, answer: made.answer })) onDone()
  }

  if (!able || here === false) {
    return <p className="mt-1 text-small text-muted">Passkeys need an https address with a name, and a browser that has them. Here an authenticator app is the way.</p>
  }
  return (
    <form method="post" className="mt-4 grid gap-4" onSubmit={(event) => void add(event)}>
      <TextField name="passkey-name" fullWidth isDisabled={disabled}>
        <Label>Name of the passkey</Label>
        <Description>So that you know it again, such as: My phone</Description>
        <Input autoComplete="off" maxLength={60} />
      </TextField>
      <div>
        <BusyButton type="submit" variant={primary ? "primary" : "outline"} busy={busy} isDisabled={disabled}>
          {asking ? "Your device asks you…" : "Add a passkey"}
        </BusyButton>
        <ErrorNote error={error} />
      </div>
    </form>
  )
}
