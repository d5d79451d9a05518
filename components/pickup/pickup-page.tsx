"use client"

import { useActionState } from "react"
import { LanternMark } from "@/components/mark/lantern-mark"
import type { CredentialsView } from "@/lib/domain/views"
import { PickupForm } from "./pickup-form"
import { PickupShown } from "./pickup-shown"

export type PickupAnswer = { credentials: CredentialsView } | { error: string } | null
export type Redeem = (before: PickupAnswer, form: FormData) => Promise<PickupAnswer>

/** Where staff turn a code into a password. The form posts to the page itself, so that it works without JavaScript. */
export function PickupPage({ redeem }: { redeem: Redeem }) {
  const [answer, submit, pending] = useActionState(redeem, null)
  const shown = answer && "credentials" in answer ? answer.credentials : null
  return (
    <>
      <div className="pickup__lamp" />
      <header className="pickup__head">
        <div className="pickup__column pickup__brand">
          <LanternMark lit="always" className="pickup__mark" />
          <span>{shown ? shown.institutionName : "Lantern"}</span>
        </div>
      </header>
      <main className="pickup__column pickup__main">
        {shown ? <PickupShown credentials={shown} /> : <PickupForm submit={submit} pending={pending} error={answer && "error" in answer ? answer.error : null} />}
      </main>
    </>
  )
}
