"use client"

import { ToggleButton } from "@heroui/react/toggle-button"
import { ToggleButtonGroup } from "@heroui/react/toggle-button-group"
import { HAND_OVERS, HAND_OVER_WORDS, type HandOver, isHeld, isIn } from "@/components/account-state/hand-over"
import type { OutageView } from "@/lib/domain/views"

const ALL = "all"

/**
 * The hand-over as numbers that filter: who has not collected stands first. Who has logged in is counted only
 * once Alma's login report named somebody: where the key may not read it, nothing is said of it.
 */
export function HandOverFilter({ outage, chosen, onChoose }: {
  outage: OutageView
  chosen: HandOver | null
  onChoose: (hand: HandOver | null) => void
}) {
  const held = outage.accounts.some(isHeld)
  if (outage.endedAt !== null || (!held && chosen === null)) return null
  const counts = HAND_OVERS.map((hand) => ({ hand, count: outage.accounts.filter((account) => isIn(hand, account)).length }))
  const shown = counts.filter(({ hand, count }) => count > 0 || hand === "not_collected" || hand === "collected" || hand === chosen)
  return (
    <ToggleButtonGroup
      aria-label="Show by hand-over" className="verdicts verdicts--few mt-4" isDetached selectionMode="single" disallowEmptySelection
      selectedKeys={[chosen ?? ALL]}
      onSelectionChange={(keys) => onChoose(HAND_OVERS.find((hand) => keys.has(hand)) ?? null)}
    >
      <ToggleButton id={ALL}><b>{outage.accounts.length}</b>On the list</ToggleButton>
      {shown.map(({ hand, count }) => <ToggleButton key={hand} id={hand}><b>{count}</b>{HAND_OVER_WORDS[hand]}</ToggleButton>)}
    </ToggleButtonGroup>
  )
}
