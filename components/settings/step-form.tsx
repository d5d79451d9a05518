"use client"

import { Button } from "@heroui/react/button"
import { useRouter } from "next/navigation"
import { type ReactNode, useState } from "react"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import { WizardBar } from "@/components/declare/wizard-bar"
import type { ConnectStep } from "@/lib/domain/connect-steps"
import type { ChangedSettings, InstitutionSettingsView } from "@/lib/domain/settings-views"
import type { SettingsActions, SettingsChange } from "./settings-actions"
import { TestedLines } from "./tested-lines"
import { Told } from "./told"

/** Where a form stands: by itself on the page of settings, or as a step of connecting. */
export type Frame = { kind: "place"; onClose: () => void } | { kind: "wizard"; next: string; onNext: () => void; onBack?: () => void }

export interface StepProps {
  settings: InstitutionSettingsView
  actions: SettingsActions
  frame: Frame
}

/**
 * The fields of one step, with what keeps them and tries them at once. `change` makes what is sent of the fields, or says
 * in a sentence what is wrong with them.
 */
export function StepForm({ step, settings, actions, frame, change, verb = "Check and keep", children }: StepProps & {
  step: Exclude<ConnectStep, "key"> | null
  change: () => SettingsChange | string
  verb?: string
  children: ReactNode
}) {
  const router = useRouter()
  const { pending, error, setError, run } = useRun()
  const [result, setResult] = useState<ChangedSettings | null>(null)

  async function keep(what: SettingsChange | string) {
    if (typeof what === "string") return setError(what)
    setResult(null)
    const ran = await run(actions.change, { ...what, institution: settings.id, ...(step && { step }) })
    if (!ran) return
    setResult(ran.data)
    router.refresh()
  }

  async function pass() {
    if (frame.kind !== "wizard") return
    if (step && !(await run(actions.change, { institution: settings.id, step }))) return
    router.refresh()
    frame.onNext()
  }

  return (
    <form noValidate onSubmit={(event) => { event.preventDefault(); if (!pending) void keep(change()) }}>
      <div className="grid max-w-2xl grid-cols-1 gap-6">{children}</div>
      <Told by={error ?? result}>
        <ErrorNote error={error} />
        {result ? <TestedLines tested={result.tested} warnings={result.warnings} /> : null}
      </Told>
      {frame.kind === "place" ? (
        <div className="mt-6 flex flex-wrap gap-2.5">
          <BusyButton type="submit" className="button--main" busy={pending}>{pending ? "Checking…" : result ? "Check again" : verb}</BusyButton>
          <Button variant="outline" className="button--main" isDisabled={pending} onPress={frame.onClose}>{result ? "Done" : "Leave as it was"}</Button>
        </div>
      ) : (
        <WizardBar title={result ? `Next: ${frame.next}` : verb === "Keep it" ? "It is kept at once." : "It is tried at once."} detail={result ? "You can come back to this." : "Nothing in Alma is changed."}>
          {frame.onBack ? <Button variant="outline" className="button--main max-sm:hidden" isDisabled={pending} onPress={frame.onBack}>Back</Button> : null}
          {result
            ? <BusyButton type="submit" variant="outline" className="button--main" busy={pending}>{pending ? "Checking…" : "Check again"}</BusyButton>
            : <Button variant="outline" className="button--main" isDisabled={pending} onPress={() => void pass()}>Later</Button>}
          {result
            ? <Button className="button--main" isDisabled={pending} onPress={frame.onNext}>Continue</Button>
            : <BusyButton type="submit" className="button--main" busy={pending}>{pending ? "Checking…" : verb}</BusyButton>}
        </WizardBar>
      )}
    </form>
  )
}
