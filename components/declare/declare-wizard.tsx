"use client"

import { useRouter } from "next/navigation"
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react"
import { runAction, type Action } from "@/components/action-result/run-action"
import { accounts } from "@/components/outage/outage-words"
import { WizardSteps } from "@/components/steps/wizard-steps"
import { fromLocalInput, moment, toLocalInput } from "@/components/time/format-time"
import type { DeclareDraft } from "@/lib/domain/declare-draft"
import type { RosterView } from "@/lib/domain/roster"
import type { SignOnHistoryView } from "@/lib/domain/sign-on"
import type { CheckView, InstitutionView } from "@/lib/domain/views"
import type { SearchStaff } from "./alma-search"
import { ChooseStep } from "./choose-step"
import { ConfirmSwitch } from "./confirm-switch"
import { chosenStaff, countGoing, declaredText, hoursOf, newDraft } from "./declare-draft"
import { DetailsStep } from "./details-step"
import { DraftNote } from "./draft-note"
import type { ReadSet } from "./alma-set"
import { PreviewStep } from "./preview-step"
import { ReadingStep } from "./reading-step"
import { SaveRoster, type SaveRosterAction } from "./save-roster"
import { type DraftActions, useDraft } from "./use-draft"
import { type ReadingActions, useReading } from "./use-reading"
import { TriageAnswer } from "./triage"
import { type TriageAction, useTriage } from "./use-triage"

export interface DeclareActions {
  reading: ReadingActions
  searchStaff: SearchStaff
  readSet: ReadSet
  triage: TriageAction
  saveRoster: SaveRosterAction
  draft: DraftActions
  declareOutage: Action<
    { reason: string; since: string; hours: number; text: string; drill: boolean; confirmCount: number },
    { outageId: string }
  >
}

const STEPS: DeclareDraft["step"][] = ["details", "choose", "preview"]

/** From "sign-on is down" to the confirmed list: is it really, details, choose, preview, switch. */
export function DeclareWizard({ institution, checks, signOn, drill, endsDrill, staff, kept, rosters: saved, now, actions, header }: {
  institution: InstitutionView
  checks: CheckView[]
  signOn: SignOnHistoryView
  drill: boolean
  /** A drill goes on, which ends as soon as an outage is declared. */
  endsDrill: boolean
  /** Whom to begin with, where a link says so. */
  staff: string
  /** What was filled in before, here or on another device. */
  kept: Partial<DeclareDraft> | null
  rosters: RosterView[]
  now: string
  actions: DeclareActions
  header: ReactNode
}) {
  const { timeZone } = institution
  const router = useRouter()
  const { draft, change, failed, rest, resume, startOver } = useDraft(resumed(newDraft(toLocalInput(signOn.downSince ?? now, timeZone), drill, staff), kept, saved), actions.draft)
  const [rosters, setRosters] = useState(saved)
  const { reading, start, goOn, stop, leave } = useReading(actions.reading, (preview) =>
    change({ preview, previewedAt: new Date().toISOString(), step: "preview" }))
  const triage = useTriage(actions.triage, draft.triage, draft.rosters[0] ?? saved[0]?.id ?? null, (view) => change({ triage: view }))
  const leaveOut = useCallback((leftOut: string[]) => change({ leftOut }), [change])
  const [gathering, setGathering] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const [confirming, setConfirming] = useState(false)
  const work = useRef<HTMLElement>(null)
  const place = reading ? "reading" : draft.step

  const placeBefore = useRef(place)
  useEffect(() => {
    // Who looks at rows while they are read stays where they are when the last one came.
    if (placeBefore.current !== place && !(placeBefore.current === "reading" && place === "preview")) window.scrollTo({ top: 0 })
    placeBefore.current = place
    setError(null)
  }, [place])

  async function readInAlma() {
    setGathering(true)
    setError(await start(chosenStaff(draft)))
    setGathering(false)
  }

  async function declare(): Promise<string | null> {
    const since = fromLocalInput(draft.since, timeZone)
    if (!draft.preview || !since) return "The details are not complete. Nothing was changed. Go back to the details."
    await rest()
    const ran = await runAction(actions.declareOutage, {
      reason: draft.reason.trim(), since, hours: hoursOf(draft), drill: draft.drill,
      text: declaredText(draft.preview, draft.leftOut), confirmCount: countGoing(draft.preview, draft.leftOut),
    })
    if (!ran.ok) {
      resume()
      return ran.error
    }
    router.push(`/outages/${ran.data.outageId}`)
    return null
  }

  /** The first two of the steps stand on one page: nobody has to wait for the look at sign-on. */
  function goTo(step: number) {
    leave()
    change({ step: STEPS[Math.max(0, step - 1)] })
  }

  function startAgain() {
    leave()
    return startOver({ ...newDraft(toLocalInput(new Date().toISOString(), timeZone), draft.drill), triage: draft.triage })
  }

  return (
    <>
      {header}
      <main id="content" ref={work} className="container-page grid grid-cols-1 gap-x-10 gap-y-6 pt-8 pb-36 lg:grid-cols-[18.5rem_minmax(0,1fr)] lg:pt-9">
        <div className="grid grid-cols-1 content-start gap-5">
          <WizardSteps steps={stepsOf(draft, timeZone)} current={1 + STEPS.indexOf(reading ? "preview" : draft.step)} onGo={goTo} />
          {place !== "details" && draft.triage ? <p className="text-lead text-ink-2 lg:hidden"><b className="font-semibold text-ink">{draft.triage.headline}</b> {draft.triage.detail}</p> : null}
          {endsDrill ? <p className="text-row text-ink-2"><b className="font-semibold text-ink">A drill is going on.</b> It ends at once when you declare; whom you choose here of those who take part stays in Alma.</p> : null}
          <DraftNote failed={failed} onStartOver={startAgain} />
        </div>
        <div className="min-w-0">
          {place === "details" ? <DetailsStep draft={draft} change={change} institution={institution} checks={checks} signOn={signOn} rosters={rosters} triage={triage} now={now} onNext={() => change({ step: "choose" })} /> : null}
          {place === "choose" ? (
            <ChooseStep
              draft={draft} practice={institution.environment === "practice"} rosters={rosters} timeZone={timeZone} now={now}
              search={actions.searchStaff} readSet={actions.readSet} change={change} reading={gathering} error={error}
              onBack={() => change({ step: "details" })} onNext={() => void readInAlma()}
            />
          ) : null}
          {reading ? <ReadingStep reading={reading} onStop={stop} onGoOn={goOn} onBack={leave} /> : null}
          {place === "preview" && draft.preview ? (
            <PreviewStep
              preview={draft.preview} institution={institution} out={draft.leftOut} onOut={leaveOut} onBack={() => change({ step: "choose" })} onSwitch={() => setConfirming(true)}
              saveRoster={<SaveRoster preview={draft.preview} rosters={rosters} save={actions.saveRoster} onSaved={(roster) => setRosters(withRoster(rosters, roster))} />}
            />
          ) : null}
        </div>
      </main>
      {confirming && draft.preview
        ? <ConfirmSwitch count={countGoing(draft.preview, draft.leftOut)} drill={draft.drill} byHand={institution.route === "manual"} onClose={() => setConfirming(false)} onConfirm={declare} />
        : null}
    </>
  )
}

