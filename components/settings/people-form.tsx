"use client"

import Link from "next/link"
import { useState } from "react"
import type { InstitutionSettingsView } from "@/lib/domain/settings-views"
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

export function peopleWords({ people: { admins, liaisons } }: Pick<InstitutionSettingsView, "people">): string {
  const able = admins + liaisons
  if (able === 0) return "Nobody can declare an outage yet."
  const parts = [[admins, "admin"], [liaisons, "liaison"]] as const
  const words = parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}${count === 1 ? "" : "s"}`).join(", ")
  return `${able} can declare: ${words}.`
}
