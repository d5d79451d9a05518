"use client"

import { Button } from "@heroui/react/button"
import { Input } from "@heroui/react/input"
import { Label } from "@heroui/react/label"
import { TextField } from "@heroui/react/textfield"
import { useState } from "react"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import { DeskDialog } from "@/components/shell/desk-dialog"
import { renamePasskeyAction } from "@/lib/actions/rename-passkey"
import { revokePasskeyAction } from "@/lib/actions/revoke-passkey"

interface DialogProps {
  passkey: { id: string; name: string }
  onDone: () => void
  onClose: () => void
}

export function RenamePasskeyDialog({ passkey, onDone, onClose }: DialogProps) {
  const { pending, error, run } = useRun()
  const [name, setName] = useState(passkey.name)

  async function rename() {
    if (name.trim() !== "" && (await run(renamePasskeyAction, { passkeyId: passkey.id, name }))) onDone()
  }

  return (
    <DeskDialog
      title="Rename the passkey" busy={pending} onClose={onClose}
      actions={<>
        <Button variant="outline" className="button--main" isDisabled={pending} onPress={onClose}>Back</Button>
        <BusyButton type="submit" form="rename-passkey" className="button--main" busy={pending} isDisabled={name.trim() === ""}>Save</BusyButton>
      </>}
    >
      <form id="rename-passkey" onSubmit={(event) => { event.preventDefault(); if (!pending) void rename() }}>
        <TextField value={name} onChange={setName} autoFocus fullWidth>
          <Label>Name of the passkey</Label>
          <Input autoComplete="off" maxLength={60} />
        </TextField>
      </form>
      <ErrorNote error={error} />
    </DeskDialog>
  )
}

export function RemovePasskeyDialog({ passkey, onDone, onClose }: DialogProps) {
  const { pending, error, run } = useRun()

  async function remove() {
    if (await run(revokePasskeyAction, { passkeyId: passkey.id })) onDone()
  }

  return (
    <DeskDialog
      title={`Remove “${passkey.name}”?`} busy={pending} onClose={onClose}
      actions={<>
        <Button variant="outline" className="button--main" isDisabled={pending} onPress={onClose}>Keep it</Button>
        <BusyButton variant="danger" className="button--main" busy={pending} onPress={() => void remove()}>{pending ? "Removing…" : "Remove it"}</BusyButton>
      </>}
    >
      <p className="text-ink-2">It opens nothing any more, and you are signed out everywhere but here. Your device keeps its half until you remove it there.</p>
      <ErrorNote error={error} />
    </DeskDialog>
  )
}
