"use client"

import { Button } from "@heroui/react/button"
import { Input } from "@heroui/react/input"
import { Label } from "@heroui/react/label"
import { TextField } from "@heroui/react/textfield"
import { useState } from "react"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import { DeskDialog } from "@/components/shell/desk-dialog"
import type { RosterView } from "@/lib/domain/roster"
import type { CountFrom, NamedUserActions } from "./named-user-actions"

const WAYS = [
  { kind: "everyone", title: "The whole institution", about: "Reads every user of Alma, 100 with each request: 20,000 users are 200 requests." },
  { kind: "set", title: "An Alma user set", about: "Such as a set of all users whose record type is Staff." },
  { kind: "roster", title: "A roster", about: "Each of its people." },
] as const

/** Whose records are read. */
export function CountDialog({ rosters, count, onClose, onChanged }: {
  rosters: RosterView[]
  count: NamedUserActions["count"]
  onClose: () => void
  onChanged: () => void
}) {
  const { pending, error, run } = useRun()
  const [kind, setKind] = useState<CountFrom["kind"]>("everyone")
  const [set, setSet] = useState("")
  const [roster, setRoster] = useState(rosters[0]?.id ?? "")
  const ready = kind === "everyone" || (kind === "set" ? set.trim() !== "" : roster !== "")

  async function begin() {
    if (pending || !ready) return
    const source: CountFrom = kind === "set" ? { kind, set: set.trim() } : kind === "roster" ? { kind, roster } : { kind }
    if (!(await run(count, { source }))) return
    onChanged()
    onClose()
  }

  return (
    <DeskDialog title="Count Named Users" busy={pending} onClose={onClose} actions={<>
      <Button variant="outline" isDisabled={pending} onPress={onClose}>Back</Button>
      <BusyButton type="submit" form="count-named-users" busy={pending} isDisabled={!ready}>{pending ? "Beginning…" : "Count"}</BusyButton>
    </>}>
      <form id="count-named-users" onSubmit={(event) => { event.preventDefault(); void begin() }}>
        <fieldset>
          <legend className="text-ink-2">Users are only read: nothing in Alma changes.</legend>
          <div className="rule-list mt-4">
            {WAYS.filter((way) => way.kind !== "roster" || rosters.length > 0).map((way) => (
              <div key={way.kind} className="py-2.5">
                <label className="flex min-h-8 cursor-pointer gap-3">
                  <input type="radio" name="source" value={way.kind} checked={kind === way.kind} onChange={() => setKind(way.kind)} className="radio-dot" aria-describedby={`about-${way.kind}`} />
                  <span className="font-medium">{way.title}</span>
                </label>
                <p id={`about-${way.kind}`} className="ms-7 text-small text-ink-2">{way.about}</p>
                {kind === "set" && way.kind === "set" ? (
                  <TextField value={set} onChange={setSet} className="ms-7 mt-2"><Label>Name or id of the set</Label><Input autoComplete="off" spellCheck={false} maxLength={200} /></TextField>
                ) : null}
                {kind === "roster" && way.kind === "roster" ? (
                  <label className="ms-7 mt-2 block"><span className="label block">Roster</span>
                    <select value={roster} onChange={(event) => setRoster(event.target.value)} className="plain-select mt-1.5">
                      {rosters.map((one) => <option key={one.id} value={one.id}>{one.name} ({one.people})</option>)}
                    </select>
                  </label>
                ) : null}
              </div>
            ))}
          </div>
        </fieldset>
      </form>
      <ErrorNote error={error} />
    </DeskDialog>
  )
}
