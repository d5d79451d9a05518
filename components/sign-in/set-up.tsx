"use client"

import { useRouter } from "next/navigation"
import { LinkButton } from "@/components/shell/link-button"
import { StepUp } from "@/components/step-up/step-up"
import { PasswordSetUp } from "./password-set-up"
import { TotpSetUp } from "./totp-set-up"

/** What a person needs to sign in without a link: a password, then an authenticator app. */
export function SetUp({ email, hasPassword, hasTotp }: { email: string; hasPassword: boolean; hasTotp: boolean }) {
  const router = useRouter()
  const done = hasPassword && hasTotp
  return (
    <>
      <h1 className="headline headline--2">{done ? "Your sign-in is ready" : "Set up your sign-in"}</h1>
      <p className="mt-4 text-lead text-ink-2">
        {done
          ? "From now on you sign in with your e-mail, your password and a code from your app, whether the campus login works or not."
          : "A password and an authenticator app. Then you can get in by yourself on the day the campus login is down."}
      </p>
      <ol className="rule-list mt-8">
        <li className="py-6"><PasswordSetUp email={email} stands={hasPassword} onDone={() => router.refresh()} /></li>
        <li className="py-6"><TotpSetUp stands={hasTotp} offered={hasPassword} onDone={() => router.refresh()} /></li>
      </ol>
      <StepUp />
      <div className="mt-8">
        <LinkButton href="/" variant={done ? "primary" : "outline"} className="button--main">
          {done ? "Go to Lantern" : "Later. Go to Lantern"}
        </LinkButton>
      </div>
    </>
  )
}
