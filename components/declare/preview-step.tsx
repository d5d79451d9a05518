"use client"

import { Button } from "@heroui/react/button"
import { ToggleButton } from "@heroui/react/toggle-button"
import { ToggleButtonGroup } from "@heroui/react/toggle-button-group"
import { type ReactNode, useDeferredValue, useMemo, useState } from "react"
import { accounts } from "@/components/outage/outage-words"
import { NameSearch } from "@/components/shell/name-search"
import { countToSwitch, leadsToSwitch, VERDICTS, type Verdict } from "@/lib/domain/states"
import { VERDICT_WORDS } from "@/lib/domain/verdict-words"
import type { InstitutionView, PreviewAccountView, PreviewView } from "@/lib/domain/views"
import { countGoing } from "./declare-draft"
import { estimateWords } from "./estimate"
import { exceptionsFirst, filterAccounts, indexAccounts } from "./filter-accounts"
import { type LeftOut, MANY_ROWS, PreviewTable } from "./preview-table"
import { WizardBar } from "./wizard-bar"

/** What would happen to each account, before anything does. */
export function PreviewStep({ preview, institution, out, onOut, saveRoster, onBack, onSwitch }: {
  preview: PreviewView
  institution: InstitutionView
  /** Primary IDs that a person leaves out. */
  out: string[]
  onOut: (out: string[]) => void
  saveRoster: ReactNode
  onBack: () => void
  onSwitch: () => void
}) {
  const total = preview.accounts.length
  const going = countGoing(preview, out)
  const leftOut = useMemo<LeftOut>(() => {
    const keys = new Set(out.map((id) => id.toLowerCase()))
    return {
      isOut: (id) => keys.has(id.toLowerCase()),
      onChange: (id, isOut) => onOut(isOut ? [...out, id] : out.filter((one) => one.toLowerCase() !== id.toLowerCase())),
    }
  }, [out, onOut])
  const byHand = institution.route === "manual"
  const back = `Ending the outage returns ${going === 1 ? "it" : `all ${going}`}.`
  return (
    <>
      <h1 className="headline headline--2">{going} of {total} {byHand ? "to switch by hand" : "will be switched"}</h1>
      <Verdicts
        accounts={preview.accounts} counts={preview.counts} total={total} order={canonical(preview.counts)} sorted leftOut={leftOut} outs={outsOf(preview.accounts, leftOut)}
        lead={`${leftAlone(total - going, countToSwitch(preview.counts) - going)} Nothing in Alma has been changed yet.`} aside={saveRoster}
      />
      <WizardBar
        title={going === 0 ? "Nobody would be switched." : byHand ? `${accounts(going)} to switch by hand in Alma, a card each.` : `Switches ${accounts(going)} from External to Internal in Alma.`}
        detail={going === 0 ? "Go back and choose others." : `${estimateWords(institution, going)} ${byHand ? "" : back}`.trim()}
      >
        <Button variant="outline" className="button--main" onPress={onBack}>Back</Button>
        <Button className="button--main" isDisabled={going === 0} onPress={onSwitch}>{byHand ? `Declare, ${going} by hand` : `Switch ${going} to Internal`}</Button>
      </WizardBar>
    </>
  )
}

/** The totals as filters, a search, and the table below them. */
export function Verdicts({ accounts: all, counts, total, order, sorted, leftOut, outs = {}, lead, aside, progress }: {
  accounts: PreviewAccountView[]
  counts: Record<Verdict, number>
  total: number
  order: Verdict[]
  /** Exceptions first; else in the order of the list, which only grows at its end. */
  sorted: boolean
  leftOut?: LeftOut
  /** How many of each verdict a person left out. */
  outs?: Partial<Record<Verdict, number>>
  lead: string
  aside?: ReactNode
  progress?: ReactNode
}) {
  const [verdict, setVerdict] = useState<Verdict | "all" | "left_out">("all")
  const [search, setSearch] = useState("")
  const text = useDeferredValue(search)
  const out = (outs.switch ?? 0) + (outs.not_read ?? 0)
  const indexed = useMemo(() => {
    const rows = indexAccounts(all)
    return sorted ? exceptionsFirst(rows) : rows
  }, [all, sorted])
  const shown = useMemo(() => {
    const isOut = (account: PreviewAccountView) => leadsToSwitch(account.verdict) && leftOut?.isOut(account.primaryId) === true
    const found = filterAccounts(indexed, { verdict: verdict === "left_out" ? "all" : verdict, text })
    return verdict === "all" ? found : found.filter((account) => isOut(account) === (verdict === "left_out"))
  }, [indexed, verdict, text, leftOut])
  return (
    <>
      <div className="mt-3 flex items-center justify-between gap-x-8 gap-y-5 max-sm:flex-wrap">
        <div className="min-w-0">
          <p className="text-lead text-ink-2">{lead}</p>
          {aside}
        </div>
        <NameSearch value={search} onChange={setSearch} className="w-full shrink-0 sm:w-58" />
      </div>
      <div className="mt-4 h-1">{progress}</div>
      <ToggleButtonGroup
        aria-label="Show by verdict" className="verdicts mt-1" isDetached selectionMode="single" disallowEmptySelection
        selectedKeys={[verdict]} onSelectionChange={(keys) => setVerdict([...keys][0] as typeof verdict)}
      >
        <ToggleButton id="all"><b>{total}</b>Chosen</ToggleButton>
        {order.map((one) => <ToggleButton key={one} id={one}><b>{counts[one] - (outs[one] ?? 0)}</b>{VERDICT_WORDS[one]}</ToggleButton>)}
        {out > 0 || verdict === "left_out" ? <ToggleButton id="left_out"><b>{out}</b>Left out</ToggleButton> : null}
      </ToggleButtonGroup>
      <PreviewTable accounts={shown} many={total > MANY_ROWS} leftOut={leftOut} />
    </>
  )
}

function outsOf(all: PreviewAccountView[], leftOut: LeftOut): Partial<Record<Verdict, number>> {
  const outs = all.filter((account) => leadsToSwitch(account.verdict) && leftOut.isOut(account.primaryId))
  return { switch: outs.filter((account) => account.verdict === "switch").length, not_read: outs.filter((account) => account.verdict === "not_read").length }
}

function canonical(counts: Record<Verdict, number>): Verdict[] {
  const inOrder: Verdict[] = ["switch", ...VERDICTS.filter((one) => one !== "switch")]
  return inOrder.filter((one) => (counts[one] ?? 0) > 0)
}

/** `out` of them because a person said so. */
function leftAlone(count: number, out: number): string {
  if (count === 0) return "None is left alone."
  const byPerson = out === 0 ? "" : out === count ? ", by you" : `, ${out} of them by you`
  return `${count} ${count === 1 ? "is" : "are"} left alone${byPerson}.`
}
