import { AlmaRefusal } from "./answer"
import type { World } from "./call"
import { codeOf, listOf, textOf, type JsonObject } from "./record"

/** Roles that mean nothing without where they hold (rest_user.xsd names the parameter types). */
const ROLE_PARAMETERS: Record<string, string> = {
  "32": "CirculationDesk",
  "221": "CirculationDesk",
  "51": "ServiceUnit",
}

/** Alma's screen has a third account type that the API refuses. */
export const THIRD_ACCOUNT_TYPE = "INTEXTAUTH"

export function requireMandatory(body: JsonObject, fields: string[]): void {
  for (const field of fields) {
    if (codeOf(body[field]).trim() === "") {
      throw new AlmaRefusal("401664", `Mandatory field is missing: ${field}`)
    }
  }
}

export function requireKnownTypes(body: JsonObject): void {
  const account = codeOf(body["account_type"])
  if (account === THIRD_ACCOUNT_TYPE) {
    const message = "The account type 'Internal with external authentication' is currently not supported."
    throw new AlmaRefusal("401855", message)
  }
  if (account !== "INTERNAL" && account !== "EXTERNAL") {
    throw new AlmaRefusal("401857", "The given user account type is illegal (must be INTERNAL/EXTERNAL).")
  }
  const record = codeOf(body["record_type"])
  if (!["PUBLIC", "STAFF", "CONTACT"].includes(record)) {
    throw new AlmaRefusal("401864", `Given record type (${record}) is invalid.`)
  }
  const forced = textOf(body["force_password_change"])
  if (forced.length > 4) {
    throw new AlmaRefusal("40166404", `Given field force_password_change has invalid value ${forced}.`)
  }
}

/** 401852: a user group is one that the institution has; here, one that somebody is in. */
export function requireKnownGroup(world: World, body: JsonObject): void {
  const group = codeOf(body["user_group"])
  if (group === "") return
  for (const account of world.store.accounts.values()) if (codeOf(account.user["user_group"]) === group) return
  throw new AlmaRefusal("401852", "Given user group is not legal.")
}

/** The roles, with the Patron role that Alma adds where there is none. */
export function withPatron(roles: JsonObject[], scope: JsonObject): JsonObject[] {
  if (roles.some((role) => codeOf(role["role_type"]) === "200")) return roles
  return [...roles, { status: { value: "ACTIVE", desc: "Active" }, scope, role_type: { value: "200", desc: "Patron" }, parameter: [] }]
}

/** One broken role makes the whole PUT fail, also when it came unchanged from a GET. */
export function requireSoundRoles(roles: unknown): void {
  for (const role of listOf(roles)) {
    const type = codeOf(role["role_type"])
    const parameters = listOf(role["parameter"])
    const wanted = ROLE_PARAMETERS[type]
    const missing = wanted !== undefined && !parameters.some((each) => codeOf(each["type"]) === wanted)
    const empty = parameters.some((each) => codeOf(each["value"]) === "")
    if (type === "" || missing || empty) {
      throw new AlmaRefusal(
        "40166404",
        `Given field ${wanted ?? "user_role.parameter"} has invalid value null.`,
      )
    }
  }
}
