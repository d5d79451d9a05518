"use client"

import { Button } from "@heroui/react/button"
import { Description } from "@heroui/react/description"
import { Label } from "@heroui/react/label"
import { TextArea } from "@heroui/react/textarea"
import { TextField } from "@heroui/react/textfield"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import type { DeclareDraft } from "@/lib/domain/declare-draft"
import { PRACTICE_STAFF } from "@/lib/domain/practice-staff"
import type { RosterView } from "@/lib/domain/roster"
import { AlmaSearch, type FoundPerson, type SearchStaff } from "./alma-search"
import { AlmaSet, type ReadSet } from "./alma-set"
import { countChosen, isNobodyChosen } from "./declare-draft"
import { FileLists } from "./file-lists"
import { PickedPeople } from "./picked-people"
import { RosterChoice } from "./roster-choice"
import { WizardBar } from "./wizard-bar"

/** Who needs Alma: rosters, found, a set's members, pasted or from files, all into one list. */
export function ChooseStep({ draft, practice, rosters, timeZone, now, search, readSet, change, reading, error, onBack, onNext }: {
  draft: DeclareDraft
  /** The practice library: a ready-made list is offered, since nobody knows its people. */
  practice: boolean
  rosters: RosterView[]
  timeZone: string
  now: string
  search: SearchStaff
  readSet: ReadSet
  change: (part: Partial<DeclareDraft>) => void
  reading: boolean
  error: string | null
  onBack: () => void
  onNext: () => void
}) {
  const empty = isNobodyChosen(draft)

  function pick(people: FoundPerson[]): number {
    const known = new Set(draft.picked.map((person) => person.primaryId.toLowerCase()))
    const added = people.filter((person) => !known.has(person.primaryId.toLowerCase()))
    if (added.length > 0) change({ picked: [...draft.picked, ...added] })
    return added.length
  }

  return (
    <form onSubmit={(event) => { event.preventDefault(); if (!empty && !reading) onNext() }}>
      <h1 className="headline headline--2">Who needs Alma?</h1>
      <p className="mt-3 text-lead text-ink-2">Choose rosters, find people, paste a list, or take a file. It all becomes one list; each account counts once.</p>
      <p role="status" className="mt-2 text-lead">{empty ? <span className="text-ink-2">Nobody is chosen yet.</span> : <ChosenCount {...countChosen(draft, rosters)} />}</p>
      <div className="mt-8 grid grid-cols-1 gap-x-12 gap-y-9 xl:grid-cols-2">
        <div className="grid grid-cols-1 content-start gap-9">
          <RosterChoice rosters={rosters} chosen={draft.rosters} timeZone={timeZone} now={now} onChange={(chosen) => change({ rosters: chosen })} />
          <AlmaSearch search={search} picked={draft.picked} onPick={(person) => pick([person])} />
          <AlmaSet read={readSet} onPick={pick} />
          <PickedPeople picked={draft.picked} onDrop={(id) => change({ picked: draft.picked.filter((person) => person.primaryId !== id) })} />
        </div>
        <div className="grid grid-cols-1 content-start gap-9">
          <TextField value={draft.pasted} onChange={(pasted) => change({ pasted })}>
            <Label>Paste Primary IDs</Label>
            <Description>One a line, or rows copied from a spreadsheet, columns in any order. Blanks and repeats do no harm.</Description>
            <TextArea rows={8} spellCheck={false} autoComplete="off" className="font-mono text-small" />
          </TextField>
          {practice && draft.pasted.trim() === "" ? (
            <div className="-mt-5">
              <Button variant="outline" onPress={() => change({ pasted: PRACTICE_STAFF.join("\n") })}>Fill in {PRACTICE_STAFF.length} practice people</Button>
            </div>
          ) : null}
          <FileLists files={draft.files} onChange={(files) => change({ files })} />
        </div>
      </div>
      <ErrorNote error={error} />
      <WizardBar title="Next: look at each account in Alma" detail="This only reads. Nothing is changed.">
        <Button variant="outline" className="button--main" onPress={onBack}>Back</Button>
        <BusyButton type="submit" className="button--main" isDisabled={empty} busy={reading}>{reading ? "Reading Alma…" : "Read the accounts"}</BusyButton>
      </WizardBar>
    </form>
  )
}

function ChosenCount({ count, exact }: { count: number; exact: boolean }) {
  return <><b className="font-semibold">{exact ? count : `Up to ${count}`} chosen.</b>{exact ? "" : <span className="text-ink-2"> Reading them tells who stands there twice.</span>}</>
}
