"use client"

import { Button } from "@heroui/react/button"
import { Description } from "@heroui/react/description"
import { Label } from "@heroui/react/label"
import { TextArea } from "@heroui/react/textarea"
import { TextField } from "@heroui/react/textfield"
import { useState } from "react"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import { AlmaSearch, type FoundPerson } from "@/components/declare/alma-search"
import { declaredText, idList, mergePreviews } from "@/components/declare/declare-draft"
import { PickedPeople } from "@/components/declare/picked-people"
import { DeskDialog } from "@/components/shell/desk-dialog"
import { countToSwitch, leadsToSwitch } from "@/lib/domain/states"
import type { OutageView, PreviewAccountView, PreviewView } from "@/lib/domain/views"
import type { OutageActions } from "./outage-actions"
import { people } from "./outage-words"

/** Late joiners: choose, see the verdicts, add. The same rules as when declaring. */
export function AddPeopleDialog({ outage, actions, onChanged, onClose }: {
  outage: OutageView
  actions: OutageActions
  onChanged: () => void
  onClose: () => void
}) {
  const { pending, error, run } = useRun()
  const [picked, setPicked] = useState<FoundPerson[]>([])
  const [pasted, setPasted] = useState("")
  const [preview, setPreview] = useState<PreviewView | null>(null)
  const empty = picked.length === 0 && pasted.trim() === ""

  async function look() {
    const texts = [picked.length > 0 ? idList(picked.map((person) => person.primaryId)) : "", pasted].filter((text) => text.trim() !== "")
    const previews: PreviewView[] = []
    for (const text of texts) {
      const ran = await run(actions.previewStaff, { text })
      if (!ran) return
      previews.push(ran.data)
    }
    setPreview(mergePreviews(previews))
  }

  async function add() {
    if (!preview || !(await run(actions.addAccounts, { outageId: outage.id, text: declaredText(preview) }))) return
    onChanged()
    onClose()
  }

  const going = preview ? countToSwitch(preview.counts) : 0
  return (
    <DeskDialog
      wide title={preview ? (going === 0 ? "None of them can be switched" : `Switch ${people(going)} more to Internal?`) : "Add people"} busy={pending} onClose={onClose}
      actions={<>
        <Button variant="outline" isDisabled={pending} onPress={preview ? () => setPreview(null) : onClose}>{preview ? "Back" : "Close"}</Button>
        {preview
          ? <BusyButton busy={pending} isDisabled={going === 0} onPress={() => void add()}>Add and switch {going}</BusyButton>
          : <BusyButton busy={pending} isDisabled={empty} onPress={() => void look()}>{pending ? "Reading Alma…" : "Read the accounts"}</BusyButton>}
      </>}
    >
      {preview ? <AddPreview preview={preview} drill={outage.drill} /> : (
        <div className="grid gap-6">
          <AlmaSearch search={actions.searchStaff} picked={picked} onPick={(person) => setPicked([...picked, person])} />
          <PickedPeople picked={picked} onDrop={(id) => setPicked(picked.filter((person) => person.primaryId !== id))} />
          <TextField value={pasted} onChange={setPasted}>
            <Label>Paste Primary IDs</Label>
            <Description>One a line. Nothing is changed before you have seen the verdicts.</Description>
            <TextArea rows={4} spellCheck={false} autoComplete="off" className="font-mono text-small" />
          </TextField>
        </div>
      )}
      <ErrorNote error={error} />
    </DeskDialog>
  )
}

/** Names whom the button switches, and whom it doesn't, and why. */
function AddPreview({ preview, drill }: { preview: PreviewView; drill: boolean }) {
  const going = preview.accounts.filter((account) => leadsToSwitch(account.verdict))
  const left = preview.accounts.filter((account) => !leadsToSwitch(account.verdict))
  return (
    <>
      <p className="text-ink-2">Nothing in Alma has been changed yet.{going.length > 0 ? ` Ending the ${drill ? "drill" : "outage"} returns them with all the others.` : ""}</p>
      <NamedList title={`${people(going.length)} to switch`} accounts={going} note={(account) => (account.verdict === "not_read" ? account.reason : account.department ?? "")} />
      <NamedList title={`${people(left.length)} left alone`} accounts={left} note={(account) => account.reason} />
    </>
  )
}

function NamedList({ title, accounts, note }: { title: string; accounts: PreviewAccountView[]; note: (account: PreviewAccountView) => string }) {
  if (accounts.length === 0) return null
  return (
    <section className="mt-5">
      <h3 className="font-semibold">{title}</h3>
      <ul className="rule-list mt-2 max-h-56 overflow-y-auto text-row">
        {accounts.map((account, at) => (
          <li key={`${account.primaryId} ${at}`} className="flex flex-wrap items-baseline gap-x-3 py-2 wrap-anywhere">
            {account.name ? <b className="font-medium">{account.name}</b> : null}
            <span className={account.name ? "font-mono text-caption text-muted" : "font-mono"}>{account.primaryId}</span>
            <span className="text-ink-2">{note(account)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
