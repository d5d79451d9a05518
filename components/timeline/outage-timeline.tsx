"use client"

import { Button } from "@heroui/react/button"
import { useState } from "react"
import { moment } from "@/components/time/format-time"
import type { TimelineEntryView } from "@/lib/domain/views"

const FIRST_SHOWN = 12

/** What happened, newest first; people in bold, Lantern itself unnamed. */
export function OutageTimeline({ entries, timeZone, now }: {
  entries: TimelineEntryView[]
  timeZone: string
  now: string
}) {
  const [all, setAll] = useState(false)
  const newestFirst = entries.toSorted((a, b) => b.at.localeCompare(a.at))
  const shown = all ? newestFirst : newestFirst.slice(0, FIRST_SHOWN)
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline" className="text-h2 font-semibold tracking-tight">Timeline</h2>
      {entries.length === 0 ? <p className="mt-3 text-ink-2">Nothing yet.</p> : null}
      <ol className="rule-list mt-3.5 text-small">
        {shown.map((entry) => (
          <li key={entry.id} className="flex gap-3.5 py-2.5">
            <time dateTime={entry.at} className="shrink-0 text-muted">{moment(entry.at, timeZone, now)}</time>
            <span className="min-w-0 text-ink-2 wrap-anywhere">
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
