"use client"

import { Button } from "@heroui/react/button"
import { Printer } from "lucide-react"
import Link from "next/link"
import { type ReactNode, useState } from "react"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import { isHeld, mustWait } from "@/components/account-state/hand-over"
import type { OutageActions } from "@/components/outage/outage-actions"
import { toneOf } from "@/components/outage/outage-words"
import { DeskFrame } from "@/components/shell/desk-frame"
import { LinkButton } from "@/components/shell/link-button"
import { useLeaveGuard } from "@/components/shell/use-leave-guard"
import type { AccountView, IssuedCodeView, OutageView } from "@/lib/domain/views"
import { SlipSheets } from "./slip-sheets"

/** Makes slips for those who have not collected, shows them once, and prints them. Codes live in this page only. */
export function SlipsPage({ outage, issueCodes, viewerName, header, chosen }: {
  outage: OutageView
  issueCodes: OutageActions["issueCodes"]
  viewerName: string
  header: ReactNode
  /** Only for these, who may have collected before; without it for all who have not. `onBack` leads to where they were chosen. */
  chosen?: { holdIds: string[]; onBack: () => void }
}) {
  const { pending, error, run } = useRun()
  const [slips, setSlips] = useState<{ codes: IssuedCodeView[]; at: string } | null>(null)
  const [printed, setPrinted] = useState(false)
  const free = outage.accounts.filter((account) => !mustWait(account, outage.readAt))
  const open = free.filter((account) => (chosen ? isHeld(account) && chosen.holdIds.includes(account.holdId) : account.state === "internal"))
  const without = open.filter((account) => !hasLiveCode(account, outage.readAt))
  const guard = useLeaveGuard({
    on: slips !== null && !printed, title: "Leave without printing?",
    lost: "These codes are shown here once and kept nowhere. If you leave now, nobody can read them again: new slips have to be made, and these codes then stop working.",
  })

  const what = outage.drill ? "drill" : "outage"

  async function make(accounts: AccountView[]) {
    const ran = await run(issueCodes, { outageId: outage.id, holdIds: accounts.map((account) => account.holdId), kind: "slip" as const })
    if (!ran) return
    setPrinted(false)
    setSlips({ codes: ran.data.codes, at: new Date().toISOString() })
  }

  return (
    <DeskFrame tone={toneOf(outage)} drill={outage.drill} header={header} head={
      <div className="no-print container-page flex flex-wrap items-end justify-between gap-x-8 gap-y-5 pt-8 pb-8">
        <div>
          <p className="text-lead text-ink-2">{chosen
            ? <Button variant="ghost" className="button--plain" onPress={() => guard.leave(chosen.onBack)}>Back to the {what}</Button>
            : <Link href={`/outages/${outage.id}`} className="link-quiet">Back to the {what}</Link>}{outage.drill ? <> · <b className="font-semibold text-ink">Drill</b></> : null}</p>
          <h1 className="headline headline--2 mt-2">{headline(slips?.codes.length ?? null, open.length, chosen !== undefined)}</h1>
        </div>
        {slips ? (
          <Button className="button--main" onPress={() => { setPrinted(true); window.print() }}><Printer aria-hidden="true" /> Print {slips.codes.length} {slipWord(slips.codes.length)}</Button>
        ) : open.length > 0 && outage.canChange && outage.institution.setsPasswords ? (
          <BusyButton className="button--main" busy={pending} onPress={() => void make(open)}>{pending ? "Making slips…" : `Make ${open.length} ${slipWord(open.length)}`}</BusyButton>
        ) : null}
      </div>
    }>
      {guard.dialog}
      <div className="no-print container-page pt-8 pb-6">
        <ErrorNote error={error} />
        {slips ? <AfterMaking /> : <BeforeMaking outage={outage} open={open} without={without} canChange={outage.canChange} pending={pending} onMake={(accounts) => void make(accounts)} />}
      </div>
      {slips ? <div className="sheets"><SlipSheets codes={slips.codes} outage={outage} printedAt={slips.at} printedBy={viewerName} /></div> : null}
    </DeskFrame>
  )
}

function BeforeMaking({ outage, open, without, canChange, pending, onMake }: {
  outage: OutageView
  open: AccountView[]
  without: AccountView[]
  canChange: boolean
  pending: boolean
  onMake: (accounts: AccountView[]) => void
}) {
  if (open.length === 0) return <p className="max-w-2xl text-lead text-ink-2">Slips are for accounts that are Internal and not collected. There are none now.</p>
  if (!canChange) return <p className="max-w-2xl text-lead text-ink-2">You can look, but slips are made by a liaison.</p>
  if (!outage.institution.setsPasswords) {
    return (
      <div className="max-w-2xl">
        <p className="mb-6 text-lead text-ink-2">This key can&apos;t set passwords, so a code would open nothing. Each by-hand card makes a password and prints a slip for its person.</p>
        <LinkButton href={`/outages/${outage.id}/by-hand`} variant="outline">To the by-hand cards</LinkButton>
      </div>
    )
  }
  const others = open.length - without.length
  const waiting = outage.accounts.filter((account) => isHeld(account) && mustWait(account, outage.readAt)).length
  return (
    <div className="max-w-2xl">
      <ul className="grid list-disc gap-2 ps-5 text-ink-2">
        <li>A slip carries a name and a code, no Primary ID and no password. Whoever finds it needs the Primary ID as well, so hand each slip to its person.</li>
        <li>The codes are shown on this page once and kept nowhere. Print them before you leave it.</li>
        {waiting > 0 ? <li>{waiting} must wait for a few minutes: the last pick-up got no answer from Alma, and a late change could undo a new one.</li> : null}
        {others > 0 ? <li>{others} of them {others === 1 ? "has a code already: it stops" : "have codes already: those stop"} working when new slips are made.</li> : null}
      </ul>
      {others > 0 && without.length > 0 ? (
        <Button variant="outline" className="mt-5" isDisabled={pending} onPress={() => onMake(without)}>Only for the {without.length} without a code</Button>
      ) : null}
    </div>
  )
}

function AfterMaking() {
  return (
    <p role="status" className="max-w-2xl text-ink-2">
      <b className="font-semibold text-ink">Shown once.</b> Print, cut on the lines, and hand each slip to its person. Shred what is left over. If you lose them, make new ones: the old codes then stop working.
    </p>
  )
}

function headline(made: number | null, open: number, areChosen: boolean): string {
  if (made !== null) return `${made} ${slipWord(made)} to print`
  return areChosen ? `${open} chosen` : `${open} not collected`
}

function slipWord(count: number): string {
  return count === 1 ? "slip" : "slips"
}

function hasLiveCode(account: AccountView, now: string): boolean {
  return account.codeIssuedAt !== null && (account.codeExpiresAt === null || account.codeExpiresAt > now)
}
