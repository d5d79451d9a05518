"use client"

import { Button } from "@heroui/react/button"
import { Checkbox } from "@heroui/react/checkbox"
import { Description } from "@heroui/react/description"
import { FieldError } from "@heroui/react/field-error"
import { Input } from "@heroui/react/input"
import { Label } from "@heroui/react/label"
import { TextField } from "@heroui/react/textfield"
import { useState } from "react"
import { fromLocalInput } from "@/components/time/format-time"
import type { DeclareDraft } from "@/lib/domain/declare-draft"
import type { RosterView } from "@/lib/domain/roster"
import type { SignOnHistoryView } from "@/lib/domain/sign-on"
import type { CheckView, InstitutionView } from "@/lib/domain/views"
import { HOURS_WORTH_SWITCHING, hoursOf } from "./declare-draft"
import { NotReady } from "./not-ready"
import { TriageSection } from "./triage"
import type { Triage } from "./use-triage"
import { WizardBar } from "./wizard-bar"

/** As many as declaring takes. */
const MOST_HOURS = 720

type Problems = Partial<Record<"reason" | "since" | "hours", string>>

export function DetailsStep({ draft, change, institution, checks, signOn, rosters, triage, now, onNext }: {
  draft: DeclareDraft
  change: (part: Partial<DeclareDraft>) => void
  institution: InstitutionView
  checks: CheckView[]
  signOn: SignOnHistoryView
  rosters: RosterView[]
  triage: Triage
  now: string
  onNext: () => void
}) {
  const [problems, setProblems] = useState<Problems>({})
  const hours = hoursOf(draft)

  /** The address says it too: a reload, or a link to it, is of the same kind. */
  function changeDrill(drill: boolean) {
    window.history.replaceState(null, "", drill ? "?drill" : window.location.pathname)
    change({ drill })
  }

  function next() {
    const found = problemsOf(draft, institution.timeZone)
    setProblems(found)
    const first = Object.keys(found)[0]
    if (first) document.querySelector<HTMLInputElement>(`[name="${first}"]`)?.focus()
    else onNext()
  }

  return (
    <form noValidate onSubmit={(event) => { event.preventDefault(); next() }}>
      <h1 className="headline headline--2">{draft.drill ? "Declare a drill" : "What is going on?"}</h1>
      <p className="mt-3 text-lead text-ink-2">Nothing in Alma changes in this step or the next.</p>
      <div className="mt-8 grid grid-cols-1 gap-x-12 gap-y-8 xl:grid-cols-2">
        <div className="grid max-w-xl grid-cols-1 content-start gap-6">
          <TriageSection institution={institution} signOn={signOn} rosters={rosters} triage={triage} now={now} />
          <NotReady checks={checks} />
        </div>
        <div className="grid max-w-xl grid-cols-1 content-start gap-6">
          <TextField name="reason" isRequired isInvalid={Boolean(problems.reason)} value={draft.reason} onChange={(reason) => change({ reason })} validationBehavior="aria">
            <Label>Reason</Label>
            <Description>As it should stand in the history, such as: Campus sign-on is down</Description>
            <Input autoComplete="off" maxLength={200} />
            <FieldError>{problems.reason}</FieldError>
          </TextField>
          <div className="grid grid-cols-1 gap-6 sm:grid-cols-2 xl:grid-cols-1">
            <TextField name="since" type="datetime-local" isRequired isInvalid={Boolean(problems.since)} value={draft.since} onChange={(since) => change({ since })} validationBehavior="aria">
              <Label>Down since</Label>
              <Input />
              <FieldError>{problems.since}</FieldError>
            </TextField>
            <TextField name="hours" isRequired isInvalid={Boolean(problems.hours)} value={draft.hours} onChange={(value) => change({ hours: value })} validationBehavior="aria">
              <Label>Expected length in hours</Label>
              <Input inputMode="decimal" autoComplete="off" />
              <FieldError>{problems.hours}</FieldError>
            </TextField>
          </div>
          {hours > 0 && hours < HOURS_WORTH_SWITCHING ? <WaitAdvice /> : null}
          <Checkbox isSelected={draft.drill} onChange={changeDrill}>
            <Checkbox.Content>
              <Checkbox.Control><Checkbox.Indicator /></Checkbox.Control>
              <Label>This is a drill</Label>
            </Checkbox.Content>
            <Description>It walks the whole path on the accounts you choose, is marked as a drill everywhere, and is left out of the figures.</Description>
          </Checkbox>
        </div>
      </div>
      <WizardBar title="Next: choose who needs Alma" detail="You can come back to this.">
        <Button type="submit" className="button--main">Continue</Button>
      </WizardBar>
    </form>
  )
}

function WaitAdvice() {
  return (
    <div role="status" className="border-s-0 rounded-[3px] bg-move-soft px-4 py-3">
      <p className="font-semibold">For less than about {HOURS_WORTH_SWITCHING} hours, waiting is usually better.</p>
      <p className="text-ink-2">
        Alma&apos;s Offline Circulation keeps loans and returns going meanwhile; they are uploaded afterwards. You can still declare: you decide.
      </p>
    </div>
  )
}

function problemsOf(draft: DeclareDraft, timeZone: string): Problems {
  const found: Problems = {}
  if (draft.reason.trim() === "") found.reason = "Please say in a few words what happened."
  const since = fromLocalInput(draft.since, timeZone)
  if (!since) found.since = "Please give a day and a time."
  else if (new Date(since) > new Date()) found.since = "This lies in the future. Since when has sign-on been down?"
  const hours = hoursOf(draft)
  if (!(hours > 0 && hours <= MOST_HOURS)) found.hours = `Please give a number of hours, such as 4; at most ${MOST_HOURS}.`
  return found
}
