"use client"

import { useState } from "react"
import { BusyButton } from "@/components/action-result/busy-button"
import { HOURS_WORTH_SWITCHING } from "@/components/declare/declare-draft"
import { TriageLook } from "@/components/declare/triage"
import { useTriage } from "@/components/declare/use-triage"
import { triageSignOnAction } from "@/lib/actions/triage-sign-on"
import type { RosterView } from "@/lib/domain/roster"
import type { SignOnHistoryView } from "@/lib/domain/sign-on"
import type { TriageLine, TriageView } from "@/lib/domain/triage"
import type { CheckView, InstitutionView } from "@/lib/domain/views"
import { SignOnHistory } from "./sign-on-history"

/** For the morning on which somebody can't log in: a look now beside what the looks by schedule have found. It advises. */
export function IsItSignOn({ institution, history, rosters, check, canLook, now }: {
  institution: InstitutionView
  history: SignOnHistoryView
  rosters: RosterView[]
  /** The check that watches campus sign-on, as it was last looked at. */
  check: CheckView | undefined
  canLook: boolean
  now: string
}) {
  const [view, setView] = useState<TriageView | null>(null)
  const triage = useTriage(triageSignOnAction, view, rosters[0]?.id ?? null, setView, { onlyWhenAsked: true })
  return (
    <section aria-labelledby="really" className="grid gap-x-14 gap-y-8 lg:grid-cols-2">
      <div>
        <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-2">
          <h2 id="really" className="text-h2 font-semibold tracking-tight">Is it really SSO?</h2>
          {canLook ? <BusyButton variant="outline" size="sm" busy={triage.pending} onPress={() => triage.look()}>{triage.pending ? "Looking…" : view ? "Look again" : "Look now"}</BusyButton> : null}
        </div>
        <TriageLook institution={institution} rosters={canLook ? rosters : []} triage={triage} now={now} lines={view?.lines ?? keptLines(check)}>
          <p className="mt-3 text-small text-ink-2">
            Under about {HOURS_WORTH_SWITCHING} hours, waiting and Alma&apos;s Offline Circulation are usually better than switching. You decide.
          </p>
        </TriageLook>
      </div>
      <div>
        <h3 className="mb-2 text-h2 font-semibold tracking-tight">Campus sign-on in the last day</h3>
        <SignOnHistory history={history} timeZone={institution.timeZone} now={now} />
      </div>
    </section>
  )
}

/** What the last check knows without a look. */
function keptLines(check: CheckView | undefined): TriageLine[] {
  return (check?.parts ?? []).map(({ title, status, message }) => ({ what: title, mark: status === "unknown" ? null : status, words: message }))
}
