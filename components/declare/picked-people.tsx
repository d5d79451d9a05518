"use client"

import { Button } from "@heroui/react/button"
import { useVirtualizer } from "@tanstack/react-virtual"
import { X } from "lucide-react"
import { useRef } from "react"
import type { FoundPerson } from "./alma-search"

const MANY_PEOPLE = 100
const ROW_PX = 45

/** Who was taken from Alma, from the search or from a set. */
export function PickedPeople({ picked, onDrop }: { picked: FoundPerson[]; onDrop: (primaryId: string) => void }) {
  if (picked.length === 0) return null
  return (
    <section aria-labelledby="picked">
      <h2 id="picked" className="text-row font-semibold">{picked.length} taken from Alma</h2>
      {picked.length > MANY_PEOPLE ? <LongList picked={picked} onDrop={onDrop} /> : (
        <ul className="rule-list mt-2">
          {picked.map((person) => <li key={person.primaryId}><PickedPerson person={person} onDrop={onDrop} /></li>)}
        </ul>
      )}
    </section>
  )
}

/** Of thousands only those in sight are in the page. */
function LongList({ picked, onDrop }: { picked: FoundPerson[]; onDrop: (primaryId: string) => void }) {
  const frame = useRef<HTMLDivElement>(null)
  // oxlint-disable-next-line react/incompatible-library -- nothing it returns is handed to another component
  const rows = useVirtualizer({
    count: picked.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_PX,
    overscan: 6,
    getItemKey: (at) => picked[at]!.primaryId,
  })
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- focusable, so that arrow keys scroll it
    <div ref={frame} tabIndex={0} role="group" aria-labelledby="picked" className="mt-2 h-80 overflow-y-auto border-y border-line">
      <ul className="relative" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ key, index, start }) => (
          <li
            key={key} data-index={index} ref={rows.measureElement} aria-setsize={picked.length} aria-posinset={index + 1}
            className="absolute inset-x-0 top-0 border-b border-line" style={{ transform: `translateY(${start}px)` }}
          >
            <PickedPerson person={picked[index]!} onDrop={onDrop} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function PickedPerson({ person, onDrop }: { person: FoundPerson; onDrop: (primaryId: string) => void }) {
  return (
    <div className="flex min-h-11 items-center gap-3 py-1 text-row">
      <span className="min-w-0 flex-1"><b className="font-medium">{person.name}</b> <span className="ms-1 font-mono text-caption text-muted wrap-anywhere">{person.primaryId}</span></span>
      <Button isIconOnly size="sm" variant="ghost" aria-label={`Take ${person.name} off the list`} onPress={() => onDrop(person.primaryId)}><X aria-hidden="true" /></Button>
    </div>
  )
}
