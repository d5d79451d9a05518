import { codedValue, isEntry, readFacts, samePrimaryId, segmentEntries } from "./account-facts"
import type { AlmaUser } from "./alma-user"
import type { CheckPart } from "./views"

/*
 * CARLI's guide for a back-up admin account: an Internal Staff account with the role User Administrator that no user load
 * touches, kept by the department and used by one person at a time. Role ids as seen in real records; where an Alma
 * numbers them otherwise, the description is looked at too.
 */
export const USER_ADMINISTRATOR = "50"
export const USER_MANAGER = "21"
export const PATRON = "200"

export interface BackupAdminRules {
  /** `YYYY-MM-DD` at the institution. */
  today: string
  /** User groups that a load writes to; none: they aren't known. */
  sisGroups: readonly string[]
  /** Addresses of people who work with this Lantern: none of them is a department's list. */
  ownAddresses: readonly string[]
}

/** One thing looked at, as on a checklist; `says` completes "backup_admin …" where it deviates. */
export interface BackupAdminPart extends CheckPart {
  says: string | null
}

export interface AlmaRole {
  id: string
  name: string
}

/** Looks at an account that was read from Alma; `null` where Alma knows none. */
export function inspectBackupAdmin(primaryId: string, user: AlmaUser | null, rules: BackupAdminRules): BackupAdminPart[] {
  const part = partsOf(primaryId)
  if (user === null) {
    return [part("exists", "fail", "In Alma", "no such account", "is not in Alma", "Make it here, or name another.")]
  }
  const facts = readFacts(user)
  if (!samePrimaryId(facts.primaryId, primaryId)) {
    const says = `is not a Primary ID, but another identifier of ${facts.primaryId}`
    return [part("exists", "fail", "In Alma", `found as ${facts.primaryId}`, says, "Name it by its Primary ID: nothing is ever written to an account found by another identifier.")]
  }
  return [part("exists", "ok", "In Alma", facts.name || facts.primaryId), ...ofRecord(part, user, rules), ...ofRoles(part, user, rules.today), ...ofFeed(part, user, rules), ofMail(part, user, rules)]
}

type MakePart = (id: string, status: CheckPart["status"], title: string, message: string, says?: string, why?: string) => BackupAdminPart

function partsOf(of: string): MakePart {
  return (id, status, title, message, says, why) => ({ id, of, status, title, message, says: says ?? null, why: why ?? null })
}

function ofRecord(part: MakePart, user: AlmaUser, { today }: BackupAdminRules): BackupAdminPart[] {
  const facts = readFacts(user)
  const recordType = codedValue(user.record_type).toUpperCase()
  const type = facts.accountType === "INTERNAL" ? "Internal" : facts.accountType === "EXTERNAL" ? "External" : facts.accountType || "empty"
  return [
    facts.accountType === "INTERNAL"
      ? part("internal", "ok", "Account type", type)
      : part("internal", "fail", "Account type", type, "is not Internal, so it can't log in without campus sign-on", "Toggle its account type in Alma and set a password."),
    recordType === "STAFF"
      ? part("staff", "ok", "Record type", "Staff")
      : part("staff", "fail", "Record type", recordType || "empty", "is not a Staff record", "In Alma, choose the record type Staff: a Public record may be cleared away with patrons."),
    facts.status === "ACTIVE"
      ? part("active", "ok", "Status", "Active")
      : part("active", "fail", "Status", facts.status || "empty", "is not active", "Set its status to Active in Alma, else it can't log in."),
    expiryPart(part, facts.expiryDate, today),
  ]
}

const SOON_DAYS = 60

function expiryPart(part: MakePart, expiry: string | null, today: string): BackupAdminPart {
  if (expiry === null) return part("expiry", "ok", "Expires", "never")
  const why = "Set a later expiry date in Alma."
  if (expiry < today) return part("expiry", "fail", "Expires", expiry, `expired on ${expiry}`, why)
  const days = (Date.parse(expiry) - Date.parse(today)) / 86_400_000
  if (days < SOON_DAYS) return part("expiry", "warn", "Expires", expiry, `expires on ${expiry}`, why)
  return part("expiry", "ok", "Expires", expiry)
}

