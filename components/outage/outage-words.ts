import type { Tone } from "@/components/shell/desk-frame"
import type { OutageState } from "@/lib/domain/states"
import type { OutageCounts } from "@/lib/domain/views"

/** What the head of a page says of an outage: the number first, lit while it is owed. */
export interface Headline {
  number: number
  rest: string
}

type Facts = { state: OutageState; counts: OutageCounts }

/** Night while anyone is, or may at this moment be, Internal; dawn until the return is proved. */
export function toneOf({ state, counts }: Facts): Tone {
  if (counts.nowInternal > 0 || counts.switching > 0) return "night"
  return state === "ending" ? "dawn" : "day"
}

export function headlineOf({ state, counts }: Facts): Headline {
  const ending = state === "ending" || state === "closed"
  return { number: counts.nowInternal, rest: ending ? `of ${counts.held} still Internal` : `of ${counts.held} ${counts.held === 1 ? "is" : "are"} Internal` }
}

export const OUTAGE_STATE_WORDS: Record<OutageState, string> = {
  declared: "Declared",
  switching: "Switching",
  active: "In progress",
  ending: "Ending, being watched",
  closed: "Closed",
}

/** "1 account", "3 accounts" */
export function accounts(count: number): string {
  return `${count} ${count === 1 ? "account" : "accounts"}`
}

/** "1 person", "3 people" */
export function people(count: number): string {
  return `${count} ${count === 1 ? "person" : "people"}`
}
