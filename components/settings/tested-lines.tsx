import { LeaderLine, MarkIcon } from "@/components/leader/leader-line"
import type { TriageLine } from "@/lib/domain/triage"

/** What was tried at once, and what was seen; with what is amiss in a sentence each. */
export function TestedLines({ tested, warnings, kept = "Kept." }: { tested: TriageLine[]; warnings: string[]; kept?: string }) {
  return (
    <div role="status" className="mt-6 max-w-2xl border-t border-control pt-4">
      <p className="font-semibold">{kept}{tested.length > 0 ? " This is what Lantern saw:" : ""}</p>
      {tested.length > 0 ? (
        <dl className="mt-2 grid gap-1">
          {tested.map((line) => (
            <LeaderLine key={line.what} challenge={line.what} size="text-row" {...(line.mark && { mark: line.mark })}>
              <span className="wrap-anywhere">{line.words}</span>
            </LeaderLine>
          ))}
        </dl>
      ) : null}
      {warnings.map((warning) => (
        <p key={warning} className="mt-3 flex text-row"><span className="mt-0.5"><MarkIcon mark="warn" /></span><span className="min-w-0">{warning}</span></p>
      ))}
    </div>
  )
}
