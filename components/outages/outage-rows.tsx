import Link from "next/link"
import { OUTAGE_STATE_WORDS, people } from "@/components/outage/outage-words"
import { between, length, shortDay } from "@/components/time/format-time"
import type { OutageSummaryView } from "@/lib/domain/views"

/** Outages, newest first: when, why, who, how long, and what is still owed. */
export function OutageRows({ outages, timeZone, now }: { outages: OutageSummaryView[]; timeZone: string; now: string }) {
  return (
    <ul className="rule-list">
      {outages.map((outage) => (
        <li key={outage.id}>
          <Link href={`/outages/${outage.id}`} className="group flex flex-wrap gap-x-5 py-2.5 text-row sm:flex-nowrap">
            <time dateTime={outage.declaredAt} className="w-24 shrink-0 text-ink-2">{shortDay(outage.declaredAt, timeZone, now)}</time>
            <span className="order-3 min-w-0 basis-full sm:order-none sm:flex-1 sm:basis-0">
              <span className="font-medium wrap-anywhere group-hover:underline">{outage.drill ? "Drill: " : ""}{outage.reason}</span>
              <span className="block text-small text-ink-2">{people(outage.people)}, {owed(outage)}</span>
            </span>
            <span className="ms-auto shrink-0 text-small text-ink-2">{tookOrState(outage)}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}

function owed(outage: OutageSummaryView): string {
  if (outage.state !== "closed") return outage.unresolved === 0 ? "under way" : `${outage.unresolved} need a person`
  return outage.unresolved === 0 ? "0 left Internal" : `${outage.unresolved} unresolved`
}

function tookOrState(outage: OutageSummaryView): string {
  return outage.closedAt ? length(between(outage.declaredAt, outage.closedAt)) : OUTAGE_STATE_WORDS[outage.state]
}
