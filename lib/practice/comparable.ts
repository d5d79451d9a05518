/** Set by Alma itself; and the PIN, which no answer of Alma shows, so that no PUT can keep it. */
const NOT_OURS = new Set([
  "status_date",
  "last_modified_date",
  "last_modified_by",
  "created_date",
  "created_by",
  "link",
  "full_name",
  "pin_number",
  "password",
  "force_password_change",
  "is_researcher",
])

/**
 * A user as it compares before and after an outage: without what Alma sets itself, without `desc`
 * echoes, and with absent, null, "" and empty lists all alike, as Alma treats them.
 */
export function comparable(value: unknown): unknown {
  if (value === null || value === undefined || value === "") return undefined
  if (Array.isArray(value)) {
    const items = value.map(comparable).filter((item) => item !== undefined)
    return items.length === 0 ? undefined : items
  }
  if (typeof value !== "object") return value
  const fields = Object.entries(value)
    .filter(([name]) => name !== "desc" && !NOT_OURS.has(name))
    .map(([name, field]) => [name, comparable(field)] as const)
    .filter(([, field]) => field !== undefined)
  return fields.length === 0 ? undefined : Object.fromEntries(fields)
}
