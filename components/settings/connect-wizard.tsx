"use client"

import Link from "next/link"
import { type ReactNode, useEffect, useRef, useState } from "react"
import { DeskFrame } from "@/components/shell/desk-frame"
import { LinkButton } from "@/components/shell/link-button"
import { WizardSteps } from "@/components/steps/wizard-steps"
import { regionName } from "@/lib/domain/alma-regions"
import { CONNECT_STEPS, CONNECT_TITLES, type ConnectStep } from "@/lib/domain/connect-steps"
import { type InstitutionSettingsView, ROUTE_NAMES } from "@/lib/domain/settings-views"
import type { SignOnHistoryView } from "@/lib/domain/sign-on"
import { ConnectForm } from "./connect-form"
import { KeyForm } from "./key-form"
import { LoginForm } from "./login-form"
import { PeopleForm } from "./people-form"
import { peopleWords } from "./people-words"
import { RouteForm } from "./route-form"
import type { ConnectAction, SettingsActions } from "./settings-actions"
import { SisForm } from "./sis-form"
import { SsoForm } from "./sso-form"
import type { Frame, StepProps } from "./step-form"
import { ZoneForm } from "./zone-form"

const QUESTIONS: Record<ConnectStep, [string, string]> = {
  key: ["Whose Alma is it?", "The key is tried before anything is kept: what it may read, write and run, and whose Alma it reaches."],
  login: ["Where do staff log in?", "Both pages are opened and looked at. Open them yourself, too."],
  sso: ["Is sign-on up?", "Lantern looks every five minutes, so that on the day it can say since when."],
  zone: ["What time is it there?", "Every time is told on this clock."],
  sis: ["What loads the users?", "Accounts go back to this load; it skips whoever is Internal."],
  route: ["How are accounts switched?", "Set once, on a quiet day. Nothing is switched here."],
  people: ["Who can declare?", "And whom do staff call?"],
}

/** Connecting an institution, step by step. Each step is kept when it is answered, so that anyone can go on later. */
export function ConnectWizard({ settings, signOn, now, actions, connect, header }: {
  /** Null until the first step has entered it. */
  settings: InstitutionSettingsView | null
  signOn: SignOnHistoryView | null
  now: string
  actions: SettingsActions
  connect: ConnectAction
  header: ReactNode
}) {
  const [at, setAt] = useState(() => (settings ? firstOpen(settings) : 0))
  const shown = useRef(at)
  useEffect(() => {
    if (shown.current !== at) window.scrollTo({ top: 0 })
    shown.current = at
  }, [at])
  const step = CONNECT_STEPS[at] ?? null
  const steps = CONNECT_STEPS.map((each) => ({ title: CONNECT_TITLES[each], answer: settings ? answerOf(each, settings) : null }))
  return (
    <DeskFrame header={header}>
      <div className="container-page grid gap-x-14 gap-y-8 pt-10 pb-32 lg:grid-cols-[19rem_minmax(0,1fr)]">
        <WizardSteps name="Connect an institution" steps={steps} current={at} onGo={setAt} />
        <div className="min-w-0">
          {step && (settings || step === "key") ? (
            <>
              <h1 className="headline headline--2">{QUESTIONS[step][0]}</h1>
              <p className="mt-3 mb-8 text-lead text-ink-2">{settings ? `${settings.name}. ` : ""}{QUESTIONS[step][1]}</p>
            </>
          ) : null}
          {settings && step ? <StepOf key={step} step={step} signOn={signOn} now={now} {...{ settings, actions }} frame={frameOf(at, setAt)} /> : null}
          {!settings ? <ConnectForm connect={connect} /> : null}
          {settings && !step ? <Connected settings={settings} /> : null}
        </div>
      </div>
    </DeskFrame>
  )
}

function frameOf(at: number, setAt: (at: number) => void): Frame {
  const next = CONNECT_STEPS[at + 1]
  const words = next ? CONNECT_TITLES[next].toLowerCase() : "what is still to do"
  return { kind: "wizard", next: words, onNext: () => setAt(at + 1), ...(at > 0 && { onBack: () => setAt(at - 1) }) }
}

function StepOf({ step, signOn, now, ...props }: StepProps & { step: ConnectStep; signOn: SignOnHistoryView | null; now: string }) {
  switch (step) {
    case "key":
      return <KeyForm {...props} />
    case "login":
      return <LoginForm {...props} />
    case "sso":
      return <SsoForm {...props} signOn={signOn} now={now} />
    case "zone":
      return <ZoneForm {...props} />
    case "sis":
      return <SisForm {...props} />
    case "route":
      return <RouteForm {...props} />
    case "people":
      return <PeopleForm {...props} />
  }
}

/** The first step that nobody has gone through; behind the last one when all are. */
function firstOpen({ setUp }: InstitutionSettingsView): number {
  const open = CONNECT_STEPS.findIndex((step) => step !== "key" && !setUp[step])
  return open === -1 ? CONNECT_STEPS.length : open
}

function answerOf(step: ConnectStep, settings: InstitutionSettingsView): string | null {
  if (step !== "key" && !settings.setUp[step]) return null
  switch (step) {
    case "key":
      return settings.almaCode ? `${settings.almaCode}, ${settings.environment}` : regionName(settings.apiUrl)
    case "login":
      return URL.parse(settings.loginUrl)?.host ?? null
    case "sso":
      return settings.ssoMetadataUrl ? "login and metadata" : settings.ssoUrl ? "login alone" : "not looked at"
    case "zone":
      return settings.timeZone.replaceAll("_", " ")
    case "sis":
      return settings.sisProfile ?? "left for later"
    case "route":
      return settings.route === "job" && !settings.job ? "job, not pasted yet" : ROUTE_NAMES[settings.route]
    case "people":
      return peopleWords(settings)
  }
}

function Connected({ settings }: { settings: InstitutionSettingsView }) {
  const later = [
    ...(settings.route === "job" && !settings.job ? [["/settings/institution#route", "Paste the job", "Without it no account can be switched."]] : []),
    ...(settings.route === "manual" ? [] : [["/readiness/proof", "Prove the route", "On one account whose owner agrees: switched, used, returned, compared."]]),
    ["/settings/people", "Add a second person", "At least two should be able to declare."],
    ["/readiness", "Look at readiness", "Every check that an outage will need, each with the one thing to do."],
    ["/readiness/drill", "Run a drill", "The whole way, before it is needed."],
  ]
  return (
    <>
      <h1 className="headline headline--2">{settings.name} is connected</h1>
      <p className="mt-3 text-lead text-ink-2">What is left needs people:</p>
      <ol className="rule-list mt-6 max-w-2xl">
        {later.map(([href, title, words]) => (
          <li key={href} className="py-3"><Link href={href!} className="link-quiet font-semibold">{title}</Link><p className="text-ink-2">{words}</p></li>
        ))}
      </ol>
      <p className="mt-8"><LinkButton href="/settings">To the settings</LinkButton></p>
    </>
  )
}
