"use client"

import { Checkbox } from "@heroui/react/checkbox"
import { Label } from "@heroui/react/label"
import { people } from "@/components/outage/outage-words"
import { freshWords, lookWords } from "@/components/staff/staff-words"
import { shortDay } from "@/components/time/format-time"
import type { RosterView } from "@/lib/domain/roster"

/** Saved lists of staff: one or several of them. */
export function RosterChoice({ rosters, chosen, timeZone, now, onChange }: {
  rosters: RosterView[]
  chosen: string[]
  timeZone: string
  now: string
  onChange: (chosen: string[]) => void
}) {
  return (
    <fieldset className="min-w-0">
      <legend className="label">Rosters</legend>
      {rosters.length === 0
        ? <p className="mt-1.5 text-row text-ink-2">None is saved yet. After the preview you can save this list as one.</p>
        : (
          <ul className="rule-list mt-2 max-h-80 overflow-y-auto">
            {rosters.map((roster) => (
              <li key={roster.id} className="flex min-h-11 flex-wrap items-center justify-between gap-x-3 py-1 ps-1 text-row">
                <Checkbox
                  isSelected={chosen.includes(roster.id)}
                  onChange={(on) => onChange(on ? [...chosen, roster.id] : chosen.filter((id) => id !== roster.id))}
                >
                  <Checkbox.Content>
                    <Checkbox.Control><Checkbox.Indicator /></Checkbox.Control>
                    <Label>{roster.name}</Label>
                  </Checkbox.Content>
                </Checkbox>
                <span className="text-small text-ink-2">
                  {people(roster.people)}, {roster.refreshedAt ? freshWords(roster, timeZone, now) : `saved ${shortDay(roster.updatedAt, timeZone, now)}`}
                  {roster.needLook > 0 ? <span className="block text-end">{lookWords(roster.needLook)}</span> : null}
                </span>
              </li>
            ))}
          </ul>
        )}
    </fieldset>
  )
}
