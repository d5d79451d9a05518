"use client"

import { useState } from "react"
import { Button } from "@heroui/react/button"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import { TickBox } from "@/components/tick-box/tick-box"
import { useUserGroups } from "@/components/user-groups/use-user-groups"
import { UserGroupList } from "@/components/user-groups/user-group-list"
import type { SisProfiles } from "@/lib/domain/settings-views"
import type { MailLogin } from "@/lib/domain/sign-on"
import { StepForm, type StepProps } from "./step-form"
import { TextLine } from "./text-line"

/** The campus feed that brings staff in: its profile's code is the external id that an account must have to be returned. */
export function SisForm({ settings, actions, frame }: StepProps) {
  const [sisProfile, setProfile] = useState(settings.sisProfile ?? "")
  const [groups, setGroups] = useState(settings.sisGroups.join(", "))
  const [offer, setOffer] = useState<SisProfiles | null>(null)
  const { pending, error, run } = useRun()

  async function ask() {
    const ran = await run(actions.offerSisProfiles, { institution: settings.id })
    if (ran) setOffer(ran.data)
  }

  const inAlma = useUserGroups()
  const named = groups.split(/[,;\n]/).map((group) => group.trim()).filter((group) => group !== "")
  const isNamed = (code: string) => named.some((each) => each.toLowerCase() === code.toLowerCase())
  const tick = (code: string, on: boolean) => setGroups((on ? [...named, code] : named.filter((each) => each.toLowerCase() !== code.toLowerCase())).join(", "))
  const change = () => ({ sisProfile, sisGroups: named })
  return (
    <StepForm step="sis" settings={settings} actions={actions} frame={frame} change={change} verb="Keep it">
      <div>
        <TextLine label="Profile code of the user load" mono value={sisProfile} onChange={setProfile} maxLength={100}>
          The code of the integration profile in Alma that loads staff. It is the External ID of their accounts.
        </TextLine>
        <div className="mt-2.5" aria-live="polite">
          {offer?.profiles?.map(({ code, name }) => (
            <p key={code} className="py-1 text-row">
              <Button variant="ghost" className="button--plain" aria-label={`Use ${code}`} onPress={() => setProfile(code)}>{code}</Button>
              <span className="ms-2.5 text-ink-2">{name}</span>
            </p>
          ))}
          {offer?.profiles?.length === 0 ? <p className="text-row text-ink-2">Alma knows no profile that loads users.</p> : null}
          {offer?.why ? <p className="text-row text-ink-2">{offer.why}</p> : null}
          {offer ? null : <BusyButton variant="outline" size="sm" busy={pending} onPress={() => void ask()}>{pending ? "Asking Alma…" : "Ask Alma which there are"}</BusyButton>}
        </div>
        <ErrorNote error={error} />
      </div>
      <div>
        <TextLine label="User groups that the load writes to" mono value={groups} onChange={setGroups} maxLength={2_000}>
          Their codes, with commas between them. A back-up admin must belong to none of them, or the load changes that account too.
        </TextLine>
        <UserGroupList answer={inAlma}>
          {({ code, name }) => (
            <>
              <TickBox label={`The load writes to ${name}`} checked={isNamed(code)} onChange={(on) => tick(code, on)} />
              <span className="min-w-0 flex-1 wrap-anywhere">{name}</span>
              <span className="font-mono text-caption text-muted">{code}</span>
            </>
          )}
        </UserGroupList>
      </div>
      {offer ? <p className="text-row text-ink-2">{mailWords(offer.mailLogin)}</p> : null}
    </StepForm>
  )
}

function mailWords(login: MailLogin): string {
  switch (login.kind) {
    case "profile":
      return `Alma also has a login by mailed link (“${login.name}”). See in Alma whether it is allowed for Alma itself: where it is and campus mail works, nobody need be switched.`
    case "none":
      return "Alma has no profile for a login by mailed link, which could spare the whole thing where campus mail works without sign-on. Ex Libris describes it as “Social/Email Login”."
    case "unknown":
      return `Whether Alma has a login by mailed link is not known: ${login.why}.`
  }
}
