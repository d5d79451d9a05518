"use client"

import { type MouseEvent, useEffect, useRef } from "react"
import type { CredentialsView } from "@/lib/domain/views"
import { PasswordCells } from "./password-cells"
import { CopyPassword } from "./copy-password"
import { NewCard } from "./new-card"
import { VouchingNote } from "./vouching-note"

/** The credentials, once: user name, password in clear characters, the way in, and what comes after. */
export function PickupShown({ credentials }: { credentials: CredentialsView }) {
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [])
  const stopWarning = useLeaveWarning()

  function clear(event: MouseEvent) {
    event.preventDefault()
    stopWarning()
    window.location.replace("/pickup")
  }

  return (
    <>
      <h1 ref={title} tabIndex={-1} className="pickup__name">{credentials.name ?? credentials.userName}</h1>
      {credentials.drill ? <p className="pickup__drill"><b>Drill.</b> This is for practice; the password is real until the drill ends.</p> : null}
      <p className="pickup__once"><WarnIcon /> Shown once. Keep this page open until you are in Alma.</p>

      <h2 id="user-name" className="pickup__label">User name</h2>
      <p aria-labelledby="user-name" role="group" className="pickup__user">{credentials.userName}</p>

      <p className="pickup__label"><b>Temporary password</b> <span>{credentials.password.length} small letters and digits, no spaces</span></p>
      <PasswordCells password={credentials.password} />

      <p className="pickup__actions">
        <a href={credentials.loginUrl} target="_blank" rel="noreferrer" className="pickup__button">Open Alma<OpenIcon /></a>
        <CopyPassword password={credentials.password} />
      </p>

      {credentials.card ? <NewCard card={credentials.card} name={credentials.name} institutionName={credentials.institutionName} /> : null}

      <h2 className="pickup__next">What happens next</h2>
      <ol className="pickup__steps">
        <li><span>Alma asks you to <b>choose a new password</b>. Choose your own.</span></li>
        <li><span>Work as usual, <b>until we tell you</b> that campus login is back.</span></li>
        <li><span>Then use the <b>campus login</b> again, not this password.</span></li>
      </ol>
      {credentials.vouching ? <VouchingNote vouching={credentials.vouching} /> : null}
      <p className="pickup__done">In Alma? <a href="/pickup" onClick={clear}>Clear this page</a>, above all on a shared computer.</p>
      <p className="pickup__lost">Lost it? {credentials.helpContact ? `Ask for a new code: ${credentials.helpContact}` : "Ask the person who gave you the code for a new one."}</p>
    </>
  )
}

/** @returns what to call before leaving on purpose */
function useLeaveWarning(): () => void {
  const warn = useRef((event: BeforeUnloadEvent) => event.preventDefault())
  useEffect(() => {
    const listener = warn.current
    window.addEventListener("beforeunload", listener)
    return () => window.removeEventListener("beforeunload", listener)
  }, [])
  return () => window.removeEventListener("beforeunload", warn.current)
}

function WarnIcon() {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true" className="pickup__warn" fill="currentColor">
      <path fillRule="evenodd" d="M9.1 1.7a1.3 1.3 0 0 0-2.2 0L.7 12.8a1.3 1.3 0 0 0 1.1 1.9h12.4a1.3 1.3 0 0 0 1.1-1.9zM7.2 5.2h1.6v4.6H7.2zm0 5.9h1.6v1.6H7.2z" />
    </svg>
  )
}

function OpenIcon() {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true" className="pickup__icon" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round">
      <path d="M6.5 2.5h-4v11h11v-4M9.5 2.5h4v4M13 3 7.5 8.5" />
    </svg>
  )
}
