import type { ReactNode } from "react"
import { moment } from "@/components/time/format-time"
import type { OutageView } from "@/lib/domain/views"
import { accounts } from "./outage-words"

const HOUR_MS = 3_600_000
/** After closing, every account is read again: a write that was lost on the way can land late. */
const SWEEPS_MS = [HOUR_MS, 24 * HOUR_MS, 7 * 24 * HOUR_MS]

/** What Lantern does next, and when. Sweeps that are over are not told again. */
export function NextSteps({ outage, now }: { outage: OutageView; now: string }) {
  const { timeZone } = outage.institution
  const count = accounts(outage.counts.held)
  const closes = outage.closedAt ?? outage.watchingUntil
  const sweeps = closes ? SWEEPS_MS.map((after) => new Date(new Date(closes).getTime() + after).toISOString()).filter((at) => at > now) : []
  if (outage.state === "closed" && sweeps.length === 0) return null
  return (
    <section aria-labelledby="next">
      <h2 id="next" className="text-h3 font-semibold">What Lantern does next</h2>
      <ol className="rule-list mt-3 text-small">
        {outage.counts.nowInternal > 0 ? <Step at="now">Returns {accounts(outage.counts.nowInternal)} and reads each one back</Step> : null}
        {outage.state === "ending" ? (
          <Step at={outage.watchingUntil ? moment(outage.watchingUntil, timeZone, now) : "then"}>Quiet period over: the outage closes, if all {outage.counts.held} are settled</Step>
        ) : null}
        {sweeps.length > 0
          ? sweeps.map((at, index) => <Step key={at} at={moment(at, timeZone, now)}>{count} read again{index === SWEEPS_MS.length - 1 ? " a last time" : ""}</Step>)
          : <Step at="later">{count} read again after an hour, a day and a week</Step>}
      </ol>
      <p className="mt-3 text-small text-muted">An account found Internal again stands on the first page at once.</p>
    </section>
  )
}

function Step({ at, children }: { at: string; children: ReactNode }) {
  return (
    <li className="flex gap-3.5 py-2.5">
      <span className="w-14 shrink-0 text-muted">{at}</span>
      <span className="text-ink-2">{children}</span>
    </li>
  )
}
