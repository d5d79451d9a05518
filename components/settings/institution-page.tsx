"use client"

import Link from "next/link"
import { type ReactNode, useEffect, useState } from "react"
import { DeskFrame } from "@/components/shell/desk-frame"
import { SignOnHistory } from "@/components/sign-on/sign-on-history"
import { moment } from "@/components/time/format-time"
import { regionName } from "@/lib/domain/alma-regions"
import { CONNECT_STEPS, CONNECT_TITLES, type ConnectStep } from "@/lib/domain/connect-steps"
import { type InstitutionSettingsView, ROUTE_NAMES } from "@/lib/domain/settings-views"
import type { SignOnHistoryView } from "@/lib/domain/sign-on"
import { KeyForm } from "./key-form"
import { LoginForm } from "./login-form"
import { PeopleForm } from "./people-form"
import { whoCanDeclare } from "./people-words"
import { RouteForm } from "./route-form"
import { SettingPart } from "./setting-part"
import type { SettingsActions } from "./settings-actions"
import { SisForm } from "./sis-form"
import { SsoForm } from "./sso-form"
import type { StepProps } from "./step-form"
import { ZoneForm } from "./zone-form"

const ABOUT: Record<ConnectStep, string> = {
  key: "Which Alma Lantern works in, and what its key may do there.",
  login: "The links that staff get: one for while they are Internal, one for every other day.",
  sso: "Lantern looks every five minutes whether sign-on is up, so that it can say since when it is down.",
  zone: "Every time is told on this clock.",
  sis: "The campus feed that brings staff in. It skips accounts that are Internal, so none may be forgotten.",
  route: "What makes accounts Internal when an outage is declared.",
  people: "Who can declare, and whom staff call.",
}

/** Everything that is set of the institution, each changed in its place and tried at once. */
export function InstitutionPage({ settings, signOn, now, actions, header }: {
  settings: InstitutionSettingsView
  signOn: SignOnHistoryView
  now: string
  actions: SettingsActions
  header: ReactNode
}) {
  const [open, setOpen] = useState<ConnectStep | null>(null)
  // A link to one part opens it: who follows it came to change that.
  useEffect(() => {
    const step = CONNECT_STEPS.find((each) => `#${each}` === window.location.hash)
    if (step && settings.canManage) setOpen(step)
  }, [settings.canManage])

  const step: StepProps = { settings, actions, frame: { kind: "place", onClose: () => setOpen(null) } }
  const part = (id: ConnectStep, facts: [string, ReactNode][], form: ReactNode, more?: ReactNode) => (
    <SettingPart
      key={id} id={id} title={CONNECT_TITLES[id]} about={ABOUT[id]} facts={facts} more={more}
      canChange={settings.canManage} open={open === id} onOpen={() => setOpen(id)}
    >{form}</SettingPart>
  )
  const where = settings.practice ? "practice" : settings.environment
  return (
    <DeskFrame header={header} head={
      <div className="container-page pt-8 pb-8">
        <p className="text-lead text-ink-2"><Link href="/settings" className="link-quiet">Settings</Link></p>
        <h1 className="headline headline--2 mt-2">{settings.name}</h1>
      </div>
    }>
      <div className="container-page pb-12">
        {settings.openOutage ? <p className="mb-6 max-w-2xl">An outage is open, so another Alma or another route can be set only when it is closed.</p> : null}
        <div className="rule-list">
          {part("key", [
            ["Code", settings.code], ["Region", regionName(settings.apiUrl)],
            ["Alma", settings.almaCode ? `${settings.almaCode}, ${where}` : where],
            ...settings.key.map(({ id, message }): [string, ReactNode] => [KEY_WORDS[id], message]),
            ["Requests a second", String(settings.rate)],
          ], <KeyForm {...step} />)}
          {part("login", [["While Internal", settings.loginUrl], ["Every other day", settings.ssoUrl ?? "not set"]], <LoginForm {...step} />)}
          {part("sso", [["Metadata", settings.ssoMetadataUrl ?? "not set"]], <SsoForm {...step} signOn={null} now={now} />,
            <SignOnHistory history={signOn} timeZone={settings.timeZone} now={now} />)}
          {part("zone", [["Clock", settings.timeZone.replaceAll("_", " ")]], <ZoneForm {...step} />)}
          {part("sis", [["Profile code", settings.sisProfile ?? "not set"], ["User groups it writes to", settings.sisGroups.join(", ") || "not set"]], <SisForm {...step} />)}
          {part("route", routeFacts(settings, now), <RouteForm {...step} />, settings.route === "manual" ? null : <Link href="/readiness/proof" className="link-quiet">Prove it on one account</Link>)}
          {part("people", [["Can declare", whoCanDeclare(settings)], ["Staff ask", settings.helpContact ?? "nobody named"]], <PeopleForm {...step} />,
            <Link href="/settings/people" className="link-quiet">People of this institution</Link>)}
        </div>
      </div>
    </DeskFrame>
  )
}

const KEY_WORDS = { "key.read": "Reads", "key.write": "Writes", "key.jobs": "Jobs" } as const

function routeFacts({ route, job, jobProvedAt, directProvedAt, timeZone }: InstitutionSettingsView, now: string): [string, ReactNode][] {
  const proved = route === "job" ? jobProvedAt : directProvedAt
  return [
    ["Accounts are switched", ROUTE_NAMES[route]],
    ...(route === "job" ? [["Alma's job", job ? `${job.id}, ${job.parameters} parameters` : "not pasted yet"] as [string, ReactNode]] : []),
    ...(route === "manual" ? [] : [["Proved", proved ? moment(proved, timeZone, now) : "never"] as [string, ReactNode]]),
  ]
}
