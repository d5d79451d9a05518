import type { AlmaUser } from "@/lib/domain/alma-user"
import { AlmaRefusal } from "./answer"
import { codeOf, isObject, listOf, primaryIdOf, identifierValues, textOf } from "./record"

const FIELDS: Record<string, (user: AlmaUser) => string[]> = {
  primary_id: (user) => [primaryIdOf(user)],
  first_name: (user) => [textOf(user["first_name"])],
  last_name: (user) => [textOf(user["last_name"])],
  middle_name: (user) => [textOf(user["middle_name"])],
  email: emails,
  identifiers: (user) => [primaryIdOf(user), ...identifierValues(user).map((each) => each.value)],
  user_group: (user) => [codeOf(user["user_group"]), descOf(user["user_group"])],
  job_category: (user) => [codeOf(user["job_category"]), descOf(user["job_category"])],
  job_description: (user) => [textOf(user["job_description"])],
  general_info: (user) => [
    textOf(user["job_description"]),
    codeOf(user["campus_code"]),
    descOf(user["user_title"]),
  ],
}

/**
 * Which people a query `field~text` finds: every word of the text begins a word of the field.
 * Spaces are written as `_`. No search by role, record type, account type or status, as in Alma.
 */
export function searchUsers(users: AlmaUser[], query: string): AlmaUser[] {
  if (query.trim() === "") return users
  let found = users
  for (const clause of query.split(/ AND /i)) found = found.filter(matcher(clause))
  return found
}

function matcher(clause: string): (user: AlmaUser) => boolean {
  const cut = clause.indexOf("~")
  const field = clause.slice(0, cut).trim().toLowerCase()
  const read = field === "all" ? everything : FIELDS[field]
  if (cut < 1 || !read) throw new AlmaRefusal("402119", "General error. The search query is not valid.")
  const text = clause.slice(cut + 1).trim().toLowerCase()
  const words = text.split(/[_\s]+/).filter((word) => word !== "")
  return (user) => {
    const values = read(user).map((value) => value.toLowerCase())
    if (values.some((value) => value === text)) return true
    const parts = values.flatMap((value) => [value, ...value.split(/[^\p{L}\p{N}]+/u)])
    return words.length > 0 && words.every((word) => parts.some((part) => part.startsWith(word)))
  }
}

function everything(user: AlmaUser): string[] {
  return Object.values(FIELDS).flatMap((read) => read(user))
}

function emails(user: AlmaUser): string[] {
  const contact = user["contact_info"]
  return isObject(contact) ? listOf(contact["email"]).map((each) => textOf(each["email_address"])) : []
}

function descOf(field: unknown): string {
  return isObject(field) ? textOf(field["desc"]) : ""
}

/** Alma's order of a search: last name, first name, primary id. */
export function byName(a: AlmaUser, b: AlmaUser): number {
  const key = (user: AlmaUser) => [textOf(user["last_name"]), textOf(user["first_name"]), primaryIdOf(user)]
  const [left, right] = [key(a), key(b)]
  for (let index = 0; index < 3; index++) {
    const order = (left[index] ?? "").localeCompare(right[index] ?? "")
    if (order !== 0) return order
  }
  return 0
}
