import Link from "next/link"
import type { ReactNode } from "react"
import type { IconName } from "@/components/account-state/state-icon"
import { StateWindow } from "@/components/account-state/state-window"
import { people } from "@/components/outage/outage-words"
import { shortDay } from "@/components/time/format-time"
import { changesLine } from "@/lib/domain/roster-changes"
import type { RosterSummaryView } from "@/lib/domain/roster-views"
import { freshWords, lookWords, sourceLine } from "./staff-words"

/** Rosters by name: how many, where from, how fresh, and what somebody should look at. */
export function RosterRows({ rosters, timeZone, now }: { rosters: RosterSummaryView[]; timeZone: string; now: string }) {
  return (
    <ul className="rule-list">
      {rosters.map((roster) => (
        <li key={roster.id} className="grid grid-cols-[3rem_minmax(0,1fr)] gap-x-4 py-4 sm:grid-cols-[4rem_minmax(0,1fr)_auto]">
          <span className="figure text-h2 leading-7" aria-hidden="true">{roster.people}</span>
          <div className="min-w-0">
            <h2 className="text-h3 font-medium wrap-anywhere"><Link href={`/staff/rosters/${roster.id}`} className="hover:underline">{roster.name}</Link></h2>
            <p className="text-small text-ink-2"><span className="sr-only">{people(roster.people)}. </span>{sourceLine(roster.source)}<span className="sm:hidden">, {freshWords(roster, timeZone, now)}</span></p>
            <RosterNotes roster={roster} timeZone={timeZone} now={now} />
          </div>
          <p className="hidden text-small text-ink-2 sm:block sm:leading-7">{freshWords(roster, timeZone, now)}</p>
        </li>
      ))}
    </ul>
  )
}

function RosterNotes({ roster, timeZone, now }: { roster: RosterSummaryView; timeZone: string; now: string }) {
  const { last } = roster
  const changed = last ? changesLine(last.changes) : ""
  return (
    <div className="mt-2 grid gap-1.5 empty:hidden">
      {roster.problem ? <Note icon="not_ready">{roster.problem}</Note> : null}
      {roster.needLook > 0 ? <Note icon="see_to"><b className="font-medium">{lookWords(roster.needLook)}:</b> <span className="text-ink-2">{lookNames(roster)}</span></Note> : null}
      {changed !== "" && last ? <Note>Changed {shortDay(last.at, timeZone, now)}: {changed}</Note> : null}
      {last && last.newcomers.length > 0 ? <Note>{last.newcomers.length} in its source {last.newcomers.length === 1 ? "stands" : "stand"} on no roster</Note> : null}
    </div>
  )
}

function lookNames({ look, needLook }: RosterSummaryView): string {
  return needLook > look.length ? `${look.join(", ")} and ${needLook - look.length} more` : look.join(", ")
}

function Note({ icon, children }: { icon?: IconName; children: ReactNode }) {
  return (
    <p className="flex gap-2.5 text-small">
      {icon ? <StateWindow name={icon} /> : null}
      <span className={`min-w-0 wrap-anywhere ${icon ? "" : "text-ink-2"}`}>{children}</span>
    </p>
  )
}
