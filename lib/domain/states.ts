/** An outage, from declared to closed. `closed` is reached by evidence only (see `closing.ts`). */
export const OUTAGE_STATES = ["declared", "switching", "active", "ending", "closed"] as const
export type OutageState = (typeof OUTAGE_STATES)[number]

/** What a person sees of one held account; the same words in the page, the command and the database. */
export const HOLD_STATES = [
  "waiting",
  "switching",
  "internal",
  "collected",
  "returning",
  "external_watching",
  "returned",
  "left_alone",
  "needs_person",
] as const
export type HoldState = (typeof HOLD_STATES)[number]

export const ROUTES = ["job", "direct", "manual"] as const
export type Route = (typeof ROUTES)[number]

/**
 * What the preview says of one account. Only `switch` leads to a change, and `not_read` on the manual
 * route, where the key can't read users and a person looks in Alma's own screen.
 */
export const VERDICTS = [
  "switch",
  "already_internal",
  "not_found",
  "inactive",
  "expired",
  "protected",
  "no_external_id",
  "duplicate",
  "unreadable",
  "not_read",
] as const
export type Verdict = (typeof VERDICTS)[number]

/** A verdict that reading the account led to. */
export type ReadVerdict = Exclude<Verdict, "not_read">

/** Whether an account of this verdict is put on the list to become Internal. */
export function leadsToSwitch(verdict: Verdict): boolean {
  return verdict === "switch" || verdict === "not_read"
}

/** How many of these would be switched. A draft that was kept before there was a verdict lacks its count. */
export function countToSwitch(counts: Partial<Record<Verdict, number>>): number {
  return (counts.switch ?? 0) + (counts.not_read ?? 0)
}

/** States in which nothing more is owed. */
export function isSettled(state: HoldState): boolean {
  return state === "returned" || state === "left_alone"
}