function ofRoles(part: MakePart, user: AlmaUser, today: string): BackupAdminPart[] {
  const roles = activeRoles(user, today)
  const patron = roles.some(isPatron)
  return [
    roles.some(isUserAdministrator)
      ? part("user_administrator", "ok", "User Administrator", "yes")
      : part("user_administrator", "fail", "User Administrator", "no", "has no User Administrator role", "Add the role User Administrator in Alma: without it the account can help nobody."),
    patron
      ? part("patron", "fail", "Patron role", "yes", "has a Patron role, which a user load may act on", "In Alma open the account, find Patron in the list User Roles, in its row choose Remove, confirm, and choose Save.")
      : part("patron", "ok", "Patron role", "none"),
  ]
}

function ofFeed(part: MakePart, user: AlmaUser, { sisGroups }: BackupAdminRules): BackupAdminPart[] {
  const group = codedValue(user.user_group)
  const words = (isEntry(user.user_group) && typeof user.user_group.desc === "string" && user.user_group.desc) || group || "none"
  if (sisGroups.length === 0) {
    return [part("group", "unknown", "User group", words, undefined, "Say in Settings which user groups the campus load writes to: then Lantern can tell whether this is one.")]
  }
  const loaded = sisGroups.some((each) => each.trim().toLowerCase() === group.toLowerCase())
  return [loaded
    ? part("group", "warn", "User group", words, `is in the user group ${words}, which the campus load writes to`, "Put it in a user group that no load writes to, so that no load expires it or changes its type.")
    : part("group", "ok", "User group", words)]
}

function ofMail(part: MakePart, user: AlmaUser, { ownAddresses }: BackupAdminRules): BackupAdminPart {
  const address = workAddress(user)
  const why = "Give it the address of a list that several people of the department read, so that it doesn't leave with one of them."
  if (address === null) return part("mail", "warn", "E-mail", "none", "has no work e-mail", why)
  const own = ownAddresses.some((each) => each.toLowerCase() === address.toLowerCase())
  if (own) return part("mail", "warn", "E-mail", address, "has one person's own e-mail", why)
  if (looksLikeList(address)) return part("mail", "ok", "E-mail", address)
  return part("mail", "warn", "E-mail", address, "has an e-mail that looks like one person's", `${why} This is judged by how the address looks and may be wrong.`)
}

/** The preferred address of the type Work, else any of that type, else any. */
export function workAddress(user: AlmaUser): string | null {
  const all = segmentEntries(user, "email")
  const work = all.filter((entry) => listOf(entry.email_type).some((type) => codedValue(type).toLowerCase() === "work"))
  const chosen = work.find((entry) => entry.preferred === true) ?? work[0] ?? all[0]
  return chosen && typeof chosen.email_address === "string" && chosen.email_address !== "" ? chosen.email_address : null
}

const LIST_WORDS = /admin|lib|circ|access|desk|staff|help|tech|system|service|team|dept|support|alma|office|info|catalog|acquisition|serials|reference|collection|list|backup|back-up/i

/** A guess by the part before the @: a word of a department or a service in it, and not just a name. */
export function looksLikeList(address: string): boolean {
  return LIST_WORDS.test(address.split("@")[0] ?? "")
}

/** Roles that are active and haven't run out. */
export function activeRoles(user: AlmaUser, today: string): AlmaRole[] {
  return rolesOf(user)
    .filter((role) => ["", "ACTIVE"].includes(codedValue(role.status).toUpperCase()))
    .filter((role) => typeof role.expiry_date !== "string" || role.expiry_date === "" || role.expiry_date.slice(0, 10) >= today)
    .map(roleOf)
}

export function rolesOf(user: AlmaUser): Record<string, unknown>[] {
  return listOf(user.user_role).filter(isEntry)
}

function isUserAdministrator({ id, name }: AlmaRole): boolean {
  return id === USER_ADMINISTRATOR || /^user administrator$/i.test(name)
}

export function isPatron({ id, name }: AlmaRole): boolean {
  return id === PATRON || /^patron$/i.test(name)
}

/** CARLI: whoever holds one of these may change another's account type. */
export function managesUsers(role: AlmaRole): boolean {
  return isUserAdministrator(role) || role.id === USER_MANAGER || /^user manager$/i.test(role.name)
}

export function roleOf(role: Record<string, unknown>): AlmaRole {
  const name = isEntry(role.role_type) && typeof role.role_type.desc === "string" ? role.role_type.desc.trim() : ""
  return { id: codedValue(role.role_type), name }
}

function listOf(field: unknown): unknown[] {
  return Array.isArray(field) ? field : field === undefined || field === null ? [] : [field]
}
