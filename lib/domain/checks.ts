import type { CheckView } from "./views"

/** Every check, in the order in which it is told: what an outage needs first comes first. */
export const CHECK_IDS = [
  "key.read",
  "key.write",
  "key.jobs",
  "environment",
  "job.payload",
  "route.proved",
  "login.page",
  "backup-admin",
  "sso.probe",
  "roster",
  "people",
  "mail",
  "drill",
  "backups",
  "clock",
  "pin",
] as const
export type CheckId = (typeof CHECK_IDS)[number]

/** What a check asks, as on a checklist. */
export const CHECK_TITLES: Record<CheckId, string> = {
  "key.read": "API key reads users",
  "key.write": "API key writes users",
  "key.jobs": "API key runs the job",
  environment: "The right Alma",
  "job.payload": "Job payload pasted",
  "route.proved": "Route proved on one account",
  "login.page": "Internal login page answers",
  "backup-admin": "Back-up admin account",
  "sso.probe": "Campus sign-on watched",
  roster: "Rosters fresh",
  people: "Two people can declare",
  mail: "Mail",
  drill: "Drill in the last 90 days",
  backups: "Lantern backed up",
  clock: "Clocks agree",
  pin: "PINs kept",
}

/** Checks as an institution's row keeps them: `mergeChecks` made them. None before the first look. */
export function keptChecks(stored: unknown): CheckView[] {
  return Array.isArray(stored) ? (stored as CheckView[]) : []
}

/** What switching itself needs: told to who is about to declare, who has no time for the rest. */
const NEEDED_TO_SWITCH: readonly string[] = ["key.read", "key.write", "key.jobs", "environment", "job.payload", "route.proved", "login.page", "clock"]

export function standsInTheWay({ id, status }: CheckView): boolean {
  return status !== "ok" && NEEDED_TO_SWITCH.includes(id)
}

export function isCheckId(id: string): id is CheckId {
  return (CHECK_IDS as readonly string[]).includes(id)
}

/** A check that isn't known any more keeps its own id as its name. */
export function checkTitle(id: string): string {
  return isCheckId(id) ? CHECK_TITLES[id] : id
}

/**
 * What was found now, put in place of what was kept of the same checks, in the fixed order. A status that
 * stays keeps the time since when it has been so.
 */
export function mergeChecks(kept: CheckView[], found: CheckView[], at: string): CheckView[] {
  const before = new Map(kept.map((check) => [check.id, check]))
  const merged = new Map(before)
  for (const check of found) {
    const old = before.get(check.id)
    merged.set(check.id, { ...check, lookedAt: at, since: old?.status === check.status ? (old.since ?? at) : at })
  }
  return CHECK_IDS.flatMap((id) => merged.get(id) ?? [])
}

/** Checks that were good when they were last looked at and aren't now, and those that are good again. */
export function turnedChecks(kept: CheckView[], found: CheckView[]): { fell: CheckView[]; rose: CheckView[] } {
  const before = new Map(kept.map((check) => [check.id, check.status]))
  return {
    fell: found.filter((check) => check.status !== "ok" && before.get(check.id) === "ok"),
    rose: found.filter((check) => check.status === "ok" && before.has(check.id) && before.get(check.id) !== "ok"),
  }
}

/** Looks come every day; what was seen two days ago says little of now. */
const OLD_DAYS = 2

/** For how many days nobody has looked, where that is too long; else null. Times are ISO 8601 in UTC. */
export function daysUnseen(checkedAt: string | null, now: string): number | null {
  if (checkedAt === null) return null
  const days = Math.floor((Date.parse(now) - Date.parse(checkedAt)) / 86_400_000)
  return days < OLD_DAYS ? null : days
}

/** "3 things to see to before an outage", number first; of looks that are too old, only that they are. */
export function readinessSentence(checks: CheckView[], unseenDays: number | null = null): string {
  if (checks.length > 0 && unseenDays !== null) return `Not looked at for ${unseenDays} days`
  const owed = checks.filter((check) => check.status !== "ok").length
  if (checks.length === 0) return "Not looked at yet"
  if (owed === 0) return `All ${checks.length} ready`
  return `${owed} ${owed === 1 ? "thing" : "things"} to see to before an outage`
}
