import type { OriginalFacts, SegmentFact, SegmentList } from "./account-facts"
import { entryKey, isEntry, readFacts, segmentEntries } from "./account-facts"
import type { AlmaUser } from "./alma-user"

/*
 * The bodies that Lantern PUTs. Alma's PUT swaps all: what is left out is deleted. So each body is
 * a fresh GET with the named fields changed and everything else as it came, unknown fields
 * included; only `user_role` is left out, because Alma then keeps the roles, while one role with a
 * parameter that has become mandatory would make the whole PUT fail (40166404).
 */

/** Back to External, with the external id and the segments that the account had before. */
export function returnBody(fresh: AlmaUser, original: OriginalFacts): AlmaUser {
  const body = withoutRoles(fresh)
  body.account_type = coded(fresh.account_type, "EXTERNAL", "External")
  body.external_id = original.externalId
  restoreSegments(body, original.segments)
  return body
}

/** A temporary password that Alma asks to change at the first login. */
export function passwordBody(fresh: AlmaUser, password: string): AlmaUser {
  const body = withoutRoles(fresh)
  body.password = password
  body.force_password_change = "TRUE"
  return body
}

/** A password that stays until Lantern sets another: nobody is asked to change it. */
export function lastingPasswordBody(fresh: AlmaUser, password: string): AlmaUser {
  const body = withoutRoles(fresh)
  body.password = password
  body.force_password_change = ""
  return body
}

/** The direct way to Internal, only where a probe has shown that this Alma takes it. */
export function directSwitchBody(fresh: AlmaUser): AlmaUser {
  const body = withoutRoles(fresh)
  body.account_type = coded(fresh.account_type, "INTERNAL", "Internal")
  body.external_id = ""
  return body
}

/** Whether an account that is External again still lacks segments that it had. */
export function segmentsDiffer(fresh: AlmaUser, original: OriginalFacts): boolean {
  const restored = structuredClone(fresh)
  restoreSegments(restored, original.segments)
  return JSON.stringify(restored) !== JSON.stringify(fresh)
}

/** Fields that Alma itself sets, or never sends back: no difference there means anything. */
const SERVER_OWNED = new Set([
  "password",
  "force_password_change",
  "user_role",
  "full_name",
  "status_date",
  "last_modified_date",
  "last_modified_by",
  "created_date",
  "created_by",
  "link",
  "loans",
  "requests",
  "fees",
  "override",
])

/** The fields in which what came back isn't what was sent; names only, never values. */
export function changedFields(sent: AlmaUser, back: AlmaUser): string[] {
  const names = new Set([...Object.keys(sent), ...Object.keys(back)])
  return [...names].filter((name) => !SERVER_OWNED.has(name) && !sameField(sent[name], back[name])).sort()
}

/** Whether `found`, under another primary id, is the person whose facts were kept. */
export function isSamePerson(found: AlmaUser, original: OriginalFacts): boolean {
  const facts = readFacts(found)
  const shared = original.identifiers.filter((kept) =>
    facts.identifiers.some((now) => now.type === kept.type && now.value === kept.value),
  )
  const sameName = original.lastName !== "" && facts.lastName.toLowerCase() === original.lastName.toLowerCase()
  return shared.length > 0 && (sameName || shared.length > 1)
}

function withoutRoles(user: AlmaUser): AlmaUser {
  const copy = structuredClone(user)
  delete copy.user_role
  return copy
}

function coded(field: unknown, value: string, desc: string): unknown {
  return isEntry(field) ? { ...field, value, desc } : { value, desc }
}

function restoreSegments(user: AlmaUser, segments: SegmentFact[]): void {
  const wanted = new Map<string, string[]>()
  for (const fact of segments) {
    const key = `${fact.list}|${fact.key}`
    wanted.set(key, [...(wanted.get(key) ?? []), fact.segment])
  }
  const lists = new Set<SegmentList>(segments.map((fact) => fact.list))
  for (const list of lists) {
    for (const entry of segmentEntries(user, list)) {
      // Two entries with one key keep their order: the first takes the first segment.
      const segment = wanted.get(`${list}|${entryKey(list, entry)}`)?.shift()
      if (segment !== undefined) entry.segment_type = segment
    }
  }
}

/** Whether two values of a field are the same thing to Alma: see `normal`. */
export function sameField(a: unknown, b: unknown): boolean {
  return JSON.stringify(normal(a)) === JSON.stringify(normal(b))
}

/** `desc` is echo only; absent, null, "" and empty lists mean the same to Alma. Order of lists isn't kept. */
function normal(value: unknown): unknown {
  if (value === undefined || value === null || value === "") return null
  if (Array.isArray(value)) {
    const items = value.map(normal).filter((item) => item !== null)
    return items.length === 0 ? null : items.map((item) => JSON.stringify(item)).sort()
  }
  if (isEntry(value)) {
    const fields = Object.keys(value)
      .filter((name) => name !== "desc" && name !== "link")
      .sort()
      .map((name) => [name, normal(value[name])] as const)
      .filter(([, field]) => field !== null)
    return fields.length === 0 ? null : Object.fromEntries(fields)
  }
  return value
}
