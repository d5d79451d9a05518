"use client"

import { useRouter } from "next/navigation"
import type { ReactNode } from "react"
import { DeskFrame } from "@/components/shell/desk-frame"
import { LinkButton } from "@/components/shell/link-button"
import { PasswordSetUp } from "@/components/sign-in/password-set-up"
import { StepHeading } from "@/components/sign-in/step-heading"
import { TotpSetUp } from "@/components/sign-in/totp-set-up"
import type { AccountView } from "@/lib/domain/people-views"
import { CampusSection } from "./campus-section"
import { NoticesSection } from "./notices-section"
import { PasskeysSection } from "./passkeys-section"
import { RecoverySection } from "./recovery-section"
import { SessionsSection } from "./sessions-section"

/** A person's own account: how they sign in, where they are signed in, and what they should know. */
export function AccountPage({ account, campusSaid, timeZone, now, header }: {
  account: AccountView
  /** What became of tying the campus sign-on. */
  campusSaid: string | null
  timeZone: string
  now: string
  header: ReactNode
}) {
  const router = useRouter()
  const onDone = () => router.refresh()
  const clock = { timeZone, now }
  return (
    <DeskFrame header={header} head={
      <div className="no-print container-page flex flex-wrap items-end justify-between gap-x-8 gap-y-5 pt-10 pb-8">
        <div className="min-w-0">
          <p className="text-lead text-ink-2 wrap-anywhere">{account.name}, {account.email}</p>
          <h1 className="headline headline--2 mt-2">{account.complete ? "Your sign-in is ready" : "Your sign-in isn’t ready"}</h1>
          <p className="mt-4 max-w-2xl text-lead text-ink-2">{sentence(account)}</p>
        </div>
        {account.complete ? null : <LinkButton href="/sign-in/set-up">Set up your sign-in</LinkButton>}
      </div>
    }>
      <div className="container-page grid gap-x-14 gap-y-10 pb-16 lg:grid-cols-[minmax(0,1fr)_25rem] lg:grid-rows-[auto_1fr]">
        <div className="no-print lg:col-start-2"><NoticesSection notices={account.notices} clock={clock} onDone={onDone} /></div>
        {account.complete ? (
          <ul className="rule-list self-start lg:col-start-1 lg:row-span-2 lg:row-start-1">
            <li className="no-print py-6"><PasskeysSection account={account} clock={clock} onDone={onDone} /></li>
            <li className="no-print py-6">
              <StepHeading title="Authenticator app" state={account.hasApp ? "Set up" : null} />
              <TotpSetUp stands={account.hasApp} offered first={false} onDone={onDone} />
            </li>
            <li className="py-6"><RecoverySection account={account} clock={clock} onDone={onDone} /></li>
            <li className="no-print py-6"><PasswordSetUp title="Password" email={account.email} stands={account.hasPassword} asksPresent={account.asksPresentPassword} onDone={onDone} /></li>
            {account.campus ? (
              <li className="no-print py-6"><CampusSection campus={account.campus} said={campusSaid} clock={clock} onDone={onDone} /></li>
            ) : null}
          </ul>
        ) : null}
        <div className="no-print lg:col-start-2"><SessionsSection sessions={account.sessions} clock={clock} onDone={onDone} /></div>
      </div>
    </DeskFrame>
  )
}

function sentence({ complete, hasApp, passkeys, recoveryCodes }: AccountView): string {
  if (!complete) return "You came by a link. A password, and a passkey or an authenticator app, let you in by yourself on the day it counts."
  const key = passkeys.length === 0 ? "a code of your app" : hasApp ? "a passkey or a code" : "a passkey"
  const start = `Your e-mail, your password and ${key} let you in, whether the campus login works or not.`
  return recoveryCodes.left === 0 ? `${start} Print recovery codes for the day you lose what you sign in with.` : start
}
