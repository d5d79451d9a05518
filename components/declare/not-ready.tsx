import { MarkIcon } from "@/components/leader/leader-line"
import { standsInTheWay } from "@/lib/domain/checks"
import type { CheckView } from "@/lib/domain/views"

/** What isn't ready, where somebody is about to need it. */
export function NotReady({ checks }: { checks: CheckView[] }) {
  const owed = checks.filter(standsInTheWay)
  if (owed.length === 0) return null
  return (
    <section aria-labelledby="not-ready">
      <h2 id="not-ready" className="text-row font-semibold">Not ready yet</h2>
      <ul className="mt-2 grid gap-1.5 text-small">
        {owed.map((check) => (
          <li key={check.id} className="flex">
            <span className="mt-0.5"><MarkIcon mark={check.status} /></span>
            <span className="min-w-0"><span className="sr-only">See to it: </span>{check.message} <span className="text-ink-2">{check.fix}</span></span>
          </li>
        ))}
      </ul>
    </section>
  )
}
