/** One login of Alma's staff login report. */
export interface StaffLogin {
  /** Lower case: Alma's ids know no case. */
  primaryIdKey: string
  at: Date
}

const ID_FIELDS = ["primary_id", "user_primary_id", "user_id", "user_name", "username", "user"]
const TIME_FIELDS = ["login_time", "login_date_time", "login_datetime", "login_date", "timestamp", "date_time", "time", "date"]
const SUCCESS_FIELDS = ["successful", "success", "is_successful"]

/** A day alone doesn't say whether the login was before or after a collection on that day. */
const WITH_TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/
const WITH_ZONE = /(?:Z|[+-]\d\d:?\d\d)$/i

/**
 * Reads one raw row of the report; null for a failed login and for whatever doesn't say who and when. No
 * answer with logins is recorded, so several names of fields are taken. Alma's times are UTC where they
 * don't say otherwise (Alma documentation: dates in the REST API).
 */
export function readStaffLogin(event: Record<string, unknown>): StaffLogin | null {
  const success = textOf(first(event, SUCCESS_FIELDS)).toLowerCase()
  if (success === "false" || success === "n" || success === "no") return null
  const primaryId = textOf(first(event, ID_FIELDS)).trim()
  const at = timeOf(first(event, TIME_FIELDS))
  return primaryId === "" || at === null ? null : { primaryIdKey: primaryId.toLowerCase(), at }
}

function first(event: Record<string, unknown>, names: string[]): unknown {
  return names.map((name) => event[name]).find((value) => textOf(value) !== "")
}

/** Plain, or as Alma writes coded values: `{ value, desc }`. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value
  if (typeof value === "number" || typeof value === "boolean") return String(value)
  if (typeof value !== "object" || value === null) return ""
  const { value: inner, primary_id: id } = value as { value?: unknown; primary_id?: unknown }
  return typeof inner === "string" ? inner : typeof id === "string" ? id : ""
}

function timeOf(value: unknown): Date | null {
  // Milliseconds since 1970; a number of seconds would lie in 1970.
  if (typeof value === "number") return value > 1e12 ? new Date(value) : null
  const text = textOf(value).trim()
  if (!WITH_TIME.test(text)) return null
  const at = new Date(WITH_ZONE.test(text) ? text.replace(" ", "T") : `${text.replace(" ", "T")}Z`)
  return Number.isNaN(at.getTime()) ? null : at
}
