"use client"

import { useRouter } from "next/navigation"
import { useState } from "react"
import { AddPasskey } from "@/components/passkeys/add-passkey"
import { LinkButton } from "@/components/shell/link-button"
import { StepUp } from "@/components/step-up/step-up"
import { PasswordSetUp } from "./password-set-up"
import { SignOutButton } from "./sign-out-button"
import { StepHeading } from "./step-heading"
import { TotpSetUp } from "./totp-set-up"

/**
 * What a person needs to sign in without a link: a password, then a passkey or an authenticator app. `must`: they came
 * by an admin's link, and nothing else is open to them until both stand.
 */
export function SetUp({ email, hasPassword, hasFactor, canHavePasskeys, must }: {
  email: string
  hasPassword: boolean
  hasFactor: boolean
  canHavePasskeys: boolean
  must: boolean
}) {
  const router = useRouter()
  const onDone = () => router.refresh()
  const [appBegun, setAppBegun] = useState(false)
  return (
    <>
      <h1 className="headline headline--2">Set up your sign-in</h1>
      <p className="mt-4 text-lead text-ink-2">
        A password, and a passkey or an authenticator app. Then you can get in by yourself on the day the campus login is down.
        {must ? " Lantern opens when both stand." : ""}
      </p>
      <ol className="rule-list mt-8">
        <li className="py-6"><PasswordSetUp title="1. Password" email={email} stands={hasPassword} onDone={onDone} /></li>
        <li className="py-6">
          <StepHeading title="2. Passkey or app" state={hasFactor ? "Set up" : null} />
          {hasPassword ? null : <p className="mt-1 text-small text-muted">First the password.</p>}
          <h3 className="mt-4 font-semibold">A passkey</h3>
          <p className="text-ink-2">Your phone, your computer or a security key, unlocked by your finger, your face or a PIN. The quickest way, and nobody can be talked into reading it out.</p>
          <AddPasskey able={canHavePasskeys} disabled={!hasPassword} primary={hasPassword && canHavePasskeys && !appBegun} onDone={onDone} />
          <h3 className="mt-8 font-semibold">Or an authenticator app</h3>
          <TotpSetUp stands={false} offered={hasPassword} first={hasPassword && !canHavePasskeys} onBegun={() => setAppBegun(true)} onDone={onDone} />
        </li>
      </ol>
      <StepUp />
      <div className="mt-8">
        {must ? <SignOutButton /> : <LinkButton href="/" variant="outline" className="button--main">Later. Go to Lantern</LinkButton>}
      </div>
    </>
  )
}
