"use client"

import { useRouter } from "next/navigation"
import { useCallback, useEffect, useRef, useState } from "react"
import { type Action, runAction } from "@/components/action-result/run-action"
import { fromLocalInput, toLocalInput } from "@/components/time/format-time"
import type { DeclareDraft } from "@/lib/domain/declare-draft"
import type { RosterView } from "@/lib/domain/roster"
import type { SignOnHistoryView } from "@/lib/domain/sign-on"
import type { InstitutionView } from "@/lib/domain/views"
import type { SearchStaff } from "./alma-search"
import type { ReadSet } from "./alma-set"
import { chosenStaff, countGoing, declaredText, hoursOf, newDraft, resumedDraft } from "./declare-draft"
import type { SaveRosterAction } from "./save-roster"
import { type DraftActions, useDraft } from "./use-draft"
import { type ReadingActions, useReading } from "./use-reading"
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

/** With what a declaration begins. */
export interface Beginning {
  institution: InstitutionView
  signOn: SignOnHistoryView
  drill: boolean
  /** Whom to begin with, where a link says so. */
  staff: string
  /** What was filled in before, here or on another device. */
  kept: Partial<DeclareDraft> | null
  rosters: RosterView[]
  now: string
  actions: DeclareActions
}

/** A declaration on its way: what is filled in, where it stands, and what can be done with it. Nothing in Alma changes before `declare`. */
export function useDeclaration({ institution: { timeZone }, signOn, drill, staff, kept, rosters: saved, now, actions }: Beginning) {
  const router = useRouter()
  const fresh = newDraft(toLocalInput(signOn.downSince ?? now, timeZone), drill, staff)
  const { draft, change, failed, rest, resume, startOver } = useDraft(resumedDraft(fresh, kept, saved), actions.draft)
  const [rosters, setRosters] = useState(saved)
  const { reading, start, goOn, stop, leave } = useReading(actions.reading, (preview) =>
    change({ preview, previewedAt: new Date().toISOString(), step: "preview" }))
  const triage = useTriage(actions.triage, draft.triage, draft.rosters[0] ?? saved[0]?.id ?? null, (view) => change({ triage: view }))
  const leaveOut = useCallback((leftOut: string[]) => change({ leftOut }), [change])
  const [gathering, setGathering] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const place: Place = reading ? "reading" : draft.step
  useArrival(place, useCallback(() => setError(null), []))

  async function readInAlma() {
    setGathering(true)
    setError(await start(chosenStaff(draft)))
    setGathering(false)
  }

  /** Answers null when it is declared and the page of the outage is on its way, else why it is not. */
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

  function goTo(step: DeclareDraft["step"]) {
    leave()
    change({ step })
  }

  function startAgain() {
    leave()
    return startOver({ ...newDraft(toLocalInput(new Date().toISOString(), timeZone), draft.drill), triage: draft.triage })
  }

  const keepRoster = (roster: RosterView) =>
    setRosters((known) => [...known.filter((one) => one.id !== roster.id), roster].toSorted((a, b) => a.name.localeCompare(b.name)))

  return {
    draft, change, failed, place, goTo, startAgain, rosters, keepRoster, triage, leaveOut, declare,
    reading, gathering, error, readInAlma, goOn, stop, leave,
  }
}

export type Declaration = ReturnType<typeof useDeclaration>

/** What stands on the page: a step of the draft, or the reading of Alma before the preview. */
type Place = DeclareDraft["step"] | "reading"

/** A new place begins at its top and without the last one's error. */
function useArrival(place: Place, onArrive: () => void): void {
  const before = useRef(place)
  useEffect(() => {
    // Who looks at rows while they are read stays where they are when the last one came.
    if (before.current !== place && !(before.current === "reading" && place === "preview")) window.scrollTo({ top: 0 })
    before.current = place
    onArrive()
  }, [place, onArrive])
}
