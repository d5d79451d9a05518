"use client"

import type { ReactNode } from "react"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import { StateWindow } from "@/components/account-state/state-window"
import { people } from "@/components/outage/outage-words"
import type { RosterDetailView } from "@/lib/domain/roster-views"
import type { RosterActions } from "./roster-actions"

const MOST_NAMES = 8

/** What a person may want to do something about: a reading that failed, who is new in the source, who is gone from it. */
export function RosterNews({ roster, actions, onChanged }: { roster: RosterDetailView; actions: RosterActions; onChanged: () => void }) {
  const { pending, error, run } = useRun()
  const { newcomers, problem } = roster
  const here = new Set(roster.people.map((person) => person.primaryId.toLowerCase()))
  const gone = (roster.history[0]?.goneFromSource ?? []).filter((person) => here.has(person.primaryId.toLowerCase()))

  async function add() {
    if (await run(actions.add, { rosterId: roster.id, staff: newcomers, texts: [] })) onChanged()
  }

  return (
    <div className="rule-list mb-6 empty:hidden">
      {problem ? <News icon="not_ready"><p><b className="font-medium">The last reading was not whole.</b> {problem}</p></News> : null}
      {isAllUnknown(roster) ? <News icon="not_ready"><p><b className="font-medium">Alma knows nobody on this list.</b> Was another column than the Primary IDs taken, such as barcodes? Delete this roster and make it anew of the right one.</p></News> : null}
      {newcomers.length > 0 ? (
        <News icon="goes">
          <p><b className="font-medium">{people(newcomers.length)} in its source, on no roster:</b> {namesOf(newcomers)}</p>
          {roster.canChange ? <BusyButton size="sm" variant="outline" className="mt-2" busy={pending} onPress={() => void add()}>Add {newcomers.length === 1 ? "this person" : `all ${newcomers.length}`}</BusyButton> : null}
          <ErrorNote error={error} />
        </News>
      ) : null}
      {gone.length > 0 ? <News icon="left_alone"><p><b className="font-medium">{people(gone.length)} on the roster, in its source no more:</b> {namesOf(gone)}</p></News> : null}
    </div>
  )
}

/** From so many on, a list that Alma knows nothing of is more likely the wrong column than people who have all left. */
const ENOUGH_TO_DOUBT = 3

function isAllUnknown({ people: list }: RosterDetailView): boolean {
  return list.length >= ENOUGH_TO_DOUBT && list.every((person) => person.verdict === "not_found")
}

function News({ icon, children }: { icon: "not_ready" | "goes" | "left_alone"; children: ReactNode }) {
  return <div className="flex gap-3 py-3 text-row"><StateWindow name={icon} /><div className="min-w-0 wrap-anywhere">{children}</div></div>
}

function namesOf(list: { primaryId: string; name: string | null }[]): string {
  const names = list.slice(0, MOST_NAMES).map((person) => person.name ?? person.primaryId).join(", ")
  return list.length > MOST_NAMES ? `${names} and ${list.length - MOST_NAMES} more.` : `${names}.`
}
