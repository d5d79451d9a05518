import type { Institution } from "@/lib/db/generated/client"
import type { Db } from "@/lib/db/types"
import type { Membership } from "@/lib/domain/actor"
import { AppError } from "@/lib/domain/errors"

/** The institutions that these memberships reach, by name; the practice institution after the real ones. What is kept of each is not read with them. */
export async function institutionsOf(db: Db, memberships: Membership[]): Promise<Pick<Institution, "id" | "code" | "name">[]> {
  const ids = memberships.map((membership) => membership.institutionId)
  const where = ids.includes(null) ? {} : { id: { in: ids.filter((id) => id !== null) } }
  return db.institution.findMany({ where, select: { id: true, code: true, name: true }, orderBy: [{ practice: "asc" }, { name: "asc" }, { id: "asc" }] })
}

/**
 * The institution of the page that asks. Where the page didn't say, the one chosen in this session, else the first of the
 * person's. What a page says is never replaced by another: its person may have gone to another institution in
 * another window, or have lost their role in this one.
 * @throws AppError `not_found`
 */
export async function currentInstitutionId(ctx: {
  db: Db
  memberships: Membership[]
  session: { institutionId: string | null }
  pageInstitution?: string | null
}): Promise<string> {
  const institutions = await institutionsOf(ctx.db, ctx.memberships)
  if (ctx.pageInstitution) {
    const own = institutions.find((one) => one.id === ctx.pageInstitution)
    if (!own) throw new AppError("not_found", NOT_YOURS)
    return own.id
  }
  const current = institutions.find((one) => one.id === ctx.session.institutionId) ?? institutions[0]
  if (!current) throw new AppError("not_found", "You belong to no institution of this Lantern yet.")
  return current.id
}

const NOT_YOURS = "This page is of an institution in which you have no role, or none any more. Nothing was changed. Go to the first page."
