"use client"

import Link from "next/link"
import { useState } from "react"
import { peopleWords } from "./people-words"
import { StepForm, type StepProps } from "./step-form"
import { TextLine } from "./text-line"

/** Who declares, and whom staff call when a pick-up doesn't work. */
export function PeopleForm({ settings, actions, frame }: StepProps) {
  const [helpContact, setHelpContact] = useState(settings.helpContact ?? "")
  return (
    <StepForm step="people" settings={settings} actions={actions} frame={frame} change={() => ({ helpContact })} verb="Keep it">
      <p>
        <b className="font-semibold">{peopleWords(settings)}</b>{" "}
        <span className="text-ink-2">At least two should be able to declare. </span>
        <Link href="/settings/people" className="link-quiet">Add a person</Link>
      </p>
      <TextLine label="Whom staff ask for help" value={helpContact} onChange={setHelpContact} maxLength={200}>
        Stands on slips and on the pick-up page, such as: the Circulation desk, extension 4410. CARLI&apos;s staff help liaisons on weekdays.
      </TextLine>
    </StepForm>
  )
}
