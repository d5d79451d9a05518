import { moment } from "@/components/time/format-time"
import { CHANGE_WORDS, changesLine, type RosterRefreshView } from "@/lib/domain/roster-changes"
import type { RosterDetailView } from "@/lib/domain/roster-views"

const MOST_CHANGES = 40

/** What each reading found, newest first. */
export function RosterHistory({ roster, now }: { roster: RosterDetailView; now: string }) {
  if (roster.history.length === 0) return null
  return (
    <section aria-labelledby="readings" className="mt-12">
      <h2 id="readings" className="text-h2 font-semibold tracking-tight">Readings</h2>
      <ul className="rule-list mt-3">
        {roster.history.map((refresh) => (
          <li key={refresh.id} className="flex flex-wrap gap-x-5 py-2.5 text-row sm:flex-nowrap">
            <time dateTime={refresh.at} className="w-32 shrink-0 text-ink-2">{moment(refresh.at, roster.timeZone, now)}</time>
            <div className="min-w-0 basis-full sm:flex-1 sm:basis-0">
              <p className="font-medium">{refresh.problem && refresh.read === 0 ? "Not read" : changesLine(refresh.changes) || "No change"}</p>
              {refresh.problem ? <p className="text-small text-ink-2 wrap-anywhere">{refresh.problem}</p> : null}
              <Changes refresh={refresh} />
            </div>
            <span className="shrink-0 text-small text-muted">{refresh.by}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Changes({ refresh: { changes } }: { refresh: RosterRefreshView }) {
  if (changes.length === 0) return null
  return (
    <details className="mt-1 text-small text-ink-2">
      <summary className="cursor-pointer py-1">Who</summary>
      <ul className="mt-1 grid gap-0.5">
        {changes.slice(0, MOST_CHANGES).map((change) => (
          <li key={change.primaryId} className="wrap-anywhere">{change.name ?? change.primaryId} <span className="font-mono text-caption text-muted">{change.primaryId}</span>: {CHANGE_WORDS[change.kind]}</li>
        ))}
        {changes.length > MOST_CHANGES ? <li>and {changes.length - MOST_CHANGES} more</li> : null}
      </ul>
    </details>
  )
}
