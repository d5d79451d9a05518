"use client"

import { Button } from "@heroui/react/button"
import { Description } from "@heroui/react/description"
import { Input } from "@heroui/react/input"
import { Label } from "@heroui/react/label"
import { TextField } from "@heroui/react/textfield"
import { useState } from "react"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import { ChooseOne } from "@/components/select/choose-one"
import { DeskDialog } from "@/components/shell/desk-dialog"
import { addPersonAction } from "@/lib/actions/add-person"
import { type Role, ROLES } from "@/lib/domain/actor"
import type { PeopleView } from "@/lib/domain/people-views"
import { ROLE_MEANING, ROLE_WORDS } from "./people-words"
import { type MadeLink, ShownLink } from "./shown-link"

const EVERYWHERE = "*"

/** Who, what and where; then the set-up link, shown once. `current`: the institution that is looked at. */
export function AddPersonDialog({ view, current, timeZone, now, onChanged, onClose }: {
  view: PeopleView
  current: string
  timeZone: string
  now: string
  onChanged: () => void
  onClose: () => void
}) {
  const { pending, error, run } = useRun()
  const [name, setName] = useState("")
  const [email, setEmail] = useState("")
  const [role, setRole] = useState<Role>("liaison")
  const [place, setPlace] = useState(view.institutions.find(({ code }) => code === current)?.code ?? view.institutions[0]?.code ?? EVERYWHERE)
  const [added, setAdded] = useState<{ link: MadeLink | null } | null>(null)
  const places = [...view.institutions.map(({ code, name: called }) => ({ id: code, name: called })), ...(view.mayAddEverywhere ? [{ id: EVERYWHERE, name: "Every institution" }] : [])]

  async function add() {
    const ran = await run(addPersonAction, { name, email, role, institutionCode: place === EVERYWHERE ? undefined : place })
    if (!ran) return
    setAdded(ran.data)
    onChanged()
  }

  if (added) {
    return (
      <DeskDialog title={`${name.trim()} is added`} onClose={onClose} actions={<Button className="button--main" onPress={onClose}>Done</Button>}>
        {added.link
          ? <ShownLink name={name.trim()} link={added.link} timeZone={timeZone} now={now} />
          : <p className="text-ink-2">They are known here already, and sign in as they always do.</p>}
      </DeskDialog>
    )
  }
  return (
    <DeskDialog
      title="Add a person" busy={pending} onClose={onClose}
      actions={<>
        <Button variant="outline" className="button--main" isDisabled={pending} onPress={onClose}>Back</Button>
        <BusyButton type="submit" form="add-person" className="button--main" busy={pending} isDisabled={name.trim() === "" || email.trim() === ""}>{pending ? "Adding…" : "Add and make a link"}</BusyButton>
      </>}
    >
      <form id="add-person" className="grid gap-5" onSubmit={(event) => { event.preventDefault(); if (!pending) void add() }}>
        <TextField value={name} onChange={setName} autoFocus fullWidth>
          <Label>Name</Label>
          <Input autoComplete="off" maxLength={200} />
        </TextField>
        <TextField value={email} onChange={setEmail} type="email" fullWidth>
          <Label>E-mail</Label>
          <Description>They sign in with it. Lantern sends nothing there.</Description>
          <Input autoComplete="off" inputMode="email" autoCapitalize="none" spellCheck={false} maxLength={254} />
        </TextField>
        <div>
          <ChooseOne label="Role" value={role} options={ROLES.map((one) => ({ id: one, name: ROLE_WORDS[one] }))} onChange={(id) => setRole(ROLES.find((one) => one === id) ?? role)} />
          <p className="mt-1.5 text-small text-ink-2">{ROLE_WORDS[role]}: {ROLE_MEANING[role]}.</p>
        </div>
        {places.length > 1 ? <ChooseOne label="Where" value={place} options={places} onChange={setPlace} /> : null}
      </form>
      <ErrorNote error={error} />
    </DeskDialog>
  )
}
