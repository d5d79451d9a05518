import type { HandTask } from "./hand-task"
import type { OutageState } from "./states"
import type { InstitutionView } from "./views"

/** One account that waits to be done by hand. */
export interface HandEntryView {
  holdId: string
  primaryId: string
  name: string | null
  department: string | null
  task: HandTask
  /** Who else has its card open now; null when it is free, or open by who looks. */
  openBy: string | null
}

/** All that is left by hand in one outage, in the order of the cards. */
export interface ByHandView {
  outageId: string
  state: OutageState
  drill: boolean
  institution: InstitutionView
  left: HandEntryView[]
  nowInternal: number
  canChange: boolean
  readAt: string
}

/** A card that its viewer has claimed, with the values to type in Alma. */
export interface HandCardView {
  holdId: string
  primaryId: string
  name: string | null
  department: string | null
  task: HandTask
  /** Why it waits for a person, where the task itself doesn't say it. */
  note: string | null
  /** The external id to put back; null when the task is to switch, empty when nobody wrote it down. */
  externalId: string | null
  /** The key could not read it: the person notes the external id before the switch. */
  askExternalId: boolean
  /** The key sets passwords, so the one typed by hand is never used: pick-up makes the real one. */
  throwAway: boolean
}

export interface OpenedHandCardView {
  /** Null when nothing is free. */
  card: HandCardView | null
  /** The card asked for is another's: whose, and whose account it is. */
  taken: { name: string; by: string } | null
}

/** What Alma says after "Done, check it". Times are ISO 8601 in UTC. */
export type HandCheckView =
  | { kind: "proved"; observed: "INTERNAL" | "EXTERNAL"; at: string }
  | { kind: "different"; sentence: string }
  /** The key may not read users: only a person's word can close this. */
  | { kind: "cant_read" }
  | { kind: "no_answer"; sentence: string }
