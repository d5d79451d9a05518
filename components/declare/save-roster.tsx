"use client"

import { Button } from "@heroui/react/button"
import { Description } from "@heroui/react/description"
import { Input } from "@heroui/react/input"
import { Label } from "@heroui/react/label"
import { TextField } from "@heroui/react/textfield"
import { useState } from "react"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import type { Action } from "@/components/action-result/run-action"
import { useRun } from "@/components/action-result/use-run"
import { DeskDialog } from "@/components/shell/desk-dialog"
import type { RosterPerson, RosterView } from "@/lib/domain/roster"
import type { PreviewView } from "@/lib/domain/views"

export type SaveRosterAction = Action<{ name: string; staff: RosterPerson[] }, RosterView>

/** Keeps the previewed list under a name, for the next time. Who Alma doesn't know is left out. */
export function SaveRoster({ preview, rosters, save, onSaved }: {
  preview: PreviewView
  rosters: RosterView[]
  save: SaveRosterAction
  onSaved: (roster: RosterView) => void
}) {
  const [open, setOpen] = useState(false)
  const [name, setName] = useState("")
  const [told, setTold] = useState("")
  const { pending, error, setError, run } = useRun()
  const staff = preview.accounts.filter(({ verdict }) => verdict !== "not_found" && verdict !== "duplicate")
  const known = rosters.find((roster) => roster.name.toLowerCase() === name.trim().toLowerCase())

  async function keep() {
    if (name.trim() === "") return
    const ran = await run(save, { name, staff: staff.map(({ primaryId, name: called }) => ({ primaryId, name: called })) })
    if (!ran) return
    onSaved(ran.data)
    setOpen(false)
    setName("")
    setTold(`Saved as the roster “${ran.data.name}”: ${ran.data.people} people.`)
  }

  if (staff.length === 0) return null
  return (
    <div className="mt-1 flex flex-wrap items-baseline gap-x-4 gap-y-1 text-row">
      <Button variant="ghost" className="button--plain" onPress={() => { setError(null); setTold(""); setOpen(true) }}>Save this list as a roster</Button>
      <p role="status" className="text-ink-2">{told}</p>
      {open ? (
        <DeskDialog
          title="Save this list as a roster" onClose={() => setOpen(false)} busy={pending}
          actions={<>
            <Button variant="outline" className="button--main" onPress={() => setOpen(false)} isDisabled={pending}>Back</Button>
            <BusyButton type="submit" form="save-roster" className="button--main" busy={pending} isDisabled={name.trim() === ""}>{known ? "Replace it" : "Save"}</BusyButton>
          </>}
        >
          <p className="text-ink-2">{staff.length} {staff.length === 1 ? "person" : "people"}, for the next time. Who Alma doesn&apos;t know is left out. Nothing in Alma changes.</p>
          <form id="save-roster" className="mt-5" onSubmit={(event) => { event.preventDefault(); if (!pending) void keep() }}>
            <TextField value={name} onChange={setName} autoFocus>
              <Label>Name of the roster</Label>
              <Input autoComplete="off" maxLength={100} />
              <Description>{known ? `Replaces “${known.name}” with its ${known.people} people.` : "Such as: Circulation desk"}</Description>
            </TextField>
          </form>
          <ErrorNote error={error} />
        </DeskDialog>
      ) : null}
    </div>
  )
}
