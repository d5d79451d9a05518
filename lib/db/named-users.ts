import { z } from "zod"
import { countChanges, namedUser, type NamedUser } from "@/lib/domain/named-user"
import { type CountCursor, type CountSource, countSource, type CountState, type NamedUserCountView, sourceKey } from "@/lib/domain/named-user-count"
import type { NamedUserCount } from "./generated/client"
import { NO_JSON } from "./prisma-values"
import type { Db, Tx } from "./types"

/** Longer than a page takes, however slow Alma is; what a crash left is taken up after it. */
const LEASE_SECONDS = 60

/**
 * Makes this owner the one who reads, until the lease runs out; false when somebody else is, or it is over. What an
 * earlier owner still wants to write fails from now on.
 */
export async function claimCount(db: Db, id: string, owner: string): Promise<boolean> {
  const claimed = await db.$executeRaw`
    update "NamedUserCount" set "leaseOwner" = ${owner}, "leaseUntil" = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
    where "id" = ${id}::uuid and "state" = 'running' and ("leaseUntil" is null or "leaseUntil" <= clock_timestamp())`
  return claimed === 1
}

/** Running ones that nobody reads at this moment. */
export async function countsToTakeUp(db: Db): Promise<{ id: string; institutionId: string }[]> {
  return db.$queryRaw`
    select "id"::text, "institutionId"::text from "NamedUserCount"
    where "state" = 'running' and ("leaseUntil" is null or "leaseUntil" <= clock_timestamp()) order by "startedAt"`
}

/**
 * Writes down a page: how far, how many, and whom it found, in one statement, so that a crash loses a page or nothing.
 * @returns false when another owner has taken over, or the counting was stopped
 */
export async function saveCountPage(db: Db, page: { id: string; owner: string; cursor: CountCursor; read: number; total: number; found: NamedUser[] }): Promise<boolean> {
  const { id, owner, cursor, read, total, found } = page
  const saved = await db.$executeRaw`
    update "NamedUserCount" set "cursor" = ${JSON.stringify(cursor)}::jsonb, "read" = ${read}::int, "total" = ${total}::int,
      "people" = coalesce("people", '[]'::jsonb) || ${JSON.stringify(found)}::jsonb, "problem" = null,
      "leaseUntil" = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
    where "id" = ${id}::uuid and "leaseOwner" = ${owner} and "state" = 'running'`
  return saved === 1
}

/** Gives the reading up for a while, and says why; whoever looks after that goes on. */
export async function restCount(db: Db, { id, owner, seconds, problem }: { id: string; owner: string; seconds: number; problem: string | null }): Promise<void> {
  await db.$executeRaw`
    update "NamedUserCount" set "leaseUntil" = clock_timestamp() + make_interval(secs => ${seconds}), "problem" = ${problem}
    where "id" = ${id}::uuid and "leaseOwner" = ${owner} and "state" = 'running'`
}

export function peopleIn(row: Pick<NamedUserCount, "people">): NamedUser[] {
  return z.array(namedUser).safeParse(row.people).data ?? []
}

export function countSourceOf(row: Pick<NamedUserCount, "source">): CountSource {
  return countSource.parse(row.source)
}

/** The newest whole count of this source, with its people; null when there is none. */
export async function newestPeople(db: Db | Tx, institutionId: string, key: string): Promise<{ id: string; at: Date; counted: number; people: NamedUser[] } | null> {
  const done = await db.namedUserCount.findMany({ where: { institutionId, state: "done" }, orderBy: { finishedAt: "desc" }, take: 50, select: { id: true, source: true, finishedAt: true, counted: true } })
  const newest = done.find((row) => sourceKey(countSourceOf(row)) === key)
  if (!newest?.finishedAt) return null
  const { people } = await db.namedUserCount.findUniqueOrThrow({ where: { id: newest.id }, select: { people: true } })
  return { id: newest.id, at: newest.finishedAt, counted: newest.counted ?? 0, people: peopleIn({ people }) }
}

/** Without the people, who are many. */
export async function readCounts(db: Db | Tx, institutionId: string, take = 12): Promise<NamedUserCountView[]> {
  const [rows, kept] = await Promise.all([
    db.namedUserCount.findMany({ where: { institutionId }, orderBy: { startedAt: "desc" }, take, omit: { people: true, cursor: true } }),
    db.namedUserCount.findMany({ where: { institutionId, state: "done", people: { not: NO_JSON } }, select: { id: true } }),
  ])
  return rows.map((row) => countView(row, kept.some(({ id }) => id === row.id)))
}

function countView(row: Omit<NamedUserCount, "people" | "cursor">, kept: boolean): NamedUserCountView {
  const source = countSourceOf(row)
  return {
    id: row.id,
    state: row.state as CountState,
    source: { kind: source.kind, name: source.kind === "everyone" ? null : source.name },
    startedAt: row.startedAt.toISOString(),
    startedBy: row.startedBy,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    total: row.total,
    read: row.read,
    counted: row.counted,
    changes: countChanges.safeParse(row.changes).data ?? null,
    notes: row.notes,
    problem: row.problem,
    kept,
  }
}
