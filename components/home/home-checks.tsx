import Link from "next/link"
import { StateWindow } from "@/components/account-state/state-window"
import { CHECK_ICON, CHECK_WORD } from "@/components/readiness/check-marks"
import { moment } from "@/components/time/format-time"
import { checkTitle, daysUnseen } from "@/lib/domain/checks"
import type { CheckView } from "@/lib/domain/views"

const URGENCY: Record<CheckView["status"], number> = { fail: 0, warn: 1, ok: 2 }
/** The rest stands on the page of readiness. */
const SHOWN = 5

/** One window a check; below, what isn't ready, the gravest first, each with its one fix. */
export function HomeChecks({ checks, checkedAt, timeZone, now }: {
  checks: CheckView[]
  checkedAt: string | null
  timeZone: string
  now: string
}) {
  const ready = checks.filter((check) => check.status === "ok").length
  const unseen = daysUnseen(checkedAt, now)
  const owed = checks.filter((check) => check.status !== "ok").toSorted((a, b) => URGENCY[a.status] - URGENCY[b.status])
  return (
    <section aria-labelledby="checks">
      <div className="flex items-baseline justify-between gap-4">
        <h2 id="checks" className="text-h2 font-semibold tracking-tight">
          {checks.length === 0 ? "No checks yet" : unseen !== null ? `Not looked at for ${unseen} days` : `${ready} of ${checks.length} ready`}
        </h2>
        {checkedAt ? <p className="text-small text-muted">checked {moment(checkedAt, timeZone, now)}</p> : null}
      </div>
      {checks.length === 0 ? <p className="mt-3 text-ink-2">Lantern looks at its key, its route and Alma a few moments after it starts.</p> : null}
      <ul className="mt-3 flex flex-wrap gap-1.5">
        {checks.map((check) => (
          <li key={check.id} title={`${checkTitle(check.id)}: ${check.message}`}>
            <StateWindow name={CHECK_ICON[check.status]} size="large" />
            <span className="sr-only">{CHECK_WORD[check.status]}: {check.message}</span>
          </li>
        ))}
      </ul>
      {owed.length > 0 ? (
        <ul className="rule-list mt-4">
          {owed.slice(0, SHOWN).map((check) => (
            <li key={check.id} className="flex gap-3 py-2.5 text-row">
              <StateWindow name={CHECK_ICON[check.status]} />
              <div className="min-w-0">
                <p className="font-medium wrap-anywhere"><span className="sr-only">{CHECK_WORD[check.status]}: </span>{check.message}</p>
                {check.fix ? <p className="wrap-anywhere text-ink-2">{check.fix}</p> : null}
              </div>
            </li>
          ))}
        </ul>
      ) : null}
      {checks.length > 0 ? (
        <p className="mt-3 text-row"><Link href="/readiness" className="link-quiet">{owed.length > SHOWN ? `All ${owed.length} to see to` : "All checks"}</Link></p>
      ) : null}
    </section>
  )
}
