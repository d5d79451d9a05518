import type { AlmaUser } from "./alma-user"
import { shownText } from "./shown-text"

/** One entry's segment, found again by what identifies the entry (see `merge-user.ts`). */
export interface SegmentFact {
  list: SegmentList
  key: string
  segment: string
}

export type SegmentList =
  | "address"
  | "email"
  | "phone"
  | "user_identifier"
  | "user_note"
  | "user_block"
  | "user_statistic"

export interface IdentifierFact {
  type: string
  value: string
}

/** What must be known of an account before it is changed, so that it can be put back. */
export interface OriginalFacts {
  primaryId: string
  accountType: string
  externalId: string
  segments: SegmentFact[]
  identifiers: IdentifierFact[]
  lastName: string
}

/** What Lantern reads of a user, besides the original facts. */
export interface AccountFacts extends OriginalFacts {
  name: string
  department: string | null
  status: string
  /** `YYYY-MM-DD`, or null when the account doesn't expire. */
  expiryDate: string | null
}

type Entry = Record<string, unknown>

const SEGMENT_LISTS: SegmentList[] = [
  "address",
  "email",
  "phone",
  "user_identifier",
  "user_note",
  "user_block",
  "user_statistic",
]

/** Alma's coded fields are `{value, desc}`; plain strings occur too. */
export function codedValue(field: unknown): string {
  const value = isEntry(field) ? field.value : field
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : ""
}

/** The entries of a list that carries `segment_type`. One entry may come as an object. */
export function segmentEntries(user: AlmaUser, list: SegmentList): Entry[] {
  const parent = list === "address" || list === "email" || list === "phone" ? user.contact_info : user
  const field = isEntry(parent) ? parent[list] : undefined
  const entries = Array.isArray(field) ? field : isEntry(field) ? [field] : []
  return entries.filter(isEntry)
}

/**
 * What makes an entry the same entry after others edited parts of it: identifier type and value,
 * email address, phone number, note type and created date, address type.
 */
export function entryKey(list: SegmentList, entry: Entry): string {
  switch (list) {
    case "address":
      return types(entry.address_type)
    case "email":
      return text(entry.email_address).toLowerCase()
    case "phone":
      return text(entry.phone_number)
    case "user_identifier":
      return `${codedValue(entry.id_type)}|${text(entry.value)}`
    case "user_note":
      return `${codedValue(entry.note_type)}|${text(entry.created_date)}`
    case "user_block":
      return `${codedValue(entry.block_type)}|${codedValue(entry.block_description)}|${text(entry.created_date)}`
    case "user_statistic":
      return `${codedValue(entry.category_type)}|${codedValue(entry.statistic_category)}`
  }
}

export function readFacts(user: AlmaUser): AccountFacts {
  const name = text(user.full_name) || [text(user.first_name), text(user.last_name)].filter(Boolean).join(" ")
  const group = isEntry(user.user_group) ? text(user.user_group.desc) || text(user.user_group.value) : ""
  return {
    primaryId: text(user.primary_id),
    accountType: codedValue(user.account_type).toUpperCase(),
    externalId: codedValue(user.external_id),
    segments: SEGMENT_LISTS.flatMap((list) =>
      segmentEntries(user, list)
        .filter((entry) => text(entry.segment_type) !== "")
        .map((entry) => ({ list, key: entryKey(list, entry), segment: text(entry.segment_type) })),
    ),
    identifiers: segmentEntries(user, "user_identifier").map((entry) => ({
      type: codedValue(entry.id_type),
      value: text(entry.value),
    })),
    lastName: text(user.last_name),
    name: shownText(name),
    department: shownText(text(user.job_description) || group) || null,
    status: codedValue(user.status).toUpperCase(),
    expiryDate: /^\d{4}-\d{2}-\d{2}/.exec(text(user.expiry_date))?.[0] ?? null,
  }
}

export function originalFacts(facts: AccountFacts): OriginalFacts {
  const { primaryId, accountType, externalId, segments, identifiers, lastName } = facts
  return { primaryId, accountType, externalId, segments, identifiers, lastName }
}

/**
 * What stands for the original facts of an account that nobody could read: that it was External, and no
 * external id. A real one is never empty there, for such accounts aren't switched.
 */
export function unreadFacts(primaryId: string): OriginalFacts {
  return { primaryId, accountType: "EXTERNAL", externalId: "", segments: [], identifiers: [], lastName: "" }
}

/** Whether the external id to put back was never learnt: then nothing but a person returns the account. */
export function isExternalIdUnknown(original: OriginalFacts): boolean {
  return original.externalId === ""
}

/** Primary ids match without regard to case (Alma documentation: users, primary identifier). */
export function samePrimaryId(a: string, b: string): boolean {
  return primaryIdKey(a) === primaryIdKey(b)
}

export function primaryIdKey(id: string): string {
  return id.normalize("NFC").toLowerCase()
}

export function isEntry(value: unknown): value is Entry {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function text(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : ""
}

function types(field: unknown): string {
  const list = Array.isArray(field) ? field : [field]
  return list.map(codedValue).filter(Boolean).sort().join(",")
}
