import type { Institution } from "@/lib/db/generated/client"
import type { Db } from "@/lib/db/types"
import type { Membership } from "@/lib/domain/actor"
import { AppError } from "@/lib/domain/errors"

/** The institutions that these memberships reach, by name. */
export async function institutionsOf(db: Db, memberships: Membership[]): Promise<Institution[]> {
  const ids = memberships.map((membership) => membership.institutionId)
  const where = ids.includes(null) ? {} : { id: { in: ids.filter((id) => id !== null) } }
  return db.institution.findMany({ where, orderBy: [{ name: "asc" }, { id: "asc" }] })
}

/** The institution chosen in this session, else the first of the person's. @throws AppError `not_found` */
export async function currentInstitutionId(ctx: {
  db: Db
  memberships: Membership[]
  session: { institutionId: string | null }
}): Promise<string> {
  const institutions = await institutionsOf(ctx.db, ctx.memberships)
  const current = institutions.find((one) => one.id === ctx.session.institutionId) ?? institutions[0]
  if (!current) throw new AppError("not_found", "You belong to no institution of this Lantern yet.")
  return current.id
}
