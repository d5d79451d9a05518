import { z } from "zod"
import { codedValue, isEntry, primaryIdKey } from "./account-facts"
import type { AlmaUser } from "./alma-user"
import { shownText } from "./shown-text"

const codeAndName = z.object({ code: z.string(), name: z.string() })
/** A role, a library: Alma's code and its name in words. */
export type CodeAndName = z.infer<typeof codeAndName>

export const namedUser = z.object({
  primaryId: z.string(),
  name: z.string().nullable(),
  /** The active roles that make this person one. */
  roles: z.array(codeAndName),
  /** What these roles are for: libraries, or the institution as a whole. */
  libraries: z.array(codeAndName),
  accountType: z.string(),
  /** Past its date: counted all the same, since the record is active. */
  expired: z.boolean(),
})
export type NamedUser = z.infer<typeof namedUser>

/**
 * Roles that make nobody a Named User (CARLI: Patron, Instructor, Trial Participant, the Leganto-only and the
 * Rialto-only ones). By name: the ids of most of them are published nowhere.
 */
export const NOT_COUNTED_BY_CARLI = [
  "Patron",
  "Instructor",
  "Trial Participant",
  "Leganto Course Operator",
  "Leganto Interface Administrator",
  "Selector",
  "Selector Limited",
  "Super Selector",
  "Rialto Manager",
  "Rialto Administrator",
] as const

export interface CountingRules {
  /** Role names by id, as Alma has them now; empty when it doesn't tell: then each record's own words count. */
  roleNames: ReadonlyMap<string, string>
  /** The institution's own list of roles that don't count; empty: CARLI's. Id and name must both still be so. */
  notCounted: CodeAndName[]
  /** Today there, `YYYY-MM-DD`. */
  today: string
}

/** Why a role counts or doesn't, in the order of the questions. */
export function countsAsNamed(role: CodeAndName, { notCounted }: Pick<CountingRules, "notCounted">): boolean {
  const name = nameKey(role.name)
  if (notCounted.length === 0) return !NOT_COUNTED_BY_CARLI.some((known) => nameKey(known) === name)
  return !notCounted.some((known) => known.code === role.code && nameKey(known.name) === name)
}

/** This person as a Named User, or null when they are none: only active records, and only active roles that count. */
export function namedUserOf(user: AlmaUser, rules: CountingRules): NamedUser | null {
  const primaryId = text(user.primary_id)
  const status = codedValue(user.status).toUpperCase()
  if (primaryId === "" || (status !== "" && status !== "ACTIVE")) return null
  const counting = entriesOf(user.user_role).filter((role) => isActive(role, rules.today) && countsAsNamed(roleOf(role, rules), rules))
  if (counting.length === 0) return null
  const expiry = /^\d{4}-\d{2}-\d{2}/.exec(text(user.expiry_date))?.[0] ?? null
  return {
    primaryId,
    name: shownText(text(user.full_name) || [text(user.first_name), text(user.last_name)].filter(Boolean).join(" ")) || null,
    roles: distinct(counting.map((role) => roleOf(role, rules))),
    libraries: distinct(counting.flatMap((role) => scopeOf(role) ?? [])),
    accountType: codedValue(user.account_type).toUpperCase(),
    expired: expiry !== null && expiry < rules.today,
  }
}

/** Whether a page of Alma's list carries roles at all: without them nobody could be counted. */
export function carriesRoles(users: AlmaUser[]): boolean {
  return users.length === 0 || users.some((user) => user.user_role !== undefined)
}

const someone = z.object({ primaryId: z.string(), name: z.string().nullable() })
export const countChanges = z.object({
  /** When the count before was finished. */
  since: z.string(),
  before: z.number(),
  added: z.array(someone),
  gone: z.array(someone),
})
export type CountChanges = z.infer<typeof countChanges>

export function changesSince(before: { at: string; people: NamedUser[] }, now: NamedUser[]): CountChanges {
  const keys = (people: NamedUser[]) => new Set(people.map((one) => primaryIdKey(one.primaryId)))
  const [was, is] = [keys(before.people), keys(now)]
  const short = ({ primaryId, name }: NamedUser) => ({ primaryId, name })
  return {
    since: before.at,
    before: before.people.length,
    added: now.filter((one) => !was.has(primaryIdKey(one.primaryId))).map(short),
    gone: before.people.filter((one) => !is.has(primaryIdKey(one.primaryId))).map(short),
  }
}

