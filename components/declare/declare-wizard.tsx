"use client"

import { useRouter } from "next/navigation"
import { type ReactNode, useEffect, useRef, useState } from "react"
import { runAction, type Action } from "@/components/action-result/run-action"
import { accounts } from "@/components/outage/outage-words"
import { WizardSteps } from "@/components/steps/wizard-steps"
import { fromLocalInput, moment, toLocalInput } from "@/components/time/format-time"
import type { DeclareDraft } from "@/lib/domain/declare-draft"
import type { CheckView, InstitutionView, PreviewView } from "@/lib/domain/views"
import type { SearchStaff } from "./alma-search"
import { ChooseStep } from "./choose-step"
import { ConfirmSwitch } from "./confirm-switch"
import { declaredText, listTexts, mergePreviews, newDraft } from "./declare-draft"
import { DetailsStep } from "./details-step"
import { DraftNote } from "./draft-note"
import { PreviewStep } from "./preview-step"
import { type DraftActions, useDraft } from "./use-draft"

export interface DeclareActions {
  previewStaff: Action<{ text: string }, PreviewView>
  searchStaff: SearchStaff
  draft: DraftActions
  declareOutage: Action<
    { reason: string; since: string; hours: number; text: string; drill: boolean; confirmCount: number },
    { outageId: string }
  >
}

const STEPS: DeclareDraft["step"][] = ["details", "choose", "preview"]

/** From "sign-on is down" to the confirmed list: details, choose, preview, switch. */
export function DeclareWizard({ institution, checks, drill, kept, now, actions, header }: {
  institution: InstitutionView
  checks: CheckView[]
  drill: boolean
  /** What was filled in before, here or on another device. */
  kept: Partial<DeclareDraft> | null
  now: string
  actions: DeclareActions
  header: ReactNode
}) {
  const { timeZone } = institution
  const router = useRouter()
  const { draft, change, failed, rest, resume, startOver } = useDraft(resumed(newDraft(toLocalInput(now, timeZone), drill), kept), actions.draft)
  const [reading, setReading] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const [confirming, setConfirming] = useState(false)
  const work = useRef<HTMLElement>(null)

  useEffect(() => { setError(null); window.scrollTo({ top: 0 }) }, [draft.step])

  async function readInAlma() {
    setReading(true)
    setError(null)
    const previews: PreviewView[] = []
    for (const text of listTexts(draft)) {
      const ran = await runAction(actions.previewStaff, { text })
      if (!ran.ok) {
        setError(ran.error)
        setReading(false)
        return
      }
      previews.push(ran.data)
    }
    setReading(false)
    change({ preview: mergePreviews(previews), previewedAt: new Date().toISOString(), step: "preview" })
  }

  async function declare(): Promise<string | null> {
    const since = fromLocalInput(draft.since, timeZone)
    if (!draft.preview || !since) return "The details are not complete. Nothing was changed. Go back to the details."
    await rest()
    const ran = await runAction(actions.declareOutage, {
      reason: draft.reason.trim(), since, hours: Number(draft.hours), drill: draft.drill,
      text: declaredText(draft.preview), confirmCount: draft.preview.counts.switch,
    })
    if (!ran.ok) {
      resume()
      return ran.error
    }
    router.push(`/outages/${ran.data.outageId}`)
    return null
  }

  return (
    <>
      {header}
      <main id="content" ref={work} className="container-page grid gap-x-14 gap-y-6 pt-8 pb-36 lg:grid-cols-[19rem_minmax(0,1fr)] lg:pt-9">
        <div className="grid content-start gap-5">
          <WizardSteps steps={stepsOf(draft, timeZone)} current={STEPS.indexOf(draft.step)} onGo={(step) => change({ step: STEPS[step] })} />
          <DraftNote failed={failed} onStartOver={() => startOver(newDraft(toLocalInput(new Date().toISOString(), timeZone), draft.drill))} />
        </div>
        <div className="min-w-0">
          {draft.step === "details" ? <DetailsStep draft={draft} change={change} institution={institution} checks={checks} onNext={() => change({ step: "choose" })} /> : null}
          {draft.step === "choose" ? <ChooseStep draft={draft} practice={institution.environment === "practice"} search={actions.searchStaff} change={change} reading={reading} error={error} onBack={() => change({ step: "details" })} onNext={() => void readInAlma()} /> : null}
          {draft.step === "preview" && draft.preview ? <PreviewStep preview={draft.preview} onBack={() => change({ step: "choose" })} onSwitch={() => setConfirming(true)} /> : null}
        </div>
      </main>
      {confirming && draft.preview
        ? <ConfirmSwitch count={draft.preview.counts.switch} drill={draft.drill} onClose={() => setConfirming(false)} onConfirm={declare} />
        : null}
    </>
  )
}

/**
 * What was kept, over a new draft. A drill that was begun never becomes an outage on the quiet, nor
 * the other way round: the link that was pressed decides, and the details are looked at again.
 */
function resumed(fresh: DeclareDraft, kept: Partial<DeclareDraft> | null): DeclareDraft {
  const draft = { ...fresh, ...kept, drill: fresh.drill }
  const otherKind = kept?.drill !== undefined && kept.drill !== fresh.drill
  const noPreview = draft.step === "preview" && draft.preview === null
  return { ...draft, step: otherKind ? "details" : noPreview ? "choose" : draft.step }
}

function stepsOf(draft: DeclareDraft, timeZone: string) {
  const lists = [
    draft.picked.length > 0 ? `${draft.picked.length} from Alma` : "",
    draft.pasted.trim() === "" ? "" : "pasted ids",
    ...draft.files.map((file) => file.name),
  ].filter(Boolean)
  const after = STEPS.indexOf(draft.step)
  return [
    { title: "Details", answer: after > 0 ? `${draft.drill ? "Drill. " : ""}${draft.reason}, about ${draft.hours} h` : null },
    { title: "Choose", answer: after > 1 ? lists.join(", ") : null },
    { title: "Preview", answer: after > 1 && draft.previewedAt ? `Alma was read at ${moment(draft.previewedAt, timeZone, draft.previewedAt)}` : null },
    { title: "Switch", answer: after > 1 && draft.preview ? accounts(draft.preview.counts.switch) : null },
  ]
}