/**
 * What was kept, over a new draft. A drill that was begun never becomes an outage on the quiet, nor
 * the other way round: the link that was pressed decides, and the details are looked at again.
 */
function resumed(fresh: DeclareDraft, kept: Partial<DeclareDraft> | null, rosters: RosterView[]): DeclareDraft {
  const chosen = kept?.rosters?.filter((id) => rosters.some((roster) => roster.id === id)) ?? []
  const draft = { ...fresh, ...kept, rosters: chosen, drill: fresh.drill }
  const otherKind = kept?.drill !== undefined && kept.drill !== fresh.drill
  const noPreview = draft.step === "preview" && draft.preview === null
  return { ...draft, step: otherKind ? "details" : noPreview ? "choose" : draft.step }
}

function withRoster(rosters: RosterView[], saved: RosterView): RosterView[] {
  return [...rosters.filter((roster) => roster.id !== saved.id), saved].toSorted((a, b) => a.name.localeCompare(b.name))
}

function stepsOf(draft: DeclareDraft, timeZone: string) {
  const lists = [
    draft.rosters.length > 0 ? `${draft.rosters.length} ${draft.rosters.length === 1 ? "roster" : "rosters"}` : "",
    draft.picked.length > 0 ? `${draft.picked.length} from Alma` : "",
    draft.pasted.trim() === "" ? "" : "pasted ids",
    ...draft.files.map((file) => file.name),
  ].filter(Boolean)
  const after = STEPS.indexOf(draft.step)
  return [
    { title: "Is it really SSO?", answer: after > 0 ? <TriageAnswer view={draft.triage} /> : (draft.triage?.headline ?? null) },
    { title: "Details", answer: after > 0 ? `${draft.drill ? "Drill. " : ""}${draft.reason}, about ${draft.hours} h` : null },
    { title: "Choose", answer: after > 1 ? lists.join(", ") : null },
    { title: "Preview", answer: after > 1 && draft.previewedAt ? `Alma was read at ${moment(draft.previewedAt, timeZone, draft.previewedAt)}` : null },
    { title: "Switch", answer: after > 1 && draft.preview ? accounts(countGoing(draft.preview, draft.leftOut)) : null },
  ]
}
