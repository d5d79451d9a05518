"use client"

import { Input } from "@heroui/react/input"
import { Label } from "@heroui/react/label"
import { TextField } from "@heroui/react/textfield"
import { useState } from "react"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import type { Action } from "@/components/action-result/run-action"
import { useRun } from "@/components/action-result/use-run"
import type { FoundPerson } from "./alma-search"

export type ReadSet = Action<{ name: string }, { name: string; people: { primaryId: string; name: string | null }[]; leftOut: number }>

/** Takes everyone in a user set of Alma onto the list, by the set's name. */
export function AlmaSet({ read, onPick }: {
  read: ReadSet
  /** Answers how many of them are new on the list. */
  onPick: (people: FoundPerson[]) => number
}) {
  const [name, setName] = useState("")
  const [told, setTold] = useState("")
  const { pending, error, run } = useRun()

  async function take() {
    if (name.trim() === "") return
    setTold("")
    const ran = await run(read, { name })
    if (!ran) return
    const { people, leftOut } = ran.data
    const added = onPick(people.map((person) => ({ primaryId: person.primaryId, name: person.name ?? person.primaryId })))
    const unknown = leftOut === 0 ? "" : ` ${leftOut} could not be read and ${leftOut === 1 ? "was" : "were"} left out.`
    setTold(`${added} taken from “${ran.data.name}”${added < people.length ? `; ${people.length - added} stood on the list already` : ""}.${unknown}`)
    setName("")
  }

  return (
    <section aria-label="Alma user set">
      <div className="flex items-end gap-2">
        <TextField value={name} onChange={setName} className="min-w-0 flex-1">
          <Label>Alma user set</Label>
          <Input
            className="w-full min-w-0" autoComplete="off" spellCheck={false} placeholder="Name of the set"
            onKeyDown={(event) => { if (event.key === "Enter") { event.preventDefault(); void take() } }}
          />
        </TextField>
        <BusyButton variant="outline" className="h-11" busy={pending} isDisabled={name.trim() === ""} onPress={() => void take()}>{pending ? "Reading…" : "Take its members"}</BusyButton>
      </div>
      <p className="description mt-1.5">As it stands in Alma&apos;s Manage Sets, to the letter.</p>
      <p role="status" className="text-row text-ink-2">{told}</p>
      <ErrorNote error={error} />
    </section>
  )
}
