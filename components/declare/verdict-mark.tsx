import type { IconName } from "@/components/account-state/state-icon"
import { StateWindow } from "@/components/account-state/state-window"
import { leadsToSwitch, type Verdict } from "@/lib/domain/states"
import { VERDICT_WORDS } from "@/lib/domain/verdict-words"

const LOOK: Record<Verdict, { icon: IconName; word: string }> = {
  switch: { icon: "goes", word: VERDICT_WORDS.switch },
  not_found: { icon: "refused", word: VERDICT_WORDS.not_found },
  not_read: { icon: "see_to", word: VERDICT_WORDS.not_read },
  unreadable: { icon: "refused", word: VERDICT_WORDS.unreadable },
  duplicate: { icon: "left_alone", word: VERDICT_WORDS.duplicate },
  already_internal: { icon: "left_alone", word: "Left alone" },
  inactive: { icon: "left_alone", word: "Left alone" },
  expired: { icon: "left_alone", word: "Left alone" },
  protected: { icon: "left_alone", word: "Left alone" },
  no_external_id: { icon: "left_alone", word: "Left alone" },
}

/** `leftOut`: it could be switched, and a person decided otherwise. */
export function VerdictMark({ verdict, leftOut = false }: { verdict: Verdict; leftOut?: boolean }) {
  const { icon, word } = leftOut && leadsToSwitch(verdict) ? { icon: "left_alone" as const, word: "Left out" } : LOOK[verdict]
  return (
    <span className="inline-flex items-center gap-2.5 font-medium">
      <StateWindow name={icon} /> {word}
    </span>
  )
}