/** Each person once, by name: pages of a list that moves may hold somebody twice. */
export function inOrder(people: NamedUser[]): NamedUser[] {
  const once = new Map(people.map((one) => [primaryIdKey(one.primaryId), one]))
  const sortKey = (one: NamedUser) => (one.name ?? one.primaryId).toLocaleLowerCase()
  return [...once.values()].toSorted((a, b) => sortKey(a).localeCompare(sortKey(b)) || a.primaryId.localeCompare(b.primaryId))
}

const ALLOWANCE_WARNS_AT = 0.9

export type AllowanceState = "none" | "within" | "near" | "over"

/** The count against what the institution may have; a warning from 90 % on. */
export function allowanceState(counted: number, allowance: number | null): AllowanceState {
  if (allowance === null) return "none"
  if (counted > allowance) return "over"
  return counted >= allowance * ALLOWANCE_WARNS_AT ? "near" : "within"
}

/** Said wherever the count stands. */
export const SWITCHING_CHANGES_NOTHING =
  "Switching people to Internal doesn't change this count: it goes by roles, not by the account type. A back-up admin account that is made for outages adds one."

/** Names of CARLI's list that no role of this Alma has: perhaps they are called otherwise here. */
export function unknownNames(roleNames: Iterable<string>): string[] {
  const known = new Set([...roleNames].map(nameKey))
  return NOT_COUNTED_BY_CARLI.filter((name) => !known.has(nameKey(name)))
}

/** As stored: id and name, for a list by id alone would count wrongly where a role was renamed. */
export function packRole({ code, name }: CodeAndName): string {
  return `${code}|${name}`
}

export function unpackRole(packed: string): CodeAndName {
  const cut = packed.indexOf("|")
  return cut < 0 ? { code: packed, name: "" } : { code: packed.slice(0, cut), name: packed.slice(cut + 1) }
}

type Entry = Record<string, unknown>

function roleOf(role: Entry, { roleNames }: CountingRules): CodeAndName {
  const code = codedValue(role.role_type)
  const described = isEntry(role.role_type) ? text(role.role_type.desc) : ""
  return { code, name: roleNames.get(code) || described || `Role ${code}` }
}

/** A role's own status and end; a role without either is active. */
function isActive(role: Entry, today: string): boolean {
  const status = codedValue(role.status).toUpperCase()
  const end = /^\d{4}-\d{2}-\d{2}/.exec(text(role.expiry_date))?.[0] ?? null
  return (status === "" || status === "ACTIVE") && (end === null || end >= today)
}

function scopeOf(role: Entry): CodeAndName | null {
  const code = codedValue(role.scope)
  if (code === "") return null
  return { code, name: (isEntry(role.scope) && text(role.scope.desc)) || code }
}

function distinct(list: CodeAndName[]): CodeAndName[] {
  return [...new Map(list.map((one) => [one.code, one])).values()]
}

/** One entry may come as an object. */
function entriesOf(field: unknown): Entry[] {
  const list = Array.isArray(field) ? field : [field]
  return list.filter(isEntry)
}

function nameKey(name: string): string {
  return name.normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase()
}

function text(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : ""
}

/** Header and rows for a spreadsheet. */
export function namedUsersCsv(people: NamedUser[]): [string[], string[][]] {
  const names = (list: CodeAndName[]) => list.map((one) => one.name).join("; ")
  const rows = people.map((one) => [one.primaryId, one.name ?? "", names(one.roles), names(one.libraries), one.accountType, one.expired ? "yes" : "no"])
  return [["Primary ID", "Name", "Roles that count", "For", "Account type", "Past expiry date"], rows]
}

/** Where these people's roles are for, with how many each has; most first. */
export function librariesOf(people: NamedUser[]): (CodeAndName & { people: number })[] {
  const found = new Map<string, CodeAndName & { people: number }>()
  for (const library of people.flatMap((person) => person.libraries)) {
    found.set(library.code, { ...library, people: (found.get(library.code)?.people ?? 0) + 1 })
  }
  return [...found.values()].toSorted((a, b) => b.people - a.people || a.name.localeCompare(b.name))
}
