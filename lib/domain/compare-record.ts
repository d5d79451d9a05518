import type { SegmentList } from "./account-facts"
import { codedValue, entryKey, isEntry } from "./account-facts"
import type { AlmaUser } from "./alma-user"
import { sameField } from "./merge-user"

/**
 * What Alma itself writes at every change, or never sends back: a difference there says nothing. The PIN is among them,
 * since no read shows it (Alma documentation: users, `pin_number`).
 */
export const LEFT_OUT = [
  "created_by", "created_date", "fees", "force_password_change", "is_researcher", "last_modified_by", "last_modified_date", "link", "loans",
  "override", "password", "pin_number", "requests", "status_date",
] as const

/** Codes that tell nothing of a person; of everything else only the field is named. */
const TOLD = new Set(["account_type", "status", "record_type", "segment_type", "preferred", "user_group", "campus_code", "preferred_language"])

type Entry = Record<string, unknown>

/**
 * A record from before and one from after, field by field.
 * @returns a sentence for each field that isn't as it was; none when all are
 */
export function compareRecords(before: AlmaUser, after: AlmaUser): string[] {
  return compareFields(flat(before), flat(after))
}

/** `contact_info` is but a frame around its lists. */
function flat(user: AlmaUser): Entry {
  const { contact_info: contact, ...fields } = user
  const inner = isEntry(contact) ? Object.entries(contact).map(([name, value]) => [`contact_info.${name}`, value]) : []
  return { ...fields, ...(Object.fromEntries(inner) as Entry) }
}

function compareFields(before: Entry, after: Entry): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  const left = new Set<string>(LEFT_OUT)
  return names.flatMap((name) => {
    const [was, is] = [before[name], after[name]]
    if (left.has(name) || sameField(was, is)) return []
    return isList(was) || isList(is) ? compareLists(name, listOf(was), listOf(is)) : [valueSentence(name, name, was, is)]
  })
}

function compareLists(name: string, before: unknown[], after: unknown[]): string[] {
  const gone = before.filter((entry) => !after.some((other) => sameField(entry, other)))
  const come = after.filter((entry) => !before.some((other) => sameField(entry, other)))
  const sentences: string[] = []
  for (const entry of gone) {
    const at = come.findIndex((other) => isSameEntry(name, entry, other))
    if (at < 0 || !isEntry(entry)) {
      sentences.push(`An entry of ${name} is gone.`)
      continue
    }
    const [other] = come.splice(at, 1)
    sentences.push(...entrySentences(name, entry, other as Entry))
  }
  return [...sentences, ...come.map(() => `${name} has an entry that it did not have.`)]
}

function entrySentences(name: string, before: Entry, after: Entry): string[] {
  const parts = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return parts
    .filter((part) => part !== "desc" && !(LEFT_OUT as readonly string[]).includes(part) && !sameField(before[part], after[part]))
    .map((part) => valueSentence(part, `${name}: ${part} of an entry`, before[part], after[part]))
}

const KEYED: Record<string, SegmentList> = {
  "contact_info.address": "address", "contact_info.email": "email", "contact_info.phone": "phone",
  user_identifier: "user_identifier", user_note: "user_note", user_block: "user_block", user_statistic: "user_statistic",
}

function isSameEntry(name: string, one: unknown, other: unknown): boolean {
  if (!isEntry(one) || !isEntry(other)) return false
  const list = KEYED[name]
  if (list) return entryKey(list, one) === entryKey(list, other)
  return codedValue(one.role_type) !== "" && codedValue(one.role_type) === codedValue(other.role_type)
}

function valueSentence(field: string, what: string, was: unknown, is: unknown): string {
  if (TOLD.has(field)) return `${what} was ${told(was)} and is ${told(is)}.`
  if (isEmpty(is)) return `${what} is empty now.`
  return isEmpty(was) ? `${what} was empty and is not now.` : `${what} is not what it was.`
}

function told(value: unknown): string {
  return codedValue(value) || (typeof value === "boolean" ? String(value) : "empty")
}

function isEmpty(value: unknown): boolean {
  return sameField(value, null) || (isEntry(value) && "value" in value && codedValue(value) === "")
}

function isList(value: unknown): boolean {
  return Array.isArray(value)
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : isEmpty(value) ? [] : [value]
}
