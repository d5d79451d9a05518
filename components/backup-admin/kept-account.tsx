"use client"

import { Button } from "@heroui/react/button"
import { type ReactNode, useState } from "react"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import type { Action } from "@/components/action-result/run-action"
import { useRun } from "@/components/action-result/use-run"
import { DeskDialog } from "@/components/shell/desk-dialog"
import { finishBackupAdminAction } from "@/lib/actions/finish-backup-admin"
import { forgetBackupAdminAction } from "@/lib/actions/forget-backup-admin"
import { openBackupAdminSheetAction } from "@/lib/actions/open-backup-admin-sheet"
import { renewBackupAdminAction } from "@/lib/actions/renew-backup-admin"
import type { BackupAdminsView, KeptBackupAdminView } from "@/lib/domain/backup-admin-view"
import { partsInAlma } from "@/lib/domain/backup-admin-view"
import { keepingParts } from "./backup-admin-words"
import { CheckInDialog, CheckOutDialog, type Opened } from "./lend-dialogs"
import type { Made } from "./made-account"
import { PartsList } from "./parts-list"
import { PasswordShown } from "./password-shown"
import type { SheetContent } from "./safe-sheet"

export interface KeptAccountProps {
  one: KeptBackupAdminView
  view: BackupAdminsView
  now: string
  onChanged: () => void
  onSheet: (sheet: SheetContent) => void
  onMade: (made: Made) => void
}

/** One back-up admin: what Alma says of it, how it is kept, and what can be done with it. */
export function KeptAccount({ one, view, now, onChanged, onSheet, onMade }: KeptAccountProps) {
  const [dialog, setDialog] = useState<"out" | "in" | "forget" | null>(null)
  const [opened, setOpened] = useState<Opened | null>(null)
  const [said, setSaid] = useState<string | null>(null)
  const inAlma = partsInAlma(view.check, one.primaryId)
  const kept = keepingParts(one, view.institution.timeZone, now)

  function changed(message: string | null) {
    setDialog(null)
    setSaid(message)
    setOpened(null)
    onChanged()
  }

  const actions = <AccountActions one={one} view={view} onSheet={onSheet} onMade={onMade} onDialog={setDialog} onChanged={changed} shown={opened !== null} />

  return (
    <section aria-labelledby={one.id} className="border-t border-line py-7">
      <h2 id={one.id} className="text-h2 font-semibold tracking-tight wrap-anywhere"><span className="font-mono">{one.primaryId}</span></h2>
      <p className="mt-1 text-ink-2">{one.purpose} Looked after by {one.owner}.</p>
      <div className="mt-5 grid gap-x-14 gap-y-8">
        {one.out ? <p className="text-ink-2">{one.out.mine ? "You have it" : `${one.out.to} has it`}: {one.out.reason}</p> : null}
        {opened && one.out?.mine !== false ? <PasswordShown {...opened} /> : null}
        {said ? <p role="status" className="max-w-2xl">{said}</p> : null}
        {one.out ? actions : null}
        <div><PartsList parts={[...inAlma, ...kept]} /></div>
        {one.out ? null : actions}
      </div>
      {dialog === "out" ? <CheckOutDialog one={one} onClose={() => setDialog(null)} onOpened={(answer) => { setOpened(answer); setSaid(null); setDialog(null); onChanged() }} /> : null}
      {dialog === "in" ? <CheckInDialog one={one} onClose={() => setDialog(null)} onDone={changed} /> : null}
      {dialog === "forget" ? <ForgetDialog one={one} onClose={() => setDialog(null)} onDone={() => changed(null)} /> : null}
    </section>
  )
}

function AccountActions({ one, view, onSheet, onMade, onDialog, onChanged, shown }: {
  one: KeptBackupAdminView
  view: BackupAdminsView
  onSheet: (sheet: SheetContent) => void
  onMade: (made: Made) => void
  onDialog: (dialog: "out" | "in" | "forget") => void
  onChanged: (message: string | null) => void
  shown: boolean
}) {
  const { pending, error, run } = useRun()
  const which = { id: one.id }

  async function press<T>(action: Action<typeof which, T>, done: (data: T) => void) {
    const ran = await run(action, which)
    if (ran) done(ran.data)
  }
  const finish = () => press(finishBackupAdminAction, (data) => {
    if (data.kind === "made") onMade(data)
    else onChanged(data.kind === "unknown" ? data.message : `${one.primaryId} was not made: nothing of it is in Alma.`)
  })
  const renew = () => press(renewBackupAdminAction, (data) => onChanged(data.kind === "unknown" ? data.message : "It has a new password. Print the sheet for the safe."))

  if (one.making) {
    return view.canManage ? <Row error={error}><BusyButton busy={pending} onPress={() => void finish()}>{pending ? "Asking Alma…" : "Look what became of it"}</BusyButton></Row> : null
  }
  const canOpen = one.hasPassword || one.pending
  return (
    <Row error={error}>
      {view.canTake && one.out === null && canOpen ? <Button isDisabled={pending} onPress={() => onDialog("out")}>Check it out</Button> : null}
      {view.canTake && one.out?.mine ? <>
        <Button isDisabled={pending} onPress={() => onDialog("in")}>Check it in</Button>
        {shown ? null : <Button variant="outline" isDisabled={pending} onPress={() => onDialog("out")}>Show the password again</Button>}
      </> : null}
      {view.canManage && one.out && !one.out.mine ? <Button variant={one.out.gone ? "primary" : "outline"} isDisabled={pending} onPress={() => onDialog("in")}>Check it in for {one.out.to}</Button> : null}
      {view.canManage && one.out === null ? <>
        {one.hasPassword && !one.pending ? <BusyButton variant="outline" busy={pending} onPress={() => void press(openBackupAdminSheetAction, onSheet)}>Print the sheet for the safe</BusyButton> : null}
        <BusyButton variant="outline" busy={pending} onPress={() => void renew()}>{one.pending ? "Settle the password" : one.hasPassword ? "Set a new password" : "Let Lantern set a password"}</BusyButton>
        {one.pending ? null : <Button variant="ghost" className="button--plain" isDisabled={pending} onPress={() => onDialog("forget")}>Take it off the list</Button>}
      </> : null}
    </Row>
  )
}

function Row({ error, children }: { error: string | null; children: ReactNode }) {
  return (
    <div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">{children}</div>
      <ErrorNote error={error} />
    </div>
  )
}

function ForgetDialog({ one, onDone, onClose }: { one: KeptBackupAdminView; onDone: () => void; onClose: () => void }) {
  const { pending, error, run } = useRun()
  async function forget() {
    if (await run(forgetBackupAdminAction, { id: one.id })) onDone()
  }
  return (
    <DeskDialog
      title={`Take ${one.primaryId} off the list?`} busy={pending} onClose={onClose}
      actions={<>
        <Button variant="outline" className="button--main" isDisabled={pending} onPress={onClose}>Keep it</Button>
        <BusyButton variant="danger" className="button--main" busy={pending} onPress={() => void forget()}>Take it off</BusyButton>
      </>}
    >
      <p className="text-ink-2">In Alma it stays as it is. Lantern forgets its password, and protects it from being switched no longer.{one.hasPassword ? " Print the sheet first if the account stays in use." : ""}</p>
      <ErrorNote error={error} />
    </DeskDialog>
  )
}
