"use client"

import { CodeField } from "./code-field"
import { FactorForm } from "./factor-form"

export function CodeForm() {
  return (
    <FactorForm
      title="And the code" lead="Open the authenticator app on your phone and type the six digits for Lantern."
      provider="code" credential="code" field="code"
    >
      <CodeField first />
    </FactorForm>
  )
}
