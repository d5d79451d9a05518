"use client"

import { Button } from "@heroui/react/button"
import { Description } from "@heroui/react/description"
import { Input } from "@heroui/react/input"
import { Label } from "@heroui/react/label"
import { TextField } from "@heroui/react/textfield"
import { type FormEvent, useState } from "react"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import { setPasswordAction } from "@/lib/actions/set-password"
import { formText } from "./form-text"
import { StepHeading } from "./step-heading"

/** `title`: numbered where it is a step. `asksPresent`: the one that stands has to be given too. */
export function PasswordSetUp({ title, email, stands, asksPresent = false, onDone }: {
  title: string
  email: string
  stands: boolean
  asksPresent?: boolean
  onDone: () => void
}) {
  const { pending, error, setError, run } = useRun()
  const [open, setOpen] = useState(!stands)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const password = formText(form, "password")
    if (password !== formText(form, "again")) return setError("The two passwords aren't the same. Nothing was saved.")
    if (!(await run(setPasswordAction, { password, ...(asksPresent && { present: formText(form, "present") }) }))) return
    setOpen(false)
    onDone()
  }

  return (
    <>
      <StepHeading title={title} state={stands ? "Set" : null} />
      {open ? (
        <form method="post" onSubmit={(event) => void submit(event)} className="mt-4 grid gap-5">
          <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
          {asksPresent ? (
            <TextField name="present" type="password" fullWidth>
              <Label>The password that you have now</Label>
              <Input aria-required autoComplete="current-password" />
            </TextField>
          ) : null}
          <TextField name="password" type="password" fullWidth>
            <Label>Password</Label>
            <Description>At least 12 characters, without your name. A few words in a row do well.</Description>
            <Input aria-required autoComplete="new-password" />
          </TextField>
          <TextField name="again" type="password" fullWidth>
            <Label>The same password again</Label>
            <Input aria-required autoComplete="new-password" />
          </TextField>
          <div>
            <Button type="submit" isPending={pending}>Save the password</Button>
            <ErrorNote error={error} />
          </div>
        </form>
      ) : (
        <button type="button" className="link-quiet mt-1 text-small" onClick={() => setOpen(true)}>Choose another one</button>
      )}
    </>
  )
}
