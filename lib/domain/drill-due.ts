/** Who has not walked the way for a season has forgotten it. */
export const DAYS_BETWEEN_DRILLS = 90
const DAY_MS = 86_400_000

export interface DrillDue {
  due: boolean
  /** Whole days since the last drill; null when there was none. */
  daysSince: number | null
  /** When the next one is due, ISO 8601 in UTC; null where it is due now. */
  dueOn: string | null
}

/** @param lastAt when the last drill was declared that was closed since; a proof of a route is none, nor is one of nobody */
export function drillDue(lastAt: Date | null, now: Date): DrillDue {
  if (lastAt === null) return { due: true, daysSince: null, dueOn: null }
  const since = now.getTime() - lastAt.getTime()
  const due = since >= DAYS_BETWEEN_DRILLS * DAY_MS
  const dueOn = due ? null : new Date(lastAt.getTime() + DAYS_BETWEEN_DRILLS * DAY_MS).toISOString()
  return { due, daysSince: Math.max(0, Math.floor(since / DAY_MS)), dueOn }
}
