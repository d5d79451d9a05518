"use client"

import { type ReactNode, useState } from "react"
import type { CheckView } from "@/lib/domain/views"
import { ChooseStep } from "./choose-step"
import { ConfirmSwitch } from "./confirm-switch"
import { countGoing } from "./declare-draft"
import { DetailsStep } from "./details-step"
import { PreviewStep } from "./preview-step"
import { ReadingStep } from "./reading-step"
import { SaveRoster } from "./save-roster"
import { type Beginning, useDeclaration } from "./use-declaration"
import { WizardAside } from "./wizard-aside"

interface WizardProps extends Beginning {
  checks: CheckView[]
  /** A drill goes on, which ends as soon as an outage is declared. */
  endsDrill: boolean
  header: ReactNode
}

/** From "sign-on is down" to the confirmed list: is it really, details, choose, preview, switch. */
export function DeclareWizard({ checks, endsDrill, header, ...beginning }: WizardProps) {
  const { institution, signOn, now, actions } = beginning
  const declaration = useDeclaration(beginning)
  const { draft, change, place, goTo, rosters, reading } = declaration
  const [confirming, setConfirming] = useState(false)
  const common = { draft, rosters, change, now }
  return (
    <>
      {header}
      <main id="content" className="container-page grid grid-cols-1 gap-x-10 gap-y-6 pt-8 pb-36 lg:grid-cols-[18.5rem_minmax(0,1fr)] lg:pt-9">
        <WizardAside declaration={declaration} endsDrill={endsDrill} timeZone={institution.timeZone} />
        <div className="min-w-0">
          {place === "details" ? (
            <DetailsStep {...common} institution={institution} checks={checks} signOn={signOn} triage={declaration.triage} onNext={() => goTo("choose")} />
          ) : null}
          {place === "choose" ? (
            <ChooseStep
              {...common} practice={institution.environment === "practice"} timeZone={institution.timeZone}
              search={actions.searchStaff} readSet={actions.readSet} reading={declaration.gathering} error={declaration.error}
              onBack={() => goTo("details")} onNext={() => void declaration.readInAlma()}
            />
          ) : null}
          {reading ? <ReadingStep reading={reading} onStop={declaration.stop} onGoOn={declaration.goOn} onBack={declaration.leave} /> : null}
          {place === "preview" && draft.preview ? (
            <PreviewStep
              preview={draft.preview} institution={institution} out={draft.leftOut} onOut={declaration.leaveOut}
              onBack={() => goTo("choose")} onSwitch={() => setConfirming(true)}
              saveRoster={<SaveRoster preview={draft.preview} rosters={rosters} save={actions.saveRoster} onSaved={declaration.keepRoster} />}
            />
          ) : null}
        </div>
      </main>
      {confirming && draft.preview ? (
        <ConfirmSwitch
          count={countGoing(draft.preview, draft.leftOut)} drill={draft.drill} byHand={institution.route === "manual"}
          onClose={() => setConfirming(false)} onConfirm={declaration.declare}
        />
      ) : null}
    </>
  )
}
