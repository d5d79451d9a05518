"use client"

import { Button } from "@heroui/react/button"
import { Description } from "@heroui/react/description"
import { Label } from "@heroui/react/label"
import { TextArea } from "@heroui/react/textarea"
import { TextField } from "@heroui/react/textfield"
import { useState } from "react"
import { BusyButton } from "@/components/action-result/busy-button"
import type { RosterGapView } from "@/lib/domain/enrolment"

/** Links for those of a roster who are missing, or for a few by their Primary ID. */
export function LinkMaker({ rosters, pending, onMake }: {
  rosters: RosterGapView[]
  pending: boolean
  onMake: (which: { rosterId?: string; staff?: string }) => Promise<boolean>
}) {
  const [typed, setTyped] = useState("")

  async function make() {
    if (await onMake({ staff: typed })) setTyped("")
  }

  return (
    <section aria-labelledby="make-links" className="grid gap-x-14 gap-y-8 lg:grid-cols-2">
      <div>
        <h2 id="make-links" className="text-h2 font-semibold tracking-tight">Make links</h2>
        <p className="mt-2 text-ink-2">Each works once, for 7 days, and enrols one person. Hand it to that person alone.</p>
        <TextField value={typed} onChange={setTyped} className="mt-4">
          <Label>Primary IDs</Label>
          <Description>One a line, at most 50</Description>
          <TextArea rows={3} className="font-mono" autoCapitalize="none" autoCorrect="off" spellCheck={false} />
        </TextField>
        <BusyButton className="button--main mt-4" busy={pending} isDisabled={typed.trim() === ""} onPress={() => void make()}>{pending ? "Making links…" : "Make links"}</BusyButton>
      </div>
      <div>
        <h3 className="label">Rosters</h3>
        {rosters.length === 0 ? <p className="mt-2 text-row text-ink-2">None is saved yet. Save one under Staff, and its people can be enrolled together.</p> : (
          <ul className="rule-list mt-2">
            {rosters.map((roster) => (
              <li key={roster.id} className="flex min-h-11 flex-wrap items-center justify-between gap-x-4 gap-y-1 py-1.5 text-row">
                <span className="min-w-0 wrap-anywhere"><b className="font-medium">{roster.name}</b> <span className="text-ink-2">{roster.missing === 0 ? `all ${roster.people} enrolled` : `${roster.missing} of ${roster.people} not enrolled`}</span></span>
                {roster.missing > 0 ? <Button variant="outline" size="sm" isDisabled={pending} onPress={() => void onMake({ rosterId: roster.id })}>Make {roster.missing} {roster.missing === 1 ? "link" : "links"}</Button> : null}
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  )
}
