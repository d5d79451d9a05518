import { z } from "zod"
import { primaryIdKey } from "@/lib/domain/account-facts"
import { factsOf, type RosterFacts, rosterFacts, type RosterPerson, rosterPerson, type RosterSource, rosterSource, type RosterView } from "@/lib/domain/roster"
import type { Roster } from "./generated/client"
import type { Db, Tx } from "./types"

/** An institution's rosters by name, with the number of people on each. */
export async function readRosters(db: Db | Tx, institutionId: string): Promise<RosterView[]> {
  const rows = await db.$queryRaw<{ id: string; name: string; people: number; updatedAt: Date; updatedBy: string; refreshedAt: Date | null; needLook: number }[]>`
    select "id", "name", jsonb_array_length("staff")::int as "people", "updatedAt", "updatedBy", "refreshedAt",
      (select count(*) from jsonb_each(coalesce("facts", '{}')) f where f.value->>'verdict' not in ('switch', 'protected', 'not_read'))::int as "needLook"
    from "Roster" where "institutionId" = ${institutionId}::uuid order by lower("name"), "id"`
  return rows.map((row) => ({ ...row, updatedAt: row.updatedAt.toISOString(), refreshedAt: row.refreshedAt?.toISOString() ?? null }))
}

/** The people of these rosters of this institution, in the order asked; one that is gone is left out. */
export async function readRosterStaff(db: Db | Tx, institutionId: string, ids: string[]): Promise<RosterPerson[][]> {
  const rows = await db.roster.findMany({ where: { institutionId, id: { in: ids } } })
  return ids.flatMap((id) => {
    const row = rows.find((each) => each.id === id)
    return row ? [staffOf(row)] : []
  })
}

export function staffOf(row: Pick<Roster, "staff">): RosterPerson[] {
  return z.array(rosterPerson).parse(row.staff)
}

export function factsIn(row: Pick<Roster, "facts">): RosterFacts {
  return rosterFacts.safeParse(row.facts).data ?? {}
}

/** A roster of before there were sources is a list. */
export function sourceOf(row: Pick<Roster, "source">): RosterSource {
  return rosterSource.safeParse(row.source).data ?? { kind: "list" }
}

/** Keys of everybody on each roster of the institution, by the roster's id. */
export async function readListedKeys(db: Db | Tx, institutionId: string): Promise<{ id: string; name: string; keys: Set<string> }[]> {
  const rows = await db.roster.findMany({ where: { institutionId }, select: { id: true, name: true, staff: true }, orderBy: [{ name: "asc" }, { id: "asc" }] })
  return rows.map((row) => ({ id: row.id, name: row.name, keys: new Set(staffOf(row).map((person) => primaryIdKey(person.primaryId))) }))
}

/**
 * Stores a roster under its name, in place of one of that name in any case. What was read of people who stay
 * on it stays. @returns its id, when it was last read, and whether it took another's place
 */
export async function storeRoster(
  tx: Tx,
  roster: { institutionId: string; name: string; staff: RosterPerson[]; source: RosterSource; at: Date; by: string },
): Promise<{ id: string; refreshedAt: string | null; replaced: boolean }> {
  const { institutionId, name, staff, source, at, by } = roster
  await lockNames(tx, institutionId)
  const known = await rosterNamed(tx, institutionId, name)
  const data = { name, staff, source, updatedAt: at, updatedBy: by }
  const row = known
    ? await tx.roster.update({ where: { id: known.id }, data: { ...data, facts: factsOf(staff, factsIn(known)) } })
    : await tx.roster.create({ data: { ...data, institutionId } })
  return { id: row.id, refreshedAt: row.refreshedAt?.toISOString() ?? null, replaced: known !== null }
}

/** Two who give the same name at once: the second one waits, and sees the first one's. */
export async function lockNames(tx: Tx, institutionId: string): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${"rosters:" + institutionId}, 0))`
}

/** In any case. */
export function rosterNamed(db: Db | Tx, institutionId: string, name: string): Promise<Roster | null> {
  return db.roster.findFirst({ where: { institutionId, name: { equals: escapeLike(name.trim()), mode: "insensitive" } } })
}

/** The roster as it is now, and nobody else changes it until this transaction ends; null when it was deleted. */
export async function lockRoster(tx: Tx, id: string): Promise<Roster | null> {
  const found = await tx.$queryRaw<{ id: string }[]>`select "id"::text from "Roster" where "id" = ${id}::uuid for update`
  return found.length === 0 ? null : tx.roster.findUnique({ where: { id } })
}

/** Compared without regard to case is compared by a pattern, in which these characters mean something. */
function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, (character) => `\\${character}`)
}
