import type { Actor, Permission } from "@/lib/domain/actor"
import { requirePermission, scopeOf } from "@/lib/domain/actor"
import { AppError } from "@/lib/domain/errors"
import type { Institution, NamedUserCount, Outage, Roster } from "./generated/client"
import type { Db, Tx } from "./types"

/*
 * Rows of an institution are found through these only, so that nobody reaches another institution's
 * rows whatever a page or a command did before: to them such a row doesn't exist.
 */

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** The part of a `where` that keeps a query inside the actor's institutions. */
export function institutionFilter(actor: Actor): { institutionId?: { in: string[] } } {
  const scope = scopeOf(actor)
  return scope === "all" ? {} : { institutionId: { in: scope } }
}

/** @throws AppError `not_found`, `not_allowed` */
export async function findOutage(
  db: Db | Tx,
  actor: Actor,
  id: string,
  permission: Permission,
): Promise<Outage & { institution: Institution }> {
  const outage = UUID.test(id)
    ? await db.outage.findFirst({ where: { id, ...institutionFilter(actor) }, include: { institution: true } })
    : null
  if (!outage) throw new AppError("not_found", "There is no outage with this id.")
  requirePermission(actor, permission, outage.institutionId)
  return outage
}

/** By its three-letter code or its id. @throws AppError `not_found`, `not_allowed` */
export async function findInstitution(
  db: Db | Tx,
  actor: Actor,
  codeOrId: string,
  permission: Permission,
): Promise<Institution> {
  const scope = scopeOf(actor)
  const which = UUID.test(codeOrId) ? { id: codeOrId } : { code: codeOrId.toUpperCase() }
  const institution = await db.institution.findFirst({
    where: { AND: [which, scope === "all" ? {} : { id: { in: scope } }] },
  })
  if (!institution) throw new AppError("not_found", `There is no institution “${codeOrId.slice(0, 40)}”.`)
  requirePermission(actor, permission, institution.id)
  return institution
}

/** @throws AppError `not_found`, `not_allowed` */
export async function findRoster(
  db: Db | Tx,
  actor: Actor,
  id: string,
  permission: Permission,
): Promise<Roster & { institution: Institution }> {
  const roster = UUID.test(id)
    ? await db.roster.findFirst({ where: { id, ...institutionFilter(actor) }, include: { institution: true } })
    : null
  if (!roster) throw new AppError("not_found", "There is no such roster. Perhaps somebody deleted it meanwhile.")
  requirePermission(actor, permission, roster.institutionId)
  return roster
}

/** @throws AppError `not_found`, `not_allowed` */
export async function findNamedUserCount(
  db: Db | Tx,
  actor: Actor,
  id: string,
  permission: Permission,
): Promise<NamedUserCount & { institution: Institution }> {
  const count = UUID.test(id)
    ? await db.namedUserCount.findFirst({ where: { id, ...institutionFilter(actor) }, include: { institution: true } })
    : null
  if (!count) throw new AppError("not_found", "There is no such count of Named Users.")
  requirePermission(actor, permission, count.institutionId)
  return count
}
