"use client"

import { Button } from "@heroui/react/button"
import { Description } from "@heroui/react/description"
import { Label } from "@heroui/react/label"
import { TextArea } from "@heroui/react/textarea"
import { TextField } from "@heroui/react/textfield"
import { type FormEvent, useState } from "react"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import { DeskDialog } from "@/components/shell/desk-dialog"
import { checkInBackupAdminAction } from "@/lib/actions/check-in-backup-admin"
import { checkOutBackupAdminAction } from "@/lib/actions/check-out-backup-admin"
import type { KeptBackupAdminView } from "@/lib/domain/backup-admin-view"

export interface Opened {
  userName: string
  password: string
  other: string | null
  loginUrl: string
}

/** The account is lent to one person, by name, with a reason that everybody is told. */
export function CheckOutDialog({ one, onOpened, onClose }: { one: KeptBackupAdminView; onOpened: (opened: Opened) => void; onClose: () => void }) {
  const { pending, error, run } = useRun()
  const [reason, setReason] = useState("")

  async function take(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const ran = await run(checkOutBackupAdminAction, { id: one.id, reason })
    if (ran) onOpened(ran.data)
  }

  return (
    <DeskDialog
      title={`Check out ${one.primaryId}?`} busy={pending} onClose={onClose}
      actions={<>
        <Button variant="outline" className="button--main" isDisabled={pending} onPress={onClose}>Not now</Button>
        <BusyButton type="submit" form="check-out" className="button--main" busy={pending}>{pending ? "Opening…" : "Check it out"}</BusyButton>
      </>}
    >
      <p className="text-ink-2">Only you have it then, until you check it in: two people at once damage data. Everybody of the institution is told your name and the reason.</p>
      <form id="check-out" method="post" className="mt-5" onSubmit={(event) => void take(event)}>
        <TextField value={reason} onChange={setReason} isRequired autoFocus>
          <Label>What you need it for</Label>
          <Description>A few words; they stand in the history.</Description>
          <TextArea rows={2} maxLength={500} />
        </TextField>
      </form>
      <ErrorNote error={error} />
    </DeskDialog>
  )
}

/** Brings it back, with another password; for somebody else only with a reason. */
export function CheckInDialog({ one, onDone, onClose }: { one: KeptBackupAdminView; onDone: (message: string | null) => void; onClose: () => void }) {
  const { pending, error, run } = useRun()
  const [reason, setReason] = useState("")
  const mine = one.out?.mine ?? false

  async function bring(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const ran = await run(checkInBackupAdminAction, mine ? { id: one.id } : { id: one.id, reason })
    if (ran) onDone(ran.data.kind === "unknown" ? ran.data.message : null)
  }

  return (
    <DeskDialog
      title={mine ? `Check in ${one.primaryId}?` : `Check in ${one.primaryId} for ${one.out?.to ?? "somebody"}?`} busy={pending} onClose={onClose}
      actions={<>
        <Button variant="outline" className="button--main" isDisabled={pending} onPress={onClose}>Not yet</Button>
        <BusyButton type="submit" form="check-in" className="button--main" busy={pending}>{pending ? "Setting a new password…" : "Check it in"}</BusyButton>
      </>}
    >
      <p className="text-ink-2">{mine ? "Log out of Alma first." : "Ask them first: whoever is logged in to Alma with it stays logged in."} Lantern sets a new password in Alma and keeps it sealed; the old one stops working, and the sheet in the safe is out of date.</p>
      <form id="check-in" method="post" className="mt-5" onSubmit={(event) => void bring(event)}>
        {mine ? null : (
          <TextField value={reason} onChange={setReason} isRequired autoFocus>
            <Label>Why you do it for them</Label>
            <Description>At least 10 letters; everybody is told.</Description>
            <TextArea rows={2} maxLength={500} />
          </TextField>
        )}
      </form>
      <ErrorNote error={error} />
    </DeskDialog>
  )
}
