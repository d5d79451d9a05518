"use client"

import { useState } from "react"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import { moment } from "@/components/time/format-time"
import { endOwnSessionsAction } from "@/lib/actions/end-own-sessions"
import type { SessionView } from "@/lib/domain/people-views"
import type { Clock } from "./notices-section"
import { methodWords, placeWords } from "./session-words"

/** Where the person is signed in, and the way out of each. */
export function SessionsSection({ sessions, clock, onDone }: { sessions: SessionView[]; clock: Clock; onDone: () => void }) {
  const { pending, error, run } = useRun()
  const [ending, setEnding] = useState<string | null>(null)

  async function end(sessionId: string | undefined) {
    setEnding(sessionId ?? "all")
    const ended = await run(endOwnSessionsAction, { sessionId })
    setEnding(null)
    // A whole new page: nothing of what was seen here stays in its memory.
    if (ended && sessionId === undefined) return window.location.assign("/sign-in")
    onDone()
  }

  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions" className="text-h2 font-semibold tracking-tight">Signed in {sessions.length === 1 ? "here only" : `in ${sessions.length} places`}</h2>
      <ul className="rule-list mt-3">
        {sessions.map((session) => (
          <li key={session.id} className="flex items-baseline justify-between gap-4 py-2.5 text-row">
            <span className="min-w-0">
              <b className="font-medium wrap-anywhere">{placeWords(session)}</b>{session.here ? <span className="text-ink-2">, this browser</span> : null}
              <span className="block text-small text-muted">since {moment(session.createdAt, clock.timeZone, clock.now)} by {methodWords(session.method)}, last seen {moment(session.lastSeenAt, clock.timeZone, clock.now)}</span>
            </span>
            {session.here ? null : <BusyButton variant="ghost" className="button--plain" aria-label={`Sign out ${placeWords(session)}`} busy={pending && ending === session.id} onPress={() => void end(session.id)}>Sign out</BusyButton>}
          </li>
        ))}
      </ul>
      <BusyButton variant="outline" size="sm" className="mt-3" busy={pending && ending === "all"} onPress={() => void end(undefined)}>Sign out everywhere</BusyButton>
      <p className="mt-2 text-small text-muted">Here too, at once.</p>
      <ErrorNote error={error} />
    </section>
  )
}
