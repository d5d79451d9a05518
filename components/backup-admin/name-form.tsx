"use client"

import { Button } from "@heroui/react/button"
import type { FormEvent } from "react"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import { formText } from "@/components/sign-in/form-text"
import { keepBackupAdminAction } from "@/lib/actions/keep-backup-admin"
import { TextInput } from "./text-input"

/** Names an account that is in Alma, with whose it is and what for. */
export function NameForm({ primaryId, onDone, onCancel }: { primaryId?: string; onDone: () => void; onCancel?: () => void }) {
  const { pending, error, run } = useRun()

  async function keep(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const input = { primaryId: primaryId ?? formText(form, "primaryId"), owner: formText(form, "owner"), purpose: formText(form, "purpose") }
    if (await run(keepBackupAdminAction, input)) onDone()
  }

  return (
    <form method="post" className="grid max-w-xl gap-5" onSubmit={(event) => void keep(event)}>
      {primaryId === undefined ? <TextInput name="primaryId" label="Primary ID in Alma" description="Lantern reads it and changes nothing in Alma." /> : null}
      <TextInput name="owner" label="Who looks after it" description="A department or a person: whom others ask." maxLength={200} />
      <TextInput name="purpose" label="What it is for" maxLength={500} />
      <div className="flex flex-wrap gap-3">
        <BusyButton type="submit" busy={pending}>{pending ? "Reading it…" : primaryId === undefined ? "Name it" : "Write it down"}</BusyButton>
        {onCancel ? <Button variant="outline" isDisabled={pending} onPress={onCancel}>Not now</Button> : null}
      </div>
      <ErrorNote error={error} />
    </form>
  )
}
