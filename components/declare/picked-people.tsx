"use client"

import { Button } from "@heroui/react/button"
import { X } from "lucide-react"
import type { FoundPerson } from "./alma-search"

/** Who was taken from the search. */
export function PickedPeople({ picked, onDrop }: { picked: FoundPerson[]; onDrop: (primaryId: string) => void }) {
  if (picked.length === 0) return null
  return (
    <section aria-labelledby="picked">
      <h2 id="picked" className="text-row font-semibold">{picked.length} taken from Alma</h2>
      <ul className="rule-list mt-2">
        {picked.map((person) => (
          <li key={person.primaryId} className="flex min-h-11 items-center gap-3 py-1 text-row">
            <span className="min-w-0 flex-1"><b className="font-medium">{person.name}</b> <span className="ms-1 font-mono text-caption text-muted wrap-anywhere">{person.primaryId}</span></span>
            <Button isIconOnly size="sm" variant="ghost" aria-label={`Take ${person.name} off the list`} onPress={() => onDrop(person.primaryId)}><X aria-hidden="true" /></Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
