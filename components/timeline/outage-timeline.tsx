"use client"

import { Button } from "@heroui/react/button"
import { useState } from "react"
import { between, moment } from "@/components/time/format-time"
import type { TimelineEntryView } from "@/lib/domain/views"

const FIRST_SHOWN = 12
/** What others did is marked for this long. */
const NEW_FOR_MS = 60_000

/** What happened, newest first; people in bold, Lantern itself unnamed. */
export function OutageTimeline({ entries, viewerName, timeZone, now }: {
  entries: TimelineEntryView[]
  /** What this person did themselves isn't marked as new. */
  viewerName: string
  timeZone: string
  now: string
}) {
  const [all, setAll] = useState(false)
  // What stood here when the page came is not news.
  const [known] = useState(() => new Set(entries.map((entry) => entry.id)))
  const newestFirst = entries.toSorted((a, b) => b.at.localeCompare(a.at))
  const shown = all ? newestFirst : newestFirst.slice(0, FIRST_SHOWN)
  const isNew = (entry: TimelineEntryView) => !known.has(entry.id) && entry.who !== viewerName && between(entry.at, now) < NEW_FOR_MS
  const told = newestFirst.find((entry) => isNew(entry) && entry.who !== null)
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline" className="text-h2 font-semibold tracking-tight">Timeline</h2>
      {entries.length === 0 ? <p className="mt-3 text-ink-2">Nothing yet.</p> : null}
      <p role="status" className="sr-only">{told ? `${told.who} ${told.text}` : ""}</p>
      <ol className={`mt-3.5 text-small ${entries.length > 0 ? "rule-list" : ""}`}>
        {shown.map((entry) => (
          <li key={entry.id} className="flex gap-3.5 py-2.5">
            <time dateTime={entry.at} className="shrink-0 text-muted">{moment(entry.at, timeZone, now)}</time>
            <span className="min-w-0 text-ink-2 wrap-anywhere">
              {isNew(entry) ? <b className="me-1.5 rounded-[3px] bg-move-soft px-1.5 text-caption font-semibold text-move-ink">New</b> : null}
              {entry.who ? <><b className="font-semibold text-ink">{entry.who}</b> </> : null}{entry.text}
            </span>
          </li>
        ))}
      </ol>
      {newestFirst.length > shown.length ? (
        <Button className="button--plain mt-3 text-small" variant="ghost" onPress={() => setAll(true)}>
          All {newestFirst.length} events
        </Button>
      ) : null}
    </section>
  )
}
