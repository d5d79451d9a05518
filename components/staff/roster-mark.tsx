import type { IconName } from "@/components/account-state/state-icon"
import { StateWindow } from "@/components/account-state/state-window"
import type { Verdict } from "@/lib/domain/states"
import { ROSTER_WORDS } from "@/lib/domain/verdict-words"

const ICON: Record<Verdict, IconName> = {
  switch: "ready",
  already_internal: "left_alone",
  not_found: "refused",
  unreadable: "refused",
  no_external_id: "see_to",
  expired: "see_to",
  inactive: "see_to",
  protected: "left_alone",
  duplicate: "left_alone",
  not_read: "waiting",
}

export function RosterMark({ verdict }: { verdict: Verdict }) {
  return (
    <span className="inline-flex items-center gap-2.5 font-medium">
      <StateWindow name={ICON[verdict]} /> {ROSTER_WORDS[verdict]}
    </span>
  )
}
