"use client"

import { Button } from "@heroui/react/button"
import { SearchField } from "@heroui/react/search-field"
import { ToggleButton } from "@heroui/react/toggle-button"
import { ToggleButtonGroup } from "@heroui/react/toggle-button-group"
import { useMemo, useState } from "react"
import { VERDICT_WORDS } from "@/components/account-state/state-words"
import { accounts } from "@/components/outage/outage-words"
import { VERDICTS, type Verdict } from "@/lib/domain/states"
import type { PreviewView } from "@/lib/domain/views"
import { PreviewTable } from "./preview-table"
import { WizardBar } from "./wizard-bar"

/** Exceptions first: what somebody may have to act on before what goes by itself. */
const URGENCY: Record<Verdict, number> = {
  unreadable: 0, not_found: 1, no_external_id: 2, expired: 3, inactive: 4, already_internal: 5, protected: 6, duplicate: 7, switch: 8,
}

/** What would happen to each account, before anything does. */
export function PreviewStep({ preview, onBack, onSwitch }: { preview: PreviewView; onBack: () => void; onSwitch: () => void }) {
  const [verdict, setVerdict] = useState<Verdict | "all">("all")
  const [search, setSearch] = useState("")
  const total = preview.accounts.length
  const going = preview.counts.switch
  const shown = useMemo(() => {
    const wanted = search.trim().toLowerCase()
    return preview.accounts
      .filter((account) => verdict === "all" || account.verdict === verdict)
      .filter((account) => `${account.name ?? ""} ${account.primaryId}`.toLowerCase().includes(wanted))
      .toSorted((a, b) => URGENCY[a.verdict] - URGENCY[b.verdict])
  }, [preview, verdict, search])

  return (
    <>
      <h1 className="headline headline--2">{going} of {total} will be switched</h1>
      <div className="mt-3 flex flex-wrap items-center justify-between gap-x-8 gap-y-5">
        <p className="text-lead text-ink-2">{leftAlone(total - going)} Nothing in Alma has been changed yet.</p>
        <SearchField aria-label="Name or Primary ID" value={search} onChange={setSearch} className="w-full sm:w-58">
          <SearchField.Group>
            <SearchField.SearchIcon />
            <SearchField.Input placeholder="Name or Primary ID" />
            <SearchField.ClearButton aria-label="Clear the search" />
          </SearchField.Group>
        </SearchField>
      </div>
      <ToggleButtonGroup
        aria-label="Show by verdict" className="verdicts mt-6" isDetached selectionMode="single" disallowEmptySelection
        selectedKeys={[verdict]} onSelectionChange={(keys) => setVerdict([...keys][0] as Verdict | "all")}
      >
        <ToggleButton id="all"><b>{total}</b>Chosen</ToggleButton>
        {totals(preview).map((one) => <ToggleButton key={one} id={one}><b>{preview.counts[one]}</b>{VERDICT_WORDS[one]}</ToggleButton>)}
      </ToggleButtonGroup>
      <PreviewTable accounts={shown} />
      <WizardBar
        title={going === 0 ? "Nobody would be switched." : `Switches ${accounts(going)} from External to Internal in Alma.`}
        detail={going === 0 ? "Go back and choose others." : `Ending the outage returns ${going === 1 ? "it" : `all ${going}`}.`}
      >
        <Button variant="outline" className="button--main" onPress={onBack}>Back</Button>
        <Button className="button--main" isDisabled={going === 0} onPress={onSwitch}>Switch {going} to Internal</Button>
      </WizardBar>
    </>
  )
}

function totals(preview: PreviewView): Verdict[] {
  const inOrder: Verdict[] = ["switch", ...VERDICTS.filter((one) => one !== "switch")]
  return inOrder.filter((one) => preview.counts[one] > 0)
}

function leftAlone(count: number): string {
  if (count === 0) return "None is left alone."
  return `${count} ${count === 1 ? "is" : "are"} left alone.`
}
