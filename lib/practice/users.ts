import type { AlmaUser } from "@/lib/domain/alma-user"
import { AlmaRefusal, json, noContent, type Answer } from "./answer"
import { bodyOf, listAnswer, type Call, type World } from "./call"
import { hashPassword, passwordAllowed, PASSWORD_RULE } from "./passwords"
import * as record from "./record"
import { signIn } from "./sign-in"
import type { Account } from "./store"
import { commitPut, preparePut } from "./user-put"
import { requireKnownGroup, requireKnownTypes, requireMandatory, requireSoundRoles, withPatron } from "./user-rules"
import { byName, searchUsers } from "./user-search"
import { briefView, fullView } from "./user-view"

/** Not found is HTTP 400: 401890 where a type was given, else 401861 (recorded). */
export function findAccount(world: World, call: Call, id: string): Account {
  const type = call.query.get("user_id_type")
  const account = world.store.resolve(id, type ?? "all_unique")
  if (account) return account
  if (type) throw new AlmaRefusal("401890", `User with identifier ${id} of type ${type} was not found.`)
  throw new AlmaRefusal("401861", `User with identifier ${id} was not found.`)
}

export function getUser(world: World, call: Call, [id = ""]: string[]): Answer {
  const { user } = findAccount(world, call, id)
  const brief = call.query.get("view") === "brief"
  return json(brief ? briefView(user, world.base()) : fullView(user, world.base()))
}

export function putUser(world: World, call: Call, [id = ""]: string[]): Answer {
  const account = findAccount(world, call, id)
  commitPut(world, preparePut(world, call, account), call.requestId)
  return json(fullView(account.user, world.base()))
}

export function listUsers(world: World, call: Call): Answer {
  const all = [...world.store.accounts.values()].map((account) => account.user)
  const query = call.query.get("q") ?? ""
  const found = searchUsers(all, query).toSorted(orderOf(call.query.get("order_by"), query))
  const full = call.query.get("expand") === "full"
  const view = full ? fullView : briefView
  return json(listAnswer("user", found, call, (user) => view(user, world.base())))
}

/** Alma documentation: one sort option at a time, and none by primary id where a query is given. */
function orderOf(name: string | null, query: string): (a: AlmaUser, b: AlmaUser) => number {
  if (name !== "primary_id" || query !== "") return byName
  return (a, b) => record.primaryIdOf(a).localeCompare(record.primaryIdOf(b))
}

/** Creates a user. Alma adds the Patron role by itself (`addsPatron`). */
export function createUser(world: World, call: Call): Answer {
  const body = bodyOf(call)
  requireMandatory(body, [...world.settings.mandatoryFields, "last_name"])
  requireKnownTypes(body)
  const primaryId = record.textOf(body["primary_id"])
  if (world.store.resolve(primaryId)) {
    throw new AlmaRefusal(
      "401851",
      `User with identifier ${primaryId} of type PRIMARYIDENTIFIER already exists.`,
    )
  }
  const internal = record.codeOf(body["account_type"]) === "INTERNAL"
  const externalId = record.textOf(body["external_id"])
  if (internal && externalId) throw new AlmaRefusal("401853", "External Id must be empty for internal user.")
  if (!internal && !externalId) {
    throw new AlmaRefusal("401854", "External Id must be given for external user.")
  }
  const password = record.textOf(body["password"])
  if (internal && password && !passwordAllowed(password, primaryId)) {
    throw new AlmaRefusal(
      "500038",
      PASSWORD_RULE,
    )
  }
  requireSoundRoles(body["user_role"])
  requireKnownGroup(world, body)
  const account = world.store.add(newRecord(world, body, internal), { by: "api", requestId: call.requestId }, body)
  if (internal && password) {
    const forced = record.textOf(body["force_password_change"]).toUpperCase() === "TRUE"
    world.store.setPassword(account, hashPassword(password), forced, { by: "api", requestId: call.requestId })
  }
  return json(fullView(account.user, world.base()))
}

function newRecord(world: World, body: record.JsonObject, internal: boolean): record.JsonObject {
  const next = structuredClone(body)
  for (const field of ["password", "force_password_change", "full_name", "link"]) delete next[field]
  const roles = record.listOf(next["user_role"])
  next["user_role"] = world.settings.addsPatron === "never" ? roles : withPatron(roles, world.settings.institution)
  next["status"] ??= { value: "ACTIVE", desc: "Active" }
  next["status_date"] = `${world.clock().toISOString().slice(0, 10)}Z`
  return internal ? record.becomeInternal(next) : next
}

/** op=auth: 204, or 400 with 401866. The password comes URL-encoded in `Exl-User-Pw`. */
export function postUser(world: World, call: Call, [id = ""]: string[]): Answer {
  const account = findAccount(world, call, id)
  if ((call.op ?? "auth") !== "auth") {
    throw new AlmaRefusal("401861", "Refresh user with given identifier not found.")
  }
  const header = call.headers["exl-user-pw"]
  const password = decoded(typeof header === "string" ? header : "")
  const refused = account.mustChange && world.settings.authWhileForced === "refused"
  if (signIn(world.store, account, password) !== "ok" || refused) {
    throw new AlmaRefusal("401866", "User authentication failed")
  }
  return noContent()
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The recorded shape of this report isn't public: field names here are invented. */
export function staffLoginReport(world: World, call: Call): Answer {
  const from = call.query.get("login_date_from") ?? ""
  const to = call.query.get("login_date_to") ?? "9999"
  const wanted = call.query.get("successful") !== "false"
  const found = world.store.logins
    .filter((each) => each.successful === wanted)
    .filter((each) => each.at.slice(0, 10) >= from.slice(0, 10) && each.at.slice(0, 10) <= to.slice(0, 10))
    .toReversed()
    .map((each) => ({ primary_id: each.primaryId, login_time: each.at, successful: each.successful }))
  return json(listAnswer("login_event", found, call))
}
