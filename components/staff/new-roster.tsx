"use client"

import { Checkbox } from "@heroui/react/checkbox"
import { Description } from "@heroui/react/description"
import { Input } from "@heroui/react/input"
import { Label } from "@heroui/react/label"
import { TextArea } from "@heroui/react/textarea"
import { TextField } from "@heroui/react/textfield"
import Link from "next/link"
import { useRouter } from "next/navigation"
import { type ReactNode, useState } from "react"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import type { Action } from "@/components/action-result/run-action"
import { useRun } from "@/components/action-result/use-run"
import { AlmaSearch, type FoundPerson, type SearchStaff } from "@/components/declare/alma-search"
import { type FileList, FileLists } from "@/components/declare/file-lists"
import { PickedPeople } from "@/components/declare/picked-people"
import { people } from "@/components/outage/outage-words"
import { DeskFrame } from "@/components/shell/desk-frame"
import type { RosterPerson } from "@/lib/domain/roster"
import type { StaffView } from "@/lib/domain/roster-views"

export interface NewRosterActions {
  create: Action<{ name: string; staff: RosterPerson[]; texts: string[]; set?: string; libraries?: string[] }, { id: string }>
  search: SearchStaff
}

/** A name, and who comes onto the list; a set or Named Users are read anew each day for who is new there. */
export function NewRoster({ staff, picked: first, suggested, actions, header }: {
  staff: StaffView
  picked: FoundPerson[]
  suggested: string
  actions: NewRosterActions
  header: ReactNode
}) {
  const router = useRouter()
  const { pending, error, run } = useRun()
  const [name, setName] = useState(suggested)
  const [picked, setPicked] = useState(first)
  const [pasted, setPasted] = useState("")
  const [files, setFiles] = useState<FileList[]>([])
  const [set, setSet] = useState("")
  const [libraries, setLibraries] = useState<string[]>([])
  const texts = [pasted, ...files.map((file) => file.text)].filter((text) => text.trim() !== "")
  const empty = picked.length === 0 && texts.length === 0 && set.trim() === "" && libraries.length === 0

  async function save() {
    if (pending || empty || name.trim() === "") return
    const source = { ...(set.trim() === "" ? {} : { set: set.trim() }), ...(libraries.length === 0 ? {} : { libraries: libraries.includes(EVERYONE) ? [] : libraries }) }
    const made = await run(actions.create, { name, staff: picked, texts, ...source })
    if (made) router.push(`/staff/rosters/${made.data.id}`)
  }

  return (
    <DeskFrame header={header} head={
      <div className="container-page pt-8 pb-6">
        <p className="text-lead text-ink-2"><Link href="/staff" className="link-quiet">All rosters</Link></p>
        <h1 className="headline headline--2 mt-3">New roster</h1>
        <p className="mt-3 text-lead text-ink-2">Who belongs on it? It all becomes one list; each person counts once. Nothing in Alma changes.</p>
      </div>
    }>
      <form className="container-page pb-16" onSubmit={(event) => { event.preventDefault(); void save() }}>
        <TextField value={name} onChange={setName} className="max-w-md">
          <Label>Name of the roster</Label>
          <Input autoComplete="off" maxLength={100} placeholder="Circulation desk" />
        </TextField>
        <div className="mt-9 grid grid-cols-1 gap-x-14 gap-y-9 lg:grid-cols-2">
          <div className="grid grid-cols-1 content-start gap-9">
            <AlmaSearch search={actions.search} picked={picked} onPick={(person) => setPicked([...picked, person])} />
            <PickedPeople picked={picked} onDrop={(id) => setPicked(picked.filter((person) => person.primaryId !== id))} />
            <TextField value={pasted} onChange={setPasted}>
              <Label>Paste Primary IDs</Label>
              <Description>One a line, or rows copied from a spreadsheet, columns in any order.</Description>
              <TextArea rows={6} spellCheck={false} autoComplete="off" className="font-mono text-small" />
            </TextField>
            <FileLists files={files} onChange={setFiles} note="Which column holds the ids is found out when it is read." />
          </div>
          <div className="grid grid-cols-1 content-start gap-9">
            <TextField value={set} onChange={setSet} isDisabled={libraries.length > 0}>
              <Label>Alma user set</Label>
              <Description>Its name as it stands in Alma&apos;s Manage Sets, to the letter. The set is read again each day, and who is new in it is told here.</Description>
              <Input autoComplete="off" spellCheck={false} maxLength={200} />
            </TextField>
            <LibraryChoice staff={staff} chosen={libraries} isDisabled={set.trim() !== ""} onChange={setLibraries} />
          </div>
        </div>
        <ErrorNote error={error} />
        <div className="mt-9 flex flex-wrap items-center gap-x-6 gap-y-3">
          <BusyButton type="submit" className="button--main" busy={pending} isDisabled={empty || name.trim() === ""}>{pending ? "Saving…" : "Save the roster"}</BusyButton>
          <p className="text-row text-ink-2">{empty ? "Nobody is chosen yet." : "Its people are read in Alma at once."}</p>
        </div>
      </form>
    </DeskFrame>
  )
}

const EVERYONE = ""

/** Libraries that the roles of Named Users are for, by the newest count. */
function LibraryChoice({ staff, chosen, isDisabled, onChange }: { staff: StaffView; chosen: string[]; isDisabled: boolean; onChange: (chosen: string[]) => void }) {
  const all = chosen.includes(EVERYONE)
  const toggle = (code: string, on: boolean) => onChange(on ? [...chosen.filter((one) => (code === EVERYONE ? false : one !== EVERYONE)), code] : chosen.filter((one) => one !== code))
  return (
    <fieldset className="min-w-0" disabled={isDisabled}>
      <legend className="label">Named Users</legend>
      {staff.namedUsers === null
        ? <p className="description mt-1.5">They were not counted yet. <Link href="/staff/named-users" className="link-quiet">Count them</Link>, then a roster can be made of those of a library.</p>
        : (
          <>
            <p className="description mt-1.5">By the library that their roles are for, as last counted.</p>
            <ul className="rule-list mt-2 max-h-80 overflow-y-auto">
              {[{ code: EVERYONE, name: "Everyone", people: staff.namedUsers.counted }, ...staff.libraries].map((library) => (
                <li key={library.code} className="flex min-h-11 flex-wrap items-center justify-between gap-x-3 py-1 ps-1 text-row">
                  <Checkbox isSelected={chosen.includes(library.code)} isDisabled={isDisabled || (all && library.code !== EVERYONE)} onChange={(on) => toggle(library.code, on)}>
                    <Checkbox.Content>
                      <Checkbox.Control><Checkbox.Indicator /></Checkbox.Control>
                      <Label>{library.name}</Label>
                    </Checkbox.Content>
                  </Checkbox>
                  <span className="text-small text-ink-2">{people(library.people)}</span>
                </li>
              ))}
            </ul>
          </>
        )}
    </fieldset>
  )
}
