import type { ReactNode } from "react"
import { sourceWords, type NamedUserCountView } from "@/lib/domain/named-user-count"

/** How far a count is, or why it stands still. */
export function CountProgress({ count, children }: { count: NamedUserCountView; children: ReactNode }) {
  const { state, read, total, problem } = count
  const running = state === "running"
  const source = sourceWords({ kind: count.source.kind, name: count.source.name ?? "" })
  return (
    <div className="mt-6 max-w-2xl border-t border-line pt-4">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 text-row">
        <p className="min-w-0"><b className="font-medium">{running ? "Counting" : state === "stopped" ? "Stopped:" : "Not counted:"}</b> <span className="text-ink-2">{source}, {total !== null ? `${read} of ${total} read` : running ? "nothing read so far" : "nothing was read"}</span></p>
        {children}
      </div>
      {running ? <progress className="reading-bar mt-3" aria-label="Users read" max={total ?? 1} value={total === null ? 0 : read} /> : null}
      <p role="status" className="mt-2 text-small text-ink-2 wrap-anywhere">{problem ?? (running ? "It goes on by itself, with or without this page, after everything else that Lantern asks of Alma." : total === null ? "" : "What was read is kept for a day.")}</p>
    </div>
  )
}
