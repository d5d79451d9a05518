import type { IconName } from "@/components/account-state/state-icon"
import { StateWindow } from "@/components/account-state/state-window"
import { moment } from "@/components/time/format-time"
import type { CheckView } from "@/lib/domain/views"

const CHECK_ICON: Record<CheckView["status"], IconName> = { ok: "ready", warn: "see_to", fail: "not_ready" }
const CHECK_WORD: Record<CheckView["status"], string> = { ok: "Ready", warn: "See to it", fail: "Not ready" }
const URGENCY: Record<CheckView["status"], number> = { fail: 0, warn: 1, ok: 2 }

/** One window a check; below, only what isn't ready, each with its one fix. */
export function HomeChecks({ checks, checkedAt, timeZone, now }: {
  checks: CheckView[]
  checkedAt: string | null
  timeZone: string
  now: string
}) {
  const ready = checks.filter((check) => check.status === "ok").length
  const owed = checks.filter((check) => check.status !== "ok").toSorted((a, b) => URGENCY[a.status] - URGENCY[b.status])
  return (
    <section aria-labelledby="checks">
      <div className="flex items-baseline justify-between gap-4">
        <h2 id="checks" className="text-h2 font-semibold tracking-tight">
          {checks.length === 0 ? "No checks yet" : `${ready} of ${checks.length} ready`}
        </h2>
        {checkedAt ? <p className="text-small text-muted">checked {moment(checkedAt, timeZone, now)}</p> : null}
      </div>
      {checks.length === 0 ? <p className="mt-3 text-ink-2">Lantern looks at its key, its route and Alma a few moments after it starts.</p> : null}
      <ul className="mt-3 flex flex-wrap gap-1.5">
        {checks.map((check) => (
          <li key={check.id} title={check.message}>
            <StateWindow name={CHECK_ICON[check.status]} size="large" />
            <span className="sr-only">{CHECK_WORD[check.status]}: {check.message}</span>
          </li>
        ))}
      </ul>
      {owed.length > 0 ? (
        <ul className="rule-list mt-4">
          {owed.map((check) => (
            <li key={check.id} className="flex gap-3 py-2.5 text-row">
              <StateWindow name={CHECK_ICON[check.status]} />
              <div className="min-w-0">
                <p className="font-medium"><span className="sr-only">{CHECK_WORD[check.status]}: </span>{check.message}</p>
                {check.fix ? <p className="text-ink-2">{check.fix}</p> : null}
              </div>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  )
}
