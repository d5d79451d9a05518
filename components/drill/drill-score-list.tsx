import type { IconName } from "@/components/account-state/state-icon"
import { StateWindow } from "@/components/account-state/state-window"
import type { DrillScore } from "@/lib/domain/drill-score"

/** How it went: what went well, what took long, what was skipped. */
export function DrillScoreList({ score }: { score: DrillScore }) {
  return (
    <section aria-labelledby="score" className="mt-10">
      <h2 id="score" className="text-h2 font-semibold tracking-tight">{score.done} of {score.of} in {score.minutes < 1 ? "under a minute" : `${score.minutes} min`}</h2>
      <Lines title="Went well" icon="ready" lines={score.well} />
      <Lines title="To look at" icon="see_to" lines={score.slow} />
      <Lines title="Skipped" icon="left_alone" lines={score.skipped} />
    </section>
  )
}

function Lines({ title, icon, lines }: { title: string; icon: IconName; lines: string[] }) {
  if (lines.length === 0) return null
  return (
    <>
      <h3 className="mt-4 font-semibold">{title}</h3>
      <ul className="mt-1.5 grid gap-1.5">
        {lines.map((line) => <li key={line} className="flex gap-3 text-row"><StateWindow name={icon} /><span className="min-w-0 text-ink-2">{line}</span></li>)}
      </ul>
    </>
  )
}
