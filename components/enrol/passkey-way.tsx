"use client"

import { useState } from "react"
import { runAction } from "@/components/action-result/run-action"
import type { OpenedEnrolmentView } from "@/lib/domain/enrolment"
import { DoneLine } from "./done-line"
import type { EnrolActions } from "./enrol-page"

const NOT_MADE = "No passkey was made. Nothing was changed: try again, or print a recovery card."

/** The device's own key: a finger, a face or its PIN, and nothing to carry. */
export function PasskeyWay({ opened, actions }: { opened: OpenedEnrolmentView; actions: EnrolActions }) {
  const [count, setCount] = useState(opened.passkeys)
  const [pending, setPending] = useState(false)
  const [error, setError] = useState<string | null>(null)

  async function make(): Promise<string | null> {
    const { ticket } = opened
    const begun = await runAction(actions.beginPasskey, { ticket })
    if (!begun.ok) return begun.error
    const response = await import("@simplewebauthn/browser")
      .then(({ startRegistration }) => startRegistration({ optionsJSON: begun.data }))
      .catch(() => null)
    if (!response) return NOT_MADE
    const finished = await runAction(actions.finishPasskey, { ticket, response })
    if (!finished.ok) return finished.error
    setCount(finished.data.passkeys)
    return null
  }

  async function press() {
    if (pending) return
    setPending(true)
    setError(null)
    setError(await make())
    setPending(false)
  }

  return (
    <li>
      <h2>A passkey</h2>
      <p>Your phone or computer lets you in with a finger, a face or its PIN. Nothing to carry.</p>
      {count > 0 ? <DoneLine>{count === 1 ? "You have 1 passkey" : `You have ${count} passkeys`}</DoneLine> : null}
      <button type="button" className={`pickup__button ${count > 0 ? "pickup__button--second" : ""}`} aria-disabled={pending} onClick={() => void press()}>
        {pending ? "Waiting for your device…" : count > 0 ? "Register another device" : "Register this device"}
      </button>
      <div role="alert">{error ? <p className="pickup__error">{error}</p> : null}</div>
    </li>
  )
}
