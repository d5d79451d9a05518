import { AlarmStrip } from "@/components/alarm-strip/alarm-strip"
import { personName } from "@/components/account-state/state-words"
import { withoutSteps } from "@/components/account-state/without-steps"
import { accounts } from "@/components/outage/outage-words"
import { moment } from "@/components/time/format-time"
import type { HomeView } from "@/lib/domain/views"
import Link from "next/link"

/** What no machine could settle, of any outage, ever. It stands before everything else until a person closes it. */
export function UnresolvedStrip({ home, now }: { home: HomeView; now: string }) {
  if (home.unresolved.length === 0) return null
  return (
    <AlarmStrip>
      <p className="font-semibold">{accounts(home.unresolved.length)} {home.unresolved.length === 1 ? "needs" : "need"} a person.</p>
      <ul className="mt-1 grid gap-1.5">
        {home.unresolved.map((one) => (
          <li key={one.holdId} className="wrap-anywhere">
            <Link href={`/outages/${one.outageId}?account=${one.holdId}`} className="link-quiet font-medium">{personName(one)}</Link>
            {one.name ? <span className="ms-2 font-mono text-caption text-muted">{one.primaryId}</span> : null}
            <span className="text-ink-2"> {one.drill ? " by a drill," : ""} since {moment(one.since, home.institution.timeZone, now)}. {withoutSteps(one.reason ?? "")}</span>
          </li>
        ))}
      </ul>
    </AlarmStrip>
  )
}
