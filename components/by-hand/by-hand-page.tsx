"use client"

import Link from "next/link"
import { type ReactNode, useState } from "react"
import { personName } from "@/components/account-state/state-words"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { DeskFrame } from "@/components/shell/desk-frame"
import { LinkButton } from "@/components/shell/link-button"
import { useLeaveGuard } from "@/components/shell/use-leave-guard"
import type { ByHandView, HandEntryView } from "@/lib/domain/hand-views"
import type { ByHandActions } from "./by-hand-actions"
import { HandCard } from "./hand-card"
import { LeftList } from "./left-list"
import { useByHand } from "./use-by-hand"
import { useHandCard } from "./use-hand-card"

/** Accounts that a person does in Alma's own screen, one card after the other, shared between liaisons. */
export function ByHandPage({ initial, firstAccount, actions, header }: {
  initial: ByHandView
  firstAccount: string | undefined
  actions: ByHandActions
  header: ReactNode
}) {
  const { view, lost, readAgain } = useByHand(initial)
  const { outageId, left, canChange } = view
  const hand = useHandCard({ outageId, actions, firstAccount, canChange, onOpened: readAgain })
  const { card } = hand
  const [owes, setOwes] = useState(false)
  const guard = useLeaveGuard({
    on: owes, title: "Leave before it is handed over?",
    lost: "The password was made in this browser and is kept nowhere. If you leave this card now, nobody can read it again, and its person can't log in.",
  })
  const neighbours = neighboursOf(left, card?.holdId)

  return (
    <DeskFrame tone={view.nowInternal > 0 ? "night" : view.state === "ending" ? "dawn" : "day"} drill={view.drill} header={header} head={
      <div className="no-print container-page pt-8 pb-8">
        <p className="text-lead text-ink-2"><Link href={`/outages/${outageId}`} className="link-quiet">Back to the {view.drill ? "drill" : "outage"}</Link>{view.drill ? <> · <b className="font-semibold text-ink">Drill</b></> : null}</p>
        <h1 className="headline headline--2 mt-2">{left.length === 0 ? "Nothing left by hand" : `${left.length} left by hand`}</h1>
      </div>
    }>
      <div className="container-page grid gap-x-12 gap-y-10 pt-8 pb-32 lg:grid-cols-[minmax(0,1fr)_19rem] lg:pb-16">
        <div className="min-w-0">
          {lost ? <p role="status" className="no-print mb-4 text-ink-2">Lantern does not answer just now. What stands here may be old; it goes on by itself.</p> : null}
          {hand.taken ? <p role="status" className="no-print mb-6 text-lead"><b className="font-semibold">{hand.taken.by} has this one open</b>, {hand.taken.name}.{card ? " Here is the next free one." : ""}</p> : null}
          {hand.lost ? <p role="alert" className="no-print mb-6 text-lead"><b className="font-semibold">Someone else has this card now.</b> It had been without a sign from here for two minutes. Open another one.</p> : null}
          <ErrorNote error={hand.error} />
          {card ? (
            <HandCard
              key={card.holdId} card={card} view={view} actions={actions} opening={hand.opening} moved={hand.moved} onChanged={readAgain} onSettled={hand.settle} onOwes={setOwes}
              onPrevious={neighbours.previous ? () => void hand.open(neighbours.previous) : null}
              onNext={neighbours.next ? () => guard.leave(() => void hand.open(neighbours.next)) : null}
            />
          ) : <NoCard view={view} begun={hand.begun || hand.error !== null} opening={hand.opening} onOpen={() => void hand.open()} />}
        </div>
        {guard.dialog}
        <LeftList left={left} openHoldId={card?.holdId} onOpen={canChange && !hand.opening ? (holdId) => guard.leave(() => void hand.open(holdId)) : null} />
      </div>
    </DeskFrame>
  )
}

/** The cards before and after this one that nobody else has open; from the last it goes on with the first. */
function neighboursOf(left: HandEntryView[], holdId: string | undefined) {
  const at = left.findIndex((entry) => entry.holdId === holdId)
  // A card that is done has left the list: the first that is free comes next.
  const [after, before] = at < 0 ? [left, []] : [left.slice(at + 1), left.slice(0, at)]
  const free = (entry: HandEntryView) => entry.openBy === null
  return {
    next: (after.find(free) ?? before.find(free))?.holdId,
    previous: (before.findLast(free) ?? after.findLast(free))?.holdId,
  }
}

function NoCard({ view, begun, opening, onOpen }: { view: ByHandView; begun: boolean; opening: boolean; onOpen: () => void }) {
  const { left, canChange, outageId } = view
  if (!canChange) return <p className="max-w-2xl text-lead text-ink-2">You can look, but accounts are done by a liaison.</p>
  if (left.length === 0) {
    return (
      <div className="max-w-2xl">
        <p className="mb-6 text-lead text-ink-2">No account of this {view.drill ? "drill" : "outage"} waits for a person in Alma&apos;s own screen.</p>
        <LinkButton href={`/outages/${outageId}`}>Back to the {view.drill ? "drill" : "outage"}</LinkButton>
      </div>
    )
  }
  if (!begun) return <p role="status" className="text-lead text-ink-2">{opening ? "Opening a card…" : ""}</p>
  const free = left.find((entry) => entry.openBy === null)
  return (
    <div className="max-w-2xl">
      <p className="mb-6 text-lead text-ink-2">{free ? `${personName(free)} is free now.` : "Every account that is left is open with somebody else. This page shows when one is free."}</p>
      {free ? <BusyButton className="button--main" busy={opening} onPress={onOpen}>Open the next one</BusyButton> : null}
    </div>
  )
}
