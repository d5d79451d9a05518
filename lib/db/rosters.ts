import { z } from "zod"
import { type RosterPerson, rosterPerson, type RosterView } from "@/lib/domain/roster"
import type { Db, Tx } from "./types"

/** An institution's rosters by name, with the number of people on each. */
export async function readRosters(db: Db | Tx, institutionId: string): Promise<RosterView[]> {
  const rows = await db.$queryRaw<{ id: string; name: string; people: number; updatedAt: Date; updatedBy: string }[]>`
    select "id", "name", jsonb_array_length("staff")::int as "people", "updatedAt", "updatedBy"
    from "Roster" where "institutionId" = ${institutionId}::uuid order by lower("name"), "id"`
  return rows.map((row) => ({ ...row, updatedAt: row.updatedAt.toISOString() }))
}

/** The people of these rosters of this institution, in the order asked; one that is gone is left out. */
export async function readRosterStaff(db: Db | Tx, institutionId: string, ids: string[]): Promise<RosterPerson[][]> {
  const rows = await db.roster.findMany({ where: { institutionId, id: { in: ids } } })
  return ids.flatMap((id) => {
    const row = rows.find((each) => each.id === id)
    return row ? [z.array(rosterPerson).parse(row.staff)] : []
  })
}

/** Stores a roster under its name, in place of one of that name in any case. @returns its id, and whether it took another's place */
export async function storeRoster(
  tx: Tx,
  roster: { institutionId: string; name: string; staff: RosterPerson[]; at: Date; by: string },
): Promise<{ id: string; replaced: boolean }> {
  const { institutionId, name, staff, at, by } = roster
  // Two who save the same name at once: the second one waits, and replaces.
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${"rosters:" + institutionId}, 0))`
  const known = await tx.roster.findFirst({ where: { institutionId, name: { equals: escapeLike(name), mode: "insensitive" } } })
  const data = { name, staff, updatedAt: at, updatedBy: by }
  const row = known
    ? await tx.roster.update({ where: { id: known.id }, data })
    : await tx.roster.create({ data: { ...data, institutionId } })
  return { id: row.id, replaced: known !== null }
}

/** Compared without regard to case is compared by a pattern, in which these characters mean something. */
function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, (character) => `\\${character}`)
}
