"use client"

import { type RefObject, useEffect, useRef } from "react"
import type { CredentialsView } from "@/lib/domain/views"
import { type PasskeyActions, usePasskey } from "./use-passkey"

/** Two fields and a button. A code in the address's fragment is taken into its field and wiped from the address. */
export function PickupForm({ submit, pending, error: refused, primaryId, passkey, onShown }: {
  submit: (form: FormData) => void
  pending: boolean
  error: string | null
  /** What was typed before, for browsers without JavaScript. */
  primaryId: string
  passkey: PasskeyActions
  /** What a passkey brought; a code's answer comes by the form. */
  onShown: (credentials: CredentialsView) => void
}) {
  const person = useRef<HTMLInputElement>(null)
  const code = useRef<HTMLInputElement>(null)
  useCodeFromAddress(code)
  const key = usePasskey(passkey, onShown)
  const error = key.error ?? refused

  // The answer comes to a form that React has emptied: what was typed is not typed again.
  const typed = useRef({ person: "", code: "" })
  useEffect(() => {
    if (!error) return
    if (person.current && !person.current.value) person.current.value = typed.current.person
    if (code.current && !code.current.value) code.current.value = typed.current.code
  }, [error])

  return (
    <>
      <h1 className="pickup__title">Your way into Alma</h1>
      <p className="pickup__lead">When campus login is down, a code from the library lets you into Alma.</p>
      <form
        action={submit} className="pickup__form" autoComplete="off"
        onSubmit={(event) => {
          // A second press would spend the code again, and its refusal would hide the password.
          key.forget()
          if (pending) event.preventDefault()
          else typed.current = { person: person.current?.value ?? "", code: code.current?.value ?? "" }
        }}
      >
        <div role="alert">{error ? <p className="pickup__error">{error}</p> : null}</div>
        <div className="pickup__field">
          <label htmlFor="primary-id">Primary ID</label>
          <p id="primary-id-help">Usually the name you log in to campus with</p>
          <input ref={person} id="primary-id" name="primaryId" defaultValue={primaryId} required maxLength={255} aria-describedby="primary-id-help" autoComplete="off" autoCapitalize="none" autoCorrect="off" spellCheck={false} />
        </div>
        <div className="pickup__field">
          <label htmlFor="pickup-code">Pick-up code</label>
          <p id="pickup-code-help">On your slip, on your recovery card or on the screen. Capitals and spaces do not matter</p>
          <input ref={code} id="pickup-code" name="code" required maxLength={60} aria-describedby="pickup-code-help" autoComplete="off" autoCapitalize="characters" autoCorrect="off" spellCheck={false} />
        </div>
        <button type="submit" className="pickup__button" aria-disabled={pending}>{pending ? "One moment…" : "Show my credentials"}</button>
        {key.offered ? (
          <button type="button" className="pickup__button pickup__button--second pickup__passkey" aria-disabled={key.pending} onClick={() => key.use(person.current?.value ?? "")}>
            {key.pending ? "Waiting for your passkey…" : "Use your passkey instead of a code"}
          </button>
        ) : null}
        <p className="pickup__note">They are shown once. Be at the screen where you will use them.</p>
      </form>
      <section className="pickup__help">
        <h2>No code, or it does not work?</h2>
        <p>Ask the person at the library who gave it to you. A new code takes a moment.</p>
        <p>Nobody there? A colleague who has picked up and was named for you can <a href="/pickup/vouch">vouch for you</a>.</p>
      </section>
    </>
  )
}

function useCodeFromAddress(field: RefObject<HTMLInputElement | null>) {
  useEffect(() => {
    const code = decodeFragment(window.location.hash.slice(1))
    if (!code) return
    if (field.current && !field.current.value) field.current.value = code
    window.history.replaceState(window.history.state, "", window.location.pathname + window.location.search)
  }, [field])
}

function decodeFragment(fragment: string): string {
  try {
    return decodeURIComponent(fragment)
  } catch {
    return ""
  }
}
