import Link from "next/link"
import { OutageRows } from "@/components/outages/outage-rows"
import type { OutageSummaryView } from "@/lib/domain/views"

const SHOWN = 5

export function HomeHistory({ history, hasOpen, timeZone, now }: {
  history: OutageSummaryView[]
  hasOpen: boolean
  timeZone: string
  now: string
}) {
  return (
    <section aria-labelledby="history">
      <div className="flex items-baseline justify-between gap-4">
        <h2 id="history" className="text-h2 font-semibold tracking-tight">History</h2>
        {history.length > 0 ? <Link href="/outages" className="link-quiet text-small text-ink-2">All outages</Link> : null}
      </div>
      {history.length === 0
        ? <p className="mt-3 text-ink-2">{hasOpen ? "No outage before this one." : "No outage yet. A drill shows the whole way, before it is needed."}</p>
        : <div className="mt-3"><OutageRows outages={history.slice(0, SHOWN)} timeZone={timeZone} now={now} /></div>}
    </section>
  )
}
