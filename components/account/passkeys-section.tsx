"use client"

import { Button } from "@heroui/react/button"
import { useState } from "react"
import { AddPasskey } from "@/components/passkeys/add-passkey"
import { StepHeading } from "@/components/sign-in/step-heading"
import { moment } from "@/components/time/format-time"
import type { AccountView } from "@/lib/domain/people-views"
import type { Clock } from "./notices-section"
import { RemovePasskeyDialog, RenamePasskeyDialog } from "./passkey-dialogs"

type Passkey = AccountView["passkeys"][number]
type Open = { kind: "rename" | "remove"; passkey: Passkey } | { kind: "add" } | null

export function PasskeysSection({ account, clock, onDone }: { account: AccountView; clock: Clock; onDone: () => void }) {
  const [open, setOpen] = useState<Open>(null)
  const { passkeys } = account
  const close = () => setOpen(null)
  const done = () => {
    close()
    onDone()
  }
  return (
    <>
      <StepHeading title="Passkeys" state={passkeys.length > 0 ? `${passkeys.length} in use` : null} />
      {passkeys.length === 0 ? <p className="mt-1 text-ink-2">None yet. A passkey is your phone, computer or security key, unlocked by a finger, a face or a PIN: quicker than a code, and nobody can be talked into reading it out.</p> : (
        <ul className="mt-3">
          {passkeys.map((passkey) => (
            <li key={passkey.id} className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 border-t border-line py-2.5 text-row">
              <span className="min-w-0">
                <b className="font-medium wrap-anywhere">{passkey.name}</b>
                <span className="block text-small text-muted">
                  since {moment(passkey.createdAt, clock.timeZone, clock.now)}, {passkey.lastUsedAt ? `used ${moment(passkey.lastUsedAt, clock.timeZone, clock.now)}` : "not used yet"}
                  {passkey.backedUp ? ", kept by your account at its maker too" : ""}
                </span>
              </span>
              <span className="flex gap-4">
                <Button variant="ghost" className="button--plain" aria-label={`Rename ${passkey.name}`} onPress={() => setOpen({ kind: "rename", passkey })}>Rename</Button>
                <Button variant="ghost" className="button--plain" aria-label={`Remove ${passkey.name}`} onPress={() => setOpen({ kind: "remove", passkey })}>Remove</Button>
              </span>
            </li>
          ))}
        </ul>
      )}
      {open?.kind === "add"
        ? <AddPasskey able={account.canHavePasskeys} primary={false} onDone={done} />
        : <Button variant="outline" className="mt-4" onPress={() => setOpen({ kind: "add" })}>{passkeys.length === 0 ? "Add a passkey" : "Add another passkey"}</Button>}
      {open?.kind === "rename" ? <RenamePasskeyDialog passkey={open.passkey} onDone={done} onClose={close} /> : null}
      {open?.kind === "remove" ? <RemovePasskeyDialog passkey={open.passkey} onDone={done} onClose={close} /> : null}
    </>
  )
}
