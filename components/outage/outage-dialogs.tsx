"use client"

import { CodeDialog } from "@/components/hand-over/code-dialog"
import type { OutageView } from "@/lib/domain/views"
import { AccountDialog } from "./account-dialog"
import { AddPeopleDialog } from "./add-people-dialog"
import { EndDialog } from "./end-dialog"
import type { OutageActions } from "./outage-actions"
import { type Desk, OwnerDialog } from "./owner-line"
import { ReturnDialog } from "./return-dialog"

export type OpenDialog = { kind: "account" | "code"; holdId: string } | { kind: "return"; holdIds: string[] } | { kind: "owner" } | { kind: "end" } | { kind: "add" }

/** The one dialog that is open. It always shows the account as last read. */
export function OutageDialogs({ open, outage, desk, now, actions, onDialog, onChanged }: {
  open: OpenDialog
  outage: OutageView
  desk: Desk
  now: string
  actions: OutageActions
  onDialog: (dialog: OpenDialog | null) => void
  onChanged: () => void
}) {
  const shared = { outage, actions, onChanged, onClose: () => onDialog(null) }
  if (open.kind === "end") return <EndDialog {...shared} />
  if (open.kind === "add") return <AddPeopleDialog {...shared} />
  if (open.kind === "owner") return <OwnerDialog desk={desk} {...shared} />
  if (open.kind === "return") return <ReturnDialog holdIds={open.holdIds} {...shared} />
  const account = outage.accounts.find((one) => one.holdId === open.holdId)
  if (!account) return null
  return open.kind === "code"
    ? <CodeDialog key={account.holdId} account={account} now={now} {...shared} />
    : <AccountDialog key={account.holdId} account={account} now={now} {...shared}
        onCode={() => onDialog({ kind: "code", holdId: account.holdId })} onReturn={() => onDialog({ kind: "return", holdIds: [account.holdId] })}
      />
}
