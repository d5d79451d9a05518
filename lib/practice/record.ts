import type { AlmaUser } from "@/lib/domain/alma-user"

export type JsonObject = Record<string, unknown>

export const RECORD_LISTS = [
  "user_identifier",
  "user_role",
  "user_block",
  "user_note",
  "user_statistic",
  "proxy_for_user",
  "rs_library",
] as const
export const CONTACT_LISTS = ["address", "email", "phone"] as const

/** The lists whose entries carry `segment_type` (Alma documentation: rest_user.xsd). */
const SEGMENTED_LISTS = ["user_identifier", "user_block", "user_note", "user_statistic"] as const

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

export function textOf(value: unknown): string {
  return typeof value === "string" ? value : ""
}

/** The code of a coded field `{value, desc}`, or "" where it is unset. */
export function codeOf(field: unknown): string {
  if (isObject(field)) return textOf(field["value"])
  return textOf(field)
}

export function listOf(value: unknown): JsonObject[] {
  if (Array.isArray(value)) return value.filter(isObject)
  return isObject(value) ? [value] : []
}

export function primaryIdOf(user: AlmaUser): string {
  return textOf(user.primary_id)
}

export function accountTypeOf(user: AlmaUser): string {
  return codeOf(user["account_type"])
}

export function identifierValues(user: AlmaUser): { type: string; value: string }[] {
  return listOf(user["user_identifier"])
    .map((each) => ({ type: codeOf(each["id_type"]), value: textOf(each["value"]) }))
    .filter((each) => each.value !== "")
}

/** A copy with every entry's segment type rewritten. */
export function withSegments(user: AlmaUser, rewrite: (old: string) => string): AlmaUser {
  const next = structuredClone(user)
  for (const name of SEGMENTED_LISTS) relabel(next[name], rewrite)
  if (isObject(next["contact_info"])) {
    for (const name of CONTACT_LISTS) relabel(next["contact_info"][name], rewrite)
  }
  return next
}

function relabel(list: unknown, rewrite: (old: string) => string): void {
  for (const entry of listOf(list)) entry["segment_type"] = rewrite(textOf(entry["segment_type"]))
}

/**
 * What becomes of a record that goes Internal, by job or by a direct PUT: the SIS profile code
 * is lost and External segments become Internal. (Alma documentation: for internal users all
 * segments are considered internal; that the relabelling stays is the worst case.)
 */
export function becomeInternal(user: AlmaUser): AlmaUser {
  const next = withSegments(user, () => "Internal")
  next["account_type"] = { value: "INTERNAL", desc: "Internal" }
  next["external_id"] = ""
  return next
}

export function fullNameOf(user: AlmaUser): string {
  const parts = [user["first_name"], user["middle_name"], user["last_name"]].map(textOf)
  return parts.filter((part) => part !== "").join(" ")
}
