"use client"

import { Button } from "@heroui/react/button"
import { personName } from "@/components/account-state/state-words"
import type { HandEntryView } from "@/lib/domain/hand-views"

/** Everyone who is left, and who has which card open. */
export function LeftList({ left, openHoldId, onOpen }: {
  left: HandEntryView[]
  openHoldId: string | undefined
  onOpen: ((holdId: string) => void) | null
}) {
  if (left.length === 0) return null
  return (
    <section aria-labelledby="left" className="no-print min-w-0">
      <h2 id="left" className="text-h3 font-semibold">Left by hand</h2>
      <ul className="rule-list mt-3 text-small">
        {left.map((entry) => (
          <li key={entry.holdId} className="flex flex-wrap items-baseline justify-between gap-x-3 py-2.5">
            <span className="min-w-0 wrap-anywhere">
              {entry.holdId === openHoldId || entry.openBy !== null || onOpen === null
                ? <span aria-current={entry.holdId === openHoldId ? "true" : undefined} className={entry.holdId === openHoldId ? "font-semibold" : ""}>{personName(entry)}</span>
                : <Button variant="ghost" className="button--plain whitespace-normal text-start" onPress={() => onOpen(entry.holdId)}>{personName(entry)}</Button>}
            </span>
            <span className="text-muted">{entry.holdId === openHoldId ? "Open here" : entry.openBy !== null ? `${entry.openBy} has it open` : entry.task === "switch" ? "To Internal" : "To External"}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
