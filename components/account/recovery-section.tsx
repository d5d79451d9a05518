"use client"

import { Button } from "@heroui/react/button"
import { Printer } from "lucide-react"
import { useState } from "react"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import { useLeaveGuard } from "@/components/shell/use-leave-guard"
import { StepHeading } from "@/components/sign-in/step-heading"
import { longDay, moment } from "@/components/time/format-time"
import { makeRecoveryCodesAction } from "@/lib/actions/make-recovery-codes"
import type { AccountView } from "@/lib/domain/people-views"
import type { Clock } from "./notices-section"

/** Codes to print, for the day the phone is lost. They live in this page only, until it is left. */
export function RecoverySection({ account, clock, onDone }: { account: AccountView; clock: Clock; onDone: () => void }) {
  const { pending, error, run } = useRun()
  const [codes, setCodes] = useState<string[] | null>(null)
  const [kept, setKept] = useState(false)
  const { left, madeAt } = account.recoveryCodes
  const guard = useLeaveGuard({
    on: codes !== null && !kept, title: "Leave without printing?",
    lost: "These codes are shown here once and kept nowhere. If you leave now, nobody can read them again, and new ones have to be made.",
  })

  async function make() {
    const made = await run(() => makeRecoveryCodesAction(), undefined)
    if (!made) return
    setKept(false)
    setCodes(made.data.codes)
    onDone()
  }

  return (
    <>
      {guard.dialog}
      <div className="no-print">
        <StepHeading title="Recovery codes" state={left > 0 ? `${left} left` : null} />
        <p className="mt-1 text-ink-2">
          Ten codes on paper. Each signs you in once, with your password, when your phone or key is lost.
          {madeAt && !codes ? ` Made ${moment(madeAt, clock.timeZone, clock.now)}.` : ""}
        </p>
      </div>
      {codes ? <RecoverySheet codes={codes} account={account} clock={clock} /> : null}
      <div className="no-print mt-4 flex flex-wrap gap-3">
        {codes ? <Button onPress={() => { setKept(true); window.print() }}><Printer aria-hidden="true" /> Print the codes</Button> : (
          <BusyButton variant={left === 0 ? "primary" : "outline"} busy={pending} onPress={() => void make()}>
            {pending ? "Making codes…" : madeAt ? "Make new codes" : "Make recovery codes"}
          </BusyButton>
        )}
        {codes ? <Button variant="outline" onPress={() => { setKept(true); setCodes(null) }}>I have kept them</Button> : null}
      </div>
      <div className="no-print"><ErrorNote error={error} />{left > 0 && !codes ? <p className="mt-2 text-small text-muted">New ones make the older ones worthless.</p> : null}</div>
    </>
  )
}

function RecoverySheet({ codes, account, clock }: { codes: string[]; account: AccountView; clock: Clock }) {
  return (
    <div className="mt-4 border border-line bg-surface p-5 print:border-0 print:bg-transparent print:p-0">
      <h3 className="text-h3 font-semibold">Lantern recovery codes of {account.name}</h3>
      <p className="mt-1 text-small text-ink-2 print:text-black">
        {account.email}, made {longDay(clock.now, clock.timeZone)}. Keep them where your passport is, not beside your password. Cross each one out when it is used.
      </p>
      <ol className="mt-4 grid gap-x-8 gap-y-1.5 font-mono text-row sm:grid-cols-2" aria-label="Recovery codes">
        {codes.map((code) => <li key={code} className="wrap-anywhere">{code}</li>)}
      </ol>
    </div>
  )
}
