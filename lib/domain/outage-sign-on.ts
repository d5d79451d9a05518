import { LOOK_MINUTES, type SignOnLook, STALE_MINUTES } from "./sign-on"

/**
 * What the looks at campus sign-on mean for an outage that is open:
 * `back`: it is up again, so somebody should try it and may end the outage;
 * `all_along`: it was up when the outage was declared and since, so a look from here doesn't see what is wrong;
 * `stale`: nobody has looked for a while, so nothing is said of now.
 */
export type SignOnMeaning = "back" | "all_along" | "stale"

/** What the looks by schedule last saw, as the page of an open outage tells it. Times are ISO 8601 in UTC. */
export interface OutageSignOnView {
  look: SignOnLook
  /** The first of the looks in a row that found the same. */
  since: string
  /** The newest look. */
  at: string
  meaning: SignOnMeaning | null
}

export interface NewestLook {
  at: Date
  look: SignOnLook
  since: Date
  /** When it was seen down last; null when it never was. */
  downAt: Date | null
}

const MINUTE_MS = 60_000
/** Two looks are never closer than this, so what has lasted as long was seen by two in a row. */
const TWO_LOOKS_MS = (LOOK_MINUTES - 1) * MINUTE_MS
/** Where nobody saw it down, this long up is asked for. */
const UNSEEN_MS = 10 * MINUTE_MS

/**
 * Offers, never decides: a page that answers is no proof that staff can sign in.
 * @param outage `since`: when sign-on went down, as the liaison said
 */
export function signOnMeaning(newest: NewestLook, outage: { since: Date; declaredAt: Date }, now: Date): SignOnMeaning | null {
  if (now.getTime() - newest.at.getTime() > STALE_MINUTES * MINUTE_MS) return "stale"
  if (newest.look !== "up") return null
  const upFor = newest.at.getTime() - Math.max(newest.since.getTime(), outage.declaredAt.getTime())
  if (newest.downAt !== null && newest.downAt >= outage.since) return upFor >= TWO_LOOKS_MS ? "back" : null
  if (newest.since < outage.declaredAt) return "all_along"
  return upFor >= UNSEEN_MS ? "back" : null
}
