import { AppError } from "./errors"

export const ROLES = ["admin", "liaison", "observer"] as const
export type Role = (typeof ROLES)[number]

export type Permission =
  | "outage.read"
  | "outage.declare"
  | "outage.change"
  | "outage.end"
  | "codes.issue"
  | "institution.read"
  | "institution.manage"
  | "people.manage"
  | "audit.read"

const READS: Permission[] = ["outage.read", "institution.read", "audit.read"]
const CHANGES: Permission[] = ["outage.declare", "outage.change", "outage.end", "codes.issue"]
const PERMISSIONS: Record<Role, readonly Permission[]> = {
  observer: READS,
  liaison: [...READS, ...CHANGES],
  admin: [...READS, ...CHANGES, "institution.manage", "people.manage"],
}

/** A membership; `institutionId` null means every institution of this Lantern. */
export interface Membership {
  institutionId: string | null
  role: Role
}

/**
 * When somebody last gave a second factor, and by what they can give one again: a code of their app, a passkey, either
 * of them, or a new sign-in link.
 */
export interface SecondFactor {
  at: Date | null
  by: "code" | "passkey" | "either" | "link"
}

/**
 * Who acts. `operator` has a shell on the server, and with it everything; `lantern` is the runner;
 * `pickup` is a member of staff who isn't signed in and may do nothing but redeem a code. A person
 * without a `secondFactor` has given none.
 */
export type Actor =
  | { kind: "person"; personId: string; name: string; memberships: Membership[]; secondFactor?: SecondFactor }
  | { kind: "operator"; name: string }
  | { kind: "lantern"; name: "Lantern" }
  | { kind: "pickup"; name: string }

export const LANTERN: Actor = { kind: "lantern", name: "Lantern" }

/** Institutions whose rows this actor may see at all. */
export function scopeOf(actor: Actor): string[] | "all" {
  switch (actor.kind) {
    case "operator":
    case "lantern":
      return "all"
    case "pickup":
      return []
    case "person": {
      const ids = actor.memberships.map((membership) => membership.institutionId)
      return ids.includes(null) ? "all" : ids.filter((id) => id !== null)
    }
  }
}

export function may(actor: Actor, permission: Permission, institutionId: string): boolean {
  switch (actor.kind) {
    case "operator":
    case "lantern":
      return true
    case "pickup":
      return false
    case "person":
      return actor.memberships
        .filter((membership) => membership.institutionId === null || membership.institutionId === institutionId)
        .some((membership) => PERMISSIONS[membership.role].includes(permission))
  }
}

/** @throws AppError `not_allowed` */
export function requirePermission(actor: Actor, permission: Permission, institutionId: string): void {
  if (may(actor, permission, institutionId)) return
  throw new AppError("not_allowed", "Your role does not allow this. Ask a liaison of your institution.")
}
