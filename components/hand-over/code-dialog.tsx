"use client"

import { Button } from "@heroui/react/button"
import { useEffect, useRef, useState } from "react"
import { personName } from "@/components/account-state/state-words"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import type { OutageActions } from "@/components/outage/outage-actions"
import { DeskDialog } from "@/components/shell/desk-dialog"
import { between, countdown, moment } from "@/components/time/format-time"
import { groupCode } from "@/lib/domain/pickup-code"
import type { AccountView, IssuedCodeView, OutageView } from "@/lib/domain/views"
import { pickupLink, pickupWords } from "./pickup-link"
import { QrCode } from "./qr-code"

/** A code shown in person: to scan or to type, for a few minutes. It lives in this dialog only. */
export function CodeDialog({ account, outage, now, actions, onChanged, onClose }: {
  account: AccountView
  outage: OutageView
  now: string
  actions: OutageActions
  onChanged: () => void
  onClose: () => void
}) {
  const { pending, error, run } = useRun()
  const [code, setCode] = useState<IssuedCodeView | null>(null)
  const [collectedBefore] = useState(account.collectedAt)
  const asked = useRef(false)
  const locked = account.needsHelpUntil !== null && account.needsHelpUntil > now
  const hasOther = account.codeIssuedAt !== null && (account.codeExpiresAt === null || account.codeExpiresAt > now)

  async function issue() {
    asked.current = true
    const ran = await run(actions.issueCodes, { outageId: outage.id, holdIds: [account.holdId], kind: "live" as const })
    if (ran) setCode(ran.data.codes[0] ?? null)
    onChanged()
  }

  // Nothing is lost by a first code: it comes at once. Where a slip would die, and for every further
  // code, a person decides: what happens to the account while this is open never makes one.
  useEffect(() => {
    if (!asked.current && !hasOther && !locked) void issue()
    asked.current = true
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])

  const collected = code !== null && account.collectedAt !== null && account.collectedAt !== collectedBefore
  const expired = code !== null && code.expiresAt <= now
  const at = (iso: string) => moment(iso, outage.institution.timeZone, now)
  return (
    <DeskDialog
      title={`Code for ${personName(account)}`} busy={pending} onClose={onClose}
      actions={<>
        <Button variant={code && !expired ? "primary" : "outline"} className="button--main" onPress={onClose} isDisabled={pending}>{code && !expired ? "Done" : "Close"}</Button>
        {!code || expired ? <BusyButton className="button--main" busy={pending} isDisabled={locked} onPress={() => void issue()}>{code ? "Show a new code" : "Show a code"}</BusyButton> : null}
      </>}
    >
      {locked && account.needsHelpUntil ? <p>The last pick-up ended without an answer from Alma. A new code can be given from {at(account.needsHelpUntil)}, so that a late change can&apos;t undo it.</p> : null}
      {!code && !locked && hasOther && account.codeIssuedAt ? <p>A code of {at(account.codeIssuedAt)} is out. It stops working as soon as you show a new one.</p> : null}
      {!code && !locked && !hasOther && !error ? <p role="status">Making a code…</p> : null}
      {collected ? <p role="status" className="font-semibold">Collected. The password is on their screen.</p> : null}
      {expired && !collected ? <p role="status">This code is over. Nothing was changed. Show a new one.</p> : null}
      {code && !expired && !collected ? <LiveCode code={code} pickupUrl={outage.pickupUrl} now={now} /> : null}
      <ErrorNote error={error} />
    </DeskDialog>
  )
}

function LiveCode({ code, pickupUrl, now }: { code: IssuedCodeView; pickupUrl: string; now: string }) {
  return (
    <div className="grid justify-items-center gap-4 text-center">
      <QrCode text={pickupLink(pickupUrl, code.code)} label="QR code of the pick-up page with this code" className="w-56 rounded-[3px] border border-line" />
      <p className="font-mono text-[1.75rem] leading-9 font-semibold tracking-wide sm:text-h1" aria-label={`Pick-up code ${code.code.split("").join(" ")}`}>
        {groupCode(code.code).join(" ")}
      </p>
      <p className="text-ink-2">
        Scan it, or open <b className="font-semibold text-ink wrap-anywhere">{pickupWords(pickupUrl)}</b> and type the Primary ID and the code.
      </p>
      <p><span className="figure text-lead">{countdown(between(now, code.expiresAt))}</span> <span className="text-ink-2">left, works once</span></p>
    </div>
  )
}
