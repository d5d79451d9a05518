"use client"

import { Button } from "@heroui/react/button"
import { Input } from "@heroui/react/input"
import { Label } from "@heroui/react/label"
import { TextField } from "@heroui/react/textfield"
import { useRouter } from "next/navigation"
import { useState } from "react"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import { VOUCHES_LIMIT, type VoucherView } from "@/lib/domain/enrolment"
import type { EnrolmentActions } from "./enrolment-actions"

/** Who may confirm whom: named on a quiet day, used when no liaison can be reached. */
export function Vouchers({ vouchers, canChange, actions }: { vouchers: VoucherView[]; canChange: boolean; actions: EnrolmentActions }) {
  const router = useRouter()
  const { pending, error, run } = useRun()
  const [voucherId, setVoucherId] = useState("")
  const [forId, setForId] = useState("")

  async function name() {
    if (!(await run(actions.nameVoucher, { voucherId, forId }))) return
    setForId("")
    router.refresh()
  }

  async function remove(pairId: string) {
    if (await run(actions.removeVoucher, { pairId })) router.refresh()
  }

  return (
    <section aria-labelledby="vouchers">
      <h2 id="vouchers" className="text-h2 font-semibold tracking-tight">Who may vouch for whom</h2>
      <p className="mt-2 max-w-2xl text-ink-2">When no liaison can be reached, a colleague who has picked up can confirm another one in person. Both names are kept. At most {VOUCHES_LIMIT} for one person.</p>
      {vouchers.length === 0 ? <p className="mt-3 text-ink-2">Nobody is named yet.</p> : (
        <ul className="rule-list mt-3">
          {vouchers.map((pair) => (
            <li key={pair.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 py-2.5 text-row">
              <span className="min-w-0 wrap-anywhere"><b className="font-medium">{pair.voucher}</b> may vouch for <b className="font-medium">{pair.for}</b> <span className="text-small text-muted">named by {pair.namedBy}</span></span>
              {canChange ? <Button variant="ghost" className="button--plain" isDisabled={pending} aria-label={`Remove: ${pair.voucher} for ${pair.for}`} onPress={() => void remove(pair.id)}>Remove</Button> : null}
            </li>
          ))}
        </ul>
      )}
      {canChange ? (
        <form className="mt-5 flex flex-wrap items-end gap-4" onSubmit={(event) => { event.preventDefault(); void name() }}>
          <IdField label="Primary ID of who vouches" value={voucherId} onChange={setVoucherId} />
          <IdField label="Primary ID of the colleague" value={forId} onChange={setForId} />
          <BusyButton type="submit" variant="outline" className="button--main" busy={pending} isDisabled={voucherId.trim() === "" || forId.trim() === ""}>Name them</BusyButton>
        </form>
      ) : null}
      <ErrorNote error={error} />
    </section>
  )
}

function IdField({ label, value, onChange }: { label: string; value: string; onChange: (text: string) => void }) {
  return (
    <TextField value={value} onChange={onChange} className="w-full sm:w-64">
      <Label>{label}</Label>
      <Input className="font-mono" autoComplete="off" autoCapitalize="none" autoCorrect="off" spellCheck={false} />
    </TextField>
  )
}
