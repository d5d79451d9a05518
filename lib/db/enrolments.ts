import { primaryIdKey } from "@/lib/domain/account-facts"
import type { EnrolledView, EnrolmentView, RosterGapView, VoucherView } from "@/lib/domain/enrolment"
import type { RosterPerson } from "@/lib/domain/roster"
import { staffOf } from "./rosters"
import type { Db, Tx } from "./types"

/** Everybody whom an institution knows by its rosters and enrolments, by the key of their Primary ID. */
export async function staffNames(db: Db | Tx, institutionId: string): Promise<Map<string, RosterPerson>> {
  const [rosters, enrolments] = await Promise.all([
    db.roster.findMany({ where: { institutionId }, select: { staff: true } }),
    db.staffEnrolment.findMany({ where: { institutionId }, select: { primaryId: true, name: true } }),
  ])
  const people = [...enrolments, ...rosters.flatMap(staffOf)]
  const known = new Map<string, RosterPerson>()
  for (const { primaryId, name } of people) {
    const key = primaryIdKey(primaryId)
    if (!known.get(key)?.name) known.set(key, { primaryId, name })
  }
  return known
}

/** Keys of the Primary IDs of those who have a passkey or a card that is still good. */
export async function enrolledKeys(db: Db | Tx, institutionId: string): Promise<Set<string>> {
  const rows = await db.staffEnrolment.findMany({
    where: { institutionId, OR: [{ passkeys: { some: {} } }, { cards: { some: { usedAt: null, deadAt: null } } }] },
    select: { primaryIdKey: true },
  })
  return new Set(rows.map((row) => row.primaryIdKey))
}

/**
 * Keys of those who could pick up with no liaison about: whoever is enrolled, and whom somebody enrolled may vouch for,
 * since a colleague who is in by an enrolment of their own lets the next one in.
 */
export async function coveredKeys(db: Db | Tx, institutionId: string): Promise<Set<string>> {
  const [enrolled, pairs] = await Promise.all([
    enrolledKeys(db, institutionId),
    db.voucherPair.findMany({ where: { institutionId }, select: { voucherKey: true, forKey: true } }),
  ])
  return new Set([...enrolled, ...pairs.filter((pair) => enrolled.has(pair.voucherKey)).map((pair) => pair.forKey)])
}

/** Who is enrolled and by what, whose link is still out, who is missing of each roster, and who may vouch for whom. */
export async function readEnrolments(db: Db, institutionId: string, now: Date): Promise<Omit<EnrolmentView, "canChange">> {
  const [rows, rosters, pairs, names] = await Promise.all([
    db.staffEnrolment.findMany({
      where: { institutionId },
      include: { passkeys: { select: { createdAt: true } }, cards: { where: { usedAt: null, deadAt: null }, select: { createdAt: true } } },
    }),
    db.roster.findMany({ where: { institutionId }, select: { id: true, name: true, staff: true }, orderBy: { name: "asc" } }),
    db.voucherPair.findMany({ where: { institutionId }, orderBy: { createdAt: "asc" } }),
    staffNames(db, institutionId),
  ])
  const people = rows.flatMap((row): EnrolledView[] => {
    const linkUntil = row.linkHash !== null && row.linkUsedAt === null && row.linkExpiresAt! > now ? row.linkExpiresAt!.toISOString() : null
    const [card] = row.cards
    const began = [...row.passkeys, ...row.cards].map((one) => one.createdAt.getTime())
    if (began.length === 0 && linkUntil === null) return []
    return [{
      id: row.id, primaryId: row.primaryId, name: row.name, passkeys: row.passkeys.length,
      cardSince: card?.createdAt.toISOString() ?? null,
      since: began.length > 0 ? new Date(Math.min(...began)).toISOString() : null,
      linkUntil, linkBy: row.createdBy,
    }]
  })
  const enrolled = new Set(rows.filter((row) => row.passkeys.length + row.cards.length > 0).map((row) => row.primaryIdKey))
  const nameOf = (key: string, id: string) => names.get(key)?.name ?? id
  return {
    people: people.toSorted((a, b) => (a.name ?? a.primaryId).localeCompare(b.name ?? b.primaryId)),
    rosters: rosters.map((roster): RosterGapView => {
      const { id, name } = roster
      const keys = staffOf(roster).map((person) => primaryIdKey(person.primaryId))
      return { id, name, people: keys.length, missing: keys.filter((key) => !enrolled.has(key)).length }
    }),
    vouchers: pairs.map((pair): VoucherView => ({
      id: pair.id, voucher: nameOf(pair.voucherKey, pair.voucherId), voucherId: pair.voucherId,
      for: nameOf(pair.forKey, pair.forId), forId: pair.forId, namedBy: pair.createdBy,
    })),
  }
}
