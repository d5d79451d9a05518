"use client"

import { useActionState, useState } from "react"
import { LanternMark } from "@/components/mark/lantern-mark"
import { useEmptied } from "@/components/shell/use-emptied"
import type { CredentialsView } from "@/lib/domain/views"
import { PickupForm } from "./pickup-form"
import { PickupShown } from "./pickup-shown"
import type { PasskeyActions } from "./use-passkey"

export type PickupAnswer = { credentials: CredentialsView } | { error: string; primaryId: string } | null
export type Redeem = (before: PickupAnswer, form: FormData) => Promise<PickupAnswer>

/** Where staff turn a code into a password. The form posts to the page itself, so that it works without JavaScript. */
export function PickupPage({ redeem, passkey, lit }: {
  redeem: Redeem
  passkey: PasskeyActions
  /** Some outage is open: the lamp burns. */
  lit: boolean
}) {
  const [answer, submit, pending] = useActionState(redeem, null)
  const left = useEmptied("leaving")
  const [byPasskey, setByPasskey] = useState<CredentialsView | null>(null)
  const shown = left ? null : (byPasskey ?? (answer && "credentials" in answer ? answer.credentials : null))
  const refused = answer && "error" in answer ? answer : null
  return (
    <>
      {lit || shown ? <div className={`pickup__lamp ${shown?.drill ? "pickup__lamp--drill" : ""}`} /> : null}
      <header className={`pickup__head ${lit || shown ? "pickup__head--lit" : ""}`}>
        <div className="pickup__column pickup__brand">
          <LanternMark lit={lit || shown ? "always" : "by-head"} className="pickup__mark" />
          <span>{shown ? shown.institutionName : "Lantern"}</span>
        </div>
      </header>
      <main className="pickup__column pickup__main">
        {shown ? <PickupShown credentials={shown} /> : <PickupForm submit={submit} pending={pending} error={refused?.error ?? null} primaryId={refused?.primaryId ?? ""} passkey={passkey} onShown={setByPasskey} />}
      </main>
    </>
  )
}
