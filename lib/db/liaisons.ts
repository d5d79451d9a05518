import type { Db, Tx } from "./types"

export interface Liaison {
  personId: string
  name: string
}

/** Who may see to an institution's outages: its liaisons and admins, and those of the whole Lantern, by name. */
export async function liaisonsOf(db: Db | Tx, institutionId: string): Promise<Liaison[]> {
  const people = await db.person.findMany({
    where: {
      disabledAt: null,
      memberships: { some: { role: { in: ["liaison", "admin"] }, OR: [{ institutionId }, { institutionId: null }] } },
    },
    select: { id: true, name: true },
    orderBy: [{ name: "asc" }, { id: "asc" }],
  })
  return people.map(({ id, name }) => ({ personId: id, name }))
}
