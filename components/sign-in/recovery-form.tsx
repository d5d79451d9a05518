"use client"

import { Description } from "@heroui/react/description"
import { Input } from "@heroui/react/input"
import { Label } from "@heroui/react/label"
import { TextField } from "@heroui/react/textfield"
import { FactorForm } from "./factor-form"

/** For the day the phone is lost: one code of the printed sheet, once, instead of the second factor. */
export function RecoveryForm() {
  return (
    <FactorForm
      title="A recovery code" lead="One of the codes that you printed. It signs you in once; cross it out afterwards."
      provider="recovery" credential="recoveryCode" field="recovery-code"
    >
      {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- the focus would be lost with the form before */}
      <TextField name="recovery-code" autoFocus fullWidth>
        <Label>Recovery code</Label>
        <Description>24 letters and digits. Spaces, dashes and capitals don&apos;t matter.</Description>
        <Input aria-required autoComplete="off" autoCapitalize="characters" spellCheck={false} maxLength={60} className="font-mono" />
      </TextField>
    </FactorForm>
  )
}
