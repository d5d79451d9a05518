"use client"

import { Button } from "@heroui/react/button"
import { Description } from "@heroui/react/description"
import { Input } from "@heroui/react/input"
import { Label } from "@heroui/react/label"
import { TextArea } from "@heroui/react/textarea"
import { TextField } from "@heroui/react/textfield"
import { useRouter } from "next/navigation"
import { useState } from "react"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import { AlmaSearch, type FoundPerson } from "@/components/declare/alma-search"
import { PickedPeople } from "@/components/declare/picked-people"
import { people } from "@/components/outage/outage-words"
import { DeskDialog } from "@/components/shell/desk-dialog"
import type { RosterDetailView } from "@/lib/domain/roster-views"
import type { RosterActions } from "./roster-actions"

export type RosterDialog = { kind: "add" } | { kind: "rename" } | { kind: "delete" } | { kind: "take_off"; primaryIds: string[] }

interface DialogProps {
  roster: RosterDetailView
  actions: RosterActions
  onClose: () => void
  onChanged: () => void
}

/** What opens over a roster. Nothing here changes anything in Alma. */
export function RosterDialogs({ dialog, ...props }: DialogProps & { dialog: RosterDialog | null }) {
  switch (dialog?.kind) {
    case undefined:
      return null
    case "add":
      return <AddDialog {...props} />
    case "rename":
      return <RenameDialog {...props} />
    case "delete":
      return <DeleteDialog {...props} />
    case "take_off":
      return <TakeOffDialog {...props} primaryIds={dialog.primaryIds} />
  }
}

function AddDialog({ roster, actions, onClose, onChanged }: DialogProps) {
  const { pending, error, run } = useRun()
  const [picked, setPicked] = useState<FoundPerson[]>([])
  const [pasted, setPasted] = useState("")
  const empty = picked.length === 0 && pasted.trim() === ""

  async function add() {
    if (!(await run(actions.add, { rosterId: roster.id, staff: picked, texts: [pasted].filter((text) => text.trim() !== "") }))) return
    onChanged()
    onClose()
  }

  return (
    <DeskDialog wide title={`Add people to ${roster.name}`} busy={pending} onClose={onClose} actions={<>
      <Button variant="outline" isDisabled={pending} onPress={onClose}>Close</Button>
      <BusyButton busy={pending} isDisabled={empty} onPress={() => void add()}>{pending ? "Adding…" : "Add them"}</BusyButton>
    </>}>
      <div className="grid gap-6">
        <AlmaSearch search={actions.search} picked={picked} onPick={(person) => setPicked([...picked, person])} />
        <PickedPeople picked={picked} onDrop={(id) => setPicked(picked.filter((person) => person.primaryId !== id))} />
        <TextField value={pasted} onChange={setPasted}>
          <Label>Paste Primary IDs</Label>
          <Description>One a line, or rows of a spreadsheet. Who stands on the roster already stays once.</Description>
          <TextArea rows={4} spellCheck={false} autoComplete="off" className="font-mono text-small" />
        </TextField>
      </div>
      <ErrorNote error={error} />
    </DeskDialog>
  )
}

function RenameDialog({ roster, actions, onClose, onChanged }: DialogProps) {
  const { pending, error, run } = useRun()
  const [name, setName] = useState(roster.name)

  async function rename() {
    if (pending || name.trim() === "" || !(await run(actions.rename, { rosterId: roster.id, name }))) return
    onChanged()
    onClose()
  }

  return (
    <DeskDialog title="Rename this roster" busy={pending} onClose={onClose} actions={<>
      <Button variant="outline" isDisabled={pending} onPress={onClose}>Back</Button>
      <BusyButton type="submit" form="rename-roster" busy={pending} isDisabled={name.trim() === ""}>Rename</BusyButton>
    </>}>
      <form id="rename-roster" onSubmit={(event) => { event.preventDefault(); void rename() }}>
        <TextField value={name} onChange={setName} autoFocus>
          <Label>Name of the roster</Label>
          <Input autoComplete="off" maxLength={100} />
        </TextField>
      </form>
      <ErrorNote error={error} />
    </DeskDialog>
  )
}

function TakeOffDialog({ roster, primaryIds, actions, onClose, onChanged }: DialogProps & { primaryIds: string[] }) {
  const { pending, error, run } = useRun()
  const wanted = new Set(primaryIds)
  const names = roster.people.filter((person) => wanted.has(person.primaryId))

  async function takeOff() {
    if (!(await run(actions.takeOff, { rosterId: roster.id, primaryIds }))) return
    onChanged()
    onClose()
  }

  return (
    <DeskDialog title={`Take ${people(primaryIds.length)} off ${roster.name}?`} busy={pending} onClose={onClose} actions={<>
      <Button variant="outline" isDisabled={pending} onPress={onClose}>Back</Button>
      <BusyButton busy={pending} onPress={() => void takeOff()}>Take off {primaryIds.length}</BusyButton>
    </>}>
      <p className="text-ink-2">They stay on other rosters, and nothing in Alma changes.</p>
      <ul className="rule-list mt-4 max-h-72 overflow-y-auto text-row">
        {names.slice(0, 200).map((person) => (
          <li key={person.primaryId} className="py-2 wrap-anywhere">{person.name ? <b className="me-2 font-medium">{person.name}</b> : null}<span className="font-mono text-caption text-muted">{person.primaryId}</span></li>
        ))}
        {names.length > 200 ? <li className="py-2 text-ink-2">and {names.length - 200} more</li> : null}
      </ul>
      <ErrorNote error={error} />
    </DeskDialog>
  )
}

function DeleteDialog({ roster, actions, onClose }: DialogProps) {
  const { pending, error, run } = useRun()
  const router = useRouter()

  async function remove() {
    if (await run(actions.remove, { rosterId: roster.id })) router.push("/staff")
  }

  return (
    <DeskDialog title={`Delete ${roster.name}?`} busy={pending} onClose={onClose} actions={<>
      <Button variant="outline" isDisabled={pending} onPress={onClose}>Keep it</Button>
      <BusyButton busy={pending} onPress={() => void remove()}>Delete the roster</BusyButton>
    </>}>
      <p className="text-ink-2">The list of {people(roster.people.length)} and the history of its readings go away and can&apos;t be brought back. Nobody&apos;s account changes, nor any outage that used it.</p>
      <ErrorNote error={error} />
    </DeskDialog>
  )
}
