import Link from "next/link"
import { people } from "@/components/outage/outage-words"
import { shortDay } from "@/components/time/format-time"
import type { DrillView } from "@/lib/domain/drill-views"

/** Drills, newest first, each with how it went. */
export function DrillHistory({ drills, timeZone, now }: { drills: DrillView[]; timeZone: string; now: string }) {
  return (
    <section aria-labelledby="history">
      <h2 id="history" className="text-h2 font-semibold tracking-tight">{drills.length === 0 ? "No drill so far" : `${drills.length} ${drills.length === 1 ? "drill" : "drills"}`}</h2>
      {drills.length === 0 ? <p className="mt-3 text-ink-2">The first one shows the whole way, before it is needed.</p> : (
        <ul className="rule-list mt-3">
          {drills.map((drill) => (
            <li key={drill.id}>
              <Link href={`/outages/${drill.id}`} className="group flex gap-x-5 py-2.5 text-row">
                <time dateTime={drill.declaredAt} className="w-20 shrink-0 text-ink-2">{shortDay(drill.declaredAt, timeZone, now)}</time>
                <span className="min-w-0 flex-1">
                  <span className="font-medium wrap-anywhere group-hover:underline">{drill.reason}</span>
                  <span className="block text-small text-ink-2">{people(drill.people)}, {drill.declaredBy}</span>
                </span>
                <span className="shrink-0 text-small text-ink-2">{drill.score ? `${drill.score.done} of ${drill.score.of}` : drill.state === "closed" ? "no score" : "under way"}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
