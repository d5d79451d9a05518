import { StateWindow } from "@/components/account-state/state-window"
import { LeaderLine } from "@/components/leader/leader-line"
import { PART_ICON, PART_WORD } from "@/components/readiness/check-marks"
import type { CheckPart } from "@/lib/domain/views"

/** Each thing with what was found; below, what deviates, why it matters and what to do. */
export function PartsList({ parts }: { parts: CheckPart[] }) {
  const owed = parts.filter((part) => part.why !== null)
  return (
    <>
      <dl className="grid gap-x-14 gap-y-2.5 md:grid-cols-2">
        {parts.map((part) => (
          <LeaderLine key={part.id} challenge={part.title} mark={part.status === "unknown" ? undefined : part.status} size="text-row">
            <span className="wrap-anywhere">{part.message}</span>
          </LeaderLine>
        ))}
      </dl>
      {owed.length > 0 ? (
        <ul className="rule-list mt-5">
          {owed.map((part) => (
            <li key={part.id} className="flex gap-3 py-2.5 text-row">
              <StateWindow name={PART_ICON[part.status]} />
              <div className="min-w-0">
                <p className="font-medium wrap-anywhere"><span className="sr-only">{PART_WORD[part.status]}: </span>{part.title}: {part.message}</p>
                <p className="text-ink-2">{part.why}</p>
              </div>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  )
}
