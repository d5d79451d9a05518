"use client"

import { Button } from "@heroui/react/button"
import { personName } from "@/components/account-state/state-words"
import { leadsToSwitch } from "@/lib/domain/states"
import type { PreviewAccountView } from "@/lib/domain/views"
import type { LeftOut } from "./preview-table"

/** Takes one person out of what is about to be switched, or puts them back. */
export function LeaveOut({ account, leftOut }: { account: PreviewAccountView; leftOut: LeftOut }) {
  if (!leadsToSwitch(account.verdict)) return null
  const out = leftOut.isOut(account.primaryId)
  return (
    <Button
      variant="ghost" className={`button--plain ${out ? "" : "text-muted"}`} aria-label={`${out ? "Put back" : "Leave out"} ${personName(account)}`}
      onPress={() => leftOut.onChange(account.primaryId, !out)}
    >
      {out ? "Put back" : "Leave out"}
    </Button>
  )
}
