"use client"

import { Input } from "@heroui/react/input"
import { Label } from "@heroui/react/label"
import { TextField } from "@heroui/react/textfield"

/** Six digits. Focused, because it is the only thing to do on its page. */
export function CodeField({ autoFocus = false }: { autoFocus?: boolean }) {
  return (
    <TextField name="code" autoFocus={autoFocus} fullWidth>
      <Label>Code from your authenticator app</Label>
      <Input aria-required autoComplete="one-time-code" inputMode="numeric" maxLength={7} spellCheck={false} className="font-mono" />
    </TextField>
  )
}
