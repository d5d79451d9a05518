import { type Actor, may, type Permission, requirePermission } from "@/lib/domain/actor"

/** Stands for no institution's id: only a membership in every institution covers it. */
const EVERY = "*"

const NOWHERE = ""

/** Whether the actor has this permission in some institution. Which one a thing belongs to, the services decide. */
export function mayAnywhere(actor: Actor, permission: Permission): boolean {
  if (actor.kind !== "person") return may(actor, permission, EVERY)
  return actor.memberships.some((membership) => may(actor, permission, membership.institutionId ?? EVERY))
}

/** @throws AppError `not_allowed` */
export function requireAnywhere(actor: Actor, permission: Permission): void {
  if (!mayAnywhere(actor, permission)) requirePermission(actor, permission, NOWHERE)
}

/** @throws AppError `not_allowed` unless the actor has this permission in every institution of this Lantern */
export function requireEverywhere(actor: Actor, permission: Permission): void {
  requirePermission(actor, permission, EVERY)
}

/** Whether the actor may enter another institution: who manages every one of this Lantern. */
export function mayAddInstitutions(actor: Actor): boolean {
  return may(actor, "institution.manage", EVERY)
}

/** Whether the actor has this permission in every institution of this Lantern. */
export function mayEverywhere(actor: Actor, permission: Permission): boolean {
  return may(actor, permission, EVERY)
}
