"use client"

import { ExternalLink } from "lucide-react"
import type { ReactNode } from "react"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { LeaderLine } from "@/components/leader/leader-line"
import { ChooseOne } from "@/components/select/choose-one"
import { SignOnHistory } from "@/components/sign-on/sign-on-history"
import { moment } from "@/components/time/format-time"
import type { RosterView } from "@/lib/domain/roster"
import type { SignOnHistoryView } from "@/lib/domain/sign-on"
import type { TriageView } from "@/lib/domain/triage"
import type { InstitutionView } from "@/lib/domain/views"
import type { Triage } from "./use-triage"

/** Before declaring: is it sign-on at all? What one look says. It advises; the person goes on when they like. */
export function TriageSection({ institution, signOn, rosters, triage, now }: {
  institution: InstitutionView
  /** What the looks by schedule have found until now. */
  signOn: SignOnHistoryView
  rosters: RosterView[]
  triage: Triage
  now: string
}) {
  const { view, pending, look } = triage
  return (
    <section aria-labelledby="really" className="border-y border-line py-5">
      <div className="flex items-baseline justify-between gap-4">
        <h2 id="really" className="text-row font-semibold">Is it really SSO?</h2>
        <BusyButton variant="ghost" className="button--plain text-small" busy={pending} onPress={() => look()}>{pending ? "Looking…" : "Look again"}</BusyButton>
      </div>
      <TriageLook institution={institution} rosters={rosters} triage={triage} now={now} lines={view?.lines ?? expectedLines(institution, rosters)}>
        {signOn.last ? (
          <div className="mt-5">
            <h3 className="mb-1 text-row font-semibold">Campus sign-on in the last day</h3>
            <SignOnHistory history={signOn} timeZone={institution.timeZone} now={now} brief />
          </div>
        ) : null}
      </TriageLook>
    </section>
  )
}

/** What one look says, in a sentence and line by line, and what follows from it for whoever decides. */
export function TriageLook({ institution, rosters, triage, now, lines, children }: {
  institution: InstitutionView
  rosters: RosterView[]
  triage: Triage
  now: string
  lines: TriageView["lines"]
  children?: ReactNode
}) {
  const { view, pending, error } = triage
  return (
    <>
      <div role="status" className="mt-2 min-h-20">
        <p className="text-h2 font-semibold text-balance">{view ? view.headline : pending ? "Lantern tries the campus login…" : "Not looked at yet."}</p>
        <p className="mt-1 text-ink-2">{view ? view.detail : pending ? "It takes a few seconds. You need not wait for it." : "Try the campus login yourself."}</p>
      </div>
      <dl className="mt-2 grid max-w-md gap-1">
        {lines.map((line) => (
          <LeaderLine key={line.what} challenge={line.what} size="text-row" {...(line.mark && { mark: line.mark })}>
            {line.mark ? line.words : <span className="font-normal text-ink-2">{line.words}</span>}
          </LeaderLine>
        ))}
      </dl>
      {children}
      <div className="mt-3 flex flex-wrap items-end justify-between gap-x-6 gap-y-3 text-small text-ink-2">
        <p className="min-h-5">
          {view ? `Looked at ${moment(view.at, institution.timeZone, now)}. ` : ""}
          {institution.ssoUrl
            ? <>Try the <a href={institution.ssoUrl} target="_blank" rel="noreferrer" className="link-quiet text-ink">campus login <ExternalLink aria-hidden="true" className="inline size-3.5" /><span className="sr-only">(opens another window)</span></a> yourself, too. </>
            : null}
        </p>
        {rosters.length > 1 ? <ChooseOne label="Sample of" value={triage.rosterId} options={rosters} onChange={triage.look} className="w-56" /> : null}
      </div>
      <ErrorNote error={error} />
    </>
  )
}

/** Beside the later steps: what it looked like. */
export function TriageAnswer({ view }: { view: TriageView | null }) {
  if (!view) return null
  return (
    <>
      <p className="text-h3 font-semibold text-balance text-ink">{view.headline}</p>
      <p className="mt-0.5">{view.detail}</p>
      <dl className="mt-2 grid gap-0.5">
        {view.lines.filter((line) => line.mark !== null).map((line) => (
          <LeaderLine key={line.what} challenge={line.what} size="text-small" {...(line.mark && { mark: line.mark })}>{line.words}</LeaderLine>
        ))}
      </dl>
    </>
  )
}

/** As many lines as will come, so that nothing below them moves. */
function expectedLines({ ssoUrl }: InstitutionView, rosters: RosterView[]): TriageView["lines"] {
  const sso = ssoUrl === null ? [] : ssoUrl.startsWith("https:") ? ["DNS", "TCP", "Certificate", "Page"] : ["DNS", "TCP", "Page"]
  return [...sso, "Alma", ...(rosters.length > 0 ? ["Sample accounts"] : []), "Alma's mail login"].map((what) => ({ what, mark: null, words: "…" }))
}
