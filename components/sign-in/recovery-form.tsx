"use client"

import { Button } from "@heroui/react/button"
import { Description } from "@heroui/react/description"
import { Input } from "@heroui/react/input"
import { Label } from "@heroui/react/label"
import { TextField } from "@heroui/react/textfield"
import type { FormEvent } from "react"
import { ErrorNote } from "@/components/action-result/error-note"
import { formText } from "./form-text"
import { useProvider } from "./use-provider"

/** For the day the phone is lost: one code of the printed sheet, once, instead of the second factor. */
export function RecoveryForm() {
  const { pending, error, enter } = useProvider("recovery")
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    void enter({ recoveryCode: formText(new FormData(event.currentTarget), "recovery-code") })
  }
  return (
    <>
      <h1 className="headline headline--2">A recovery code</h1>
      <p className="mt-4 text-lead text-ink-2">One of the codes that you printed. It signs you in once; cross it out afterwards.</p>
      <form method="post" onSubmit={submit} className="mt-8 grid gap-5">
        {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- the focus would be lost with the form before */}
        <TextField name="recovery-code" autoFocus fullWidth>
          <Label>Recovery code</Label>
          <Description>24 letters and digits. Spaces, dashes and capitals don&apos;t matter.</Description>
          <Input aria-required autoComplete="off" autoCapitalize="characters" spellCheck={false} maxLength={60} className="font-mono" />
        </TextField>
        <div>
          <Button type="submit" className="button--main w-full sm:w-auto" isPending={pending}>Sign in</Button>
          <ErrorNote error={error} />
        </div>
      </form>
    </>
  )
}
