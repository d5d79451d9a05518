"use client"

import { Input } from "@heroui/react/input"
import { Label } from "@heroui/react/label"
import { TextField } from "@heroui/react/textfield"

/** Six digits; `first` where it is the only thing to do and the button that led here is gone. */
export function CodeField({ first = false }: { first?: boolean }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-autofocus -- the focus would be lost with the form before
    <TextField name="code" autoFocus={first} fullWidth>
      <Label>Code from your authenticator app</Label>
      <Input aria-required autoComplete="one-time-code" inputMode="numeric" maxLength={7} spellCheck={false} className="font-mono" />
    </TextField>
  )
}
