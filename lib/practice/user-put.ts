import type { AlmaUser } from "@/lib/domain/alma-user"
import { AlmaRefusal } from "./answer"
import { bodyOf, type Call, type World } from "./call"
import { hashPassword, passwordAllowed, PASSWORD_RULE } from "./passwords"
import * as record from "./record"
import type { Account } from "./store"
import { requireKnownTypes, requireMandatory, requireSoundRoles, withPatron } from "./user-rules"

/** Kept on a PUT of an External user when edited by hand, unless named in `override`. */
export const HAND_EDITED_FIELDS = [
  "user_group",
  "job_category",
  "pin_number",
  "preferred_language",
  "campus_code",
  "rs_library",
  "user_title",
  "library_notices",
  "pref_first_name",
  "pref_middle_name",
  "pref_last_name",
  "cataloger_level",
]
/** Never taken from a body: Alma makes them itself. */
const SERVER_OWNED = ["full_name", "link", "requests", "loans", "fees", "status_date", "researcher"]

export interface PreparedPut {
  account: Account
  next: AlmaUser
  password: { hash: string; mustChange: boolean } | null
  mustChange: boolean | null
}

/**
 * Checks a PUT and works out the record it makes, changing nothing yet. Throws AlmaRefusal.
 * Apart from `commitPut`, so that a late delivery can have been checked long before it lands.
 */
export function preparePut(world: World, call: Call, account: Account): PreparedPut {
  const body = bodyOf(call)
  requireMandatory(body, world.settings.mandatoryFields)
  requireKnownTypes(body)
  requireAccountChange(world, account.user, body)
  const renamed = record.textOf(body["primary_id"])
  const holder = world.store.byPrimaryId(renamed)
  if (holder && holder.uid !== account.uid) {
    throw new AlmaRefusal("401860", "Failed to update user. The primary identifier belongs to another user.")
  }
  requireSoundRoles(body["user_role"])
  const internal = record.codeOf(body["account_type"]) === "INTERNAL"
  const password = record.textOf(body["password"])
  if (internal && password !== "" && !passwordAllowed(password, renamed)) {
    throw new AlmaRefusal("500038", PASSWORD_RULE)
  }
  const forced = record.textOf(body["force_password_change"]).toUpperCase() === "TRUE"
  return {
    account,
    next: swapAll(world, account, body, call.query.get("override") ?? ""),
    password: internal && password !== "" ? { hash: hashPassword(password), mustChange: forced } : null,
    mustChange: internal && forced ? true : null,
  }
}

export function commitPut(world: World, put: PreparedPut, requestId: string): void {
  const cause = { by: "api" as const, requestId }
  world.store.replace(put.account, put.next, cause)
  if (put.password) world.store.setPassword(put.account, put.password.hash, put.password.mustChange, cause)
  else if (put.mustChange !== null) world.store.setMustChange(put.account, put.mustChange, cause)
}

/**
 * Alma documentation: External → Internal isn't possible by PUT (401859); the external id of an
 * External user can't be changed (401858); an Internal user's must be empty (401853). Which code
 * answers a way back without an external id isn't documented: 401664 here, and 401858 for a code
 * that is no SIS profile of this institution.
 */
function requireAccountChange(world: World, stored: AlmaUser, body: record.JsonObject): void {
  const from = record.accountTypeOf(stored)
  const to = record.codeOf(body["account_type"])
  const externalId = record.textOf(body["external_id"])
  const external = from === "EXTERNAL"
  if (external && to === "INTERNAL" && !world.settings.directAllowed) {
    throw new AlmaRefusal("401859", "Action currently not supported.")
  }
  if (to === "INTERNAL") {
    if (externalId !== "") throw new AlmaRefusal("401853", "External Id must be empty for internal user.")
    return
  }
  const differs = external && externalId !== record.textOf(stored["external_id"])
  if (!external && externalId === "") {
    throw new AlmaRefusal("401664", "Mandatory field is missing: external_id")
  }
  if (differs || (!external && !world.store.externalIds.has(externalId))) {
    const message =
      "The external id in DB does not fit the given value in xml - external id cannot be updated."
    throw new AlmaRefusal("401858", message)
  }
}

function swapAll(world: World, account: Account, body: record.JsonObject, override: string): AlmaUser {
  const stored = account.user
  let next: AlmaUser = structuredClone(body)
  for (const field of [...SERVER_OWNED, "password", "force_password_change"]) delete next[field]
  for (const name of record.RECORD_LISTS) next[name] = record.listOf(next[name])
  if (record.listOf(body["user_role"]).length === 0) {
    next["user_role"] = structuredClone(stored["user_role"] ?? [])
  } else if (world.settings.addsPatron === "always") {
    next["user_role"] = withPatron(record.listOf(next["user_role"]), world.settings.institution)
  }
  const contact = record.isObject(next["contact_info"]) ? next["contact_info"] : {}
  next["contact_info"] = Object.fromEntries(
    record.CONTACT_LISTS.map((name) => [name, record.listOf(contact[name])]),
  )
  const to = record.codeOf(body["account_type"])
  if (to === "INTERNAL") next = record.becomeInternal(next)
  else {
    next["account_type"] = { value: "EXTERNAL", desc: "External" }
    next = record.withSegments(next, (old) => (old === "Internal" ? "Internal" : "External"))
  }
  keepPin(world, stored, next)
  if (record.accountTypeOf(stored) === "EXTERNAL" && to === "EXTERNAL") {
    keepHandEdited(account, next, override)
  }
  stampServerFields(world, stored, next)
  return next
}

function keepPin(world: World, stored: AlmaUser, next: AlmaUser): void {
  if (record.textOf(next["pin_number"]) !== "") return
  const external = record.accountTypeOf(stored) === "EXTERNAL"
  if (stored["pin_number"] !== undefined && (external || !world.settings.pinWipedByPut)) {
    next["pin_number"] = stored["pin_number"]
  } else delete next["pin_number"]
}

function keepHandEdited(account: Account, next: AlmaUser, override: string): void {
  const overridden = override.split(",").map((each) => each.trim())
  for (const field of account.handEdited) {
    if (overridden.includes(field)) continue
    if (account.user[field] === undefined) delete next[field]
    else next[field] = structuredClone(account.user[field])
  }
}

/** Dates and authors that Alma keeps itself; `desc` is an echo, so a missing one is filled in. */
function stampServerFields(world: World, stored: AlmaUser, next: AlmaUser): void {
  const now = world.clock().toISOString()
  const changed = record.codeOf(stored["status"]) !== record.codeOf(next["status"])
  const date = changed ? `${now.slice(0, 10)}Z` : stored["status_date"]
  if (date !== undefined) next["status_date"] = date
  for (const name of ["user_note", "user_block"] as const) {
    for (const entry of record.listOf(next[name])) {
      entry["created_date"] ??= now
      entry["created_by"] ??= "exl_api"
    }
  }
  for (const [field, value] of Object.entries(next)) {
    if (!record.isObject(value) || !("value" in value) || value["desc"]) continue
    const old = stored[field]
    if (record.isObject(old) && record.codeOf(old) === record.codeOf(value)) {
      next[field] = structuredClone(old)
    }
  }
}
