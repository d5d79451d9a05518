import { Prisma } from "./generated/client"
import type { Hold, JobRun } from "./generated/client"
import type { Db } from "./types"

/** A dead worker's work is taken over after this long; a living one renews its lease well before. */
export const LEASE_SECONDS = 20

/*
 * One writer an account: a claim raises the row's fence, and every later commit of that work names
 * the fence it was given. Leases run on the database's clock, so that a worker's wrong clock harms
 * nobody, and no transaction is open while Alma is called.
 */

/** Claims up to `limit` holds of one institution that are due: who is still to be returned first, then by time. */
export async function claimDueHolds(db: Db, institutionId: string, owner: string, limit: number): Promise<Hold[]> {
  return claimHolds(
    db,
    owner,
    Prisma.sql`h."institutionId" = ${institutionId}::uuid and h."dueAt" <= clock_timestamp()
      order by (h."desired" = 'external' and h."state" <> 'external_watching') desc, h."dueAt" limit ${limit}`,
  )
}

/**
 * Claims one hold for a pick-up, whatever its due time; null while another owner has it. A worker that
 * watches an account which is and shall be Internal only reads: a person does not wait for that, and
 * the new fence makes that worker's commit fail. `owner` begins with "pickup:".
 */
export async function claimHold(db: Db, holdId: string, owner: string): Promise<Hold | null> {
  const onlyWatched = Prisma.sql`h."state" in ('internal', 'collected') and h."desired" = 'internal' and h."leaseOwner" not like 'pickup:%'`
  const [hold] = await claimHolds(db, owner, Prisma.sql`h."id" = ${holdId}::uuid`, onlyWatched)
  return hold ?? null
}

async function claimHolds(db: Db, owner: string, which: Prisma.Sql, also = Prisma.sql`false`): Promise<Hold[]> {
  const claimed = await db.$queryRaw<{ id: string; fence: bigint }[]>`
    update "Hold" set "fence" = "fence" + 1, "leaseOwner" = ${owner},
      "leaseUntil" = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
    where "id" in (
      select h."id" from "Hold" h
      where (h."leaseUntil" is null or h."leaseUntil" < clock_timestamp() or (${also})) and ${which}
      for update skip locked)
    returning "id", "fence"`
  if (claimed.length === 0) return []
  const fences = new Map(claimed.map((row) => [row.id, row.fence]))
  const holds = await db.hold.findMany({ where: { id: { in: [...fences.keys()] } }, orderBy: { dueAt: "asc" } })
  // Between the two somebody else may have claimed one; its fence would not be ours.
  return holds.filter((hold) => hold.fence === fences.get(hold.id))
}

/** Claims the institution's job run that isn't over and is due; null when there is none or another owner has it. */
export async function claimDueJobRun(db: Db, institutionId: string, owner: string): Promise<JobRun | null> {
  const [claimed] = await db.$queryRaw<{ id: string }[]>`
    update "JobRun" set "fence" = "fence" + 1, "leaseOwner" = ${owner},
      "leaseUntil" = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
    where "id" in (
      select j."id" from "JobRun" j
      where j."institutionId" = ${institutionId}::uuid and j."state" not in ('done', 'cancelled')
        and j."dueAt" <= clock_timestamp()
        and (j."leaseUntil" is null or j."leaseUntil" < clock_timestamp())
      limit 1 for update skip locked)
    returning "id"`
  return claimed ? db.jobRun.findUnique({ where: { id: claimed.id } }) : null
}

/** Renews a lease; false when a later owner has taken over. */
export async function renewHold(db: Db, id: string, fence: bigint): Promise<boolean> {
  const rows = await db.$executeRaw`
    update "Hold" set "leaseUntil" = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
    where "id" = ${id}::uuid and "fence" = ${fence}`
  return rows === 1
}

export async function renewJobRun(db: Db, id: string, fence: bigint): Promise<boolean> {
  const rows = await db.$executeRaw`
    update "JobRun" set "leaseUntil" = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
    where "id" = ${id}::uuid and "fence" = ${fence}`
  return rows === 1
}

/** Gives a hold back early; work that was taken over meanwhile is left as it is. */
export async function releaseHold(db: Db, id: string, fence: bigint): Promise<void> {
  await db.hold.updateMany({ where: { id, fence }, data: { leaseOwner: null, leaseUntil: null } })
}

/** Gives a hold back in a second: soon, but not in a busy loop. */
export async function shortenLease(db: Db, id: string, fence: bigint): Promise<void> {
  await db.$executeRaw`
    update "Hold" set "leaseUntil" = least("leaseUntil", clock_timestamp() + interval '1 second')
    where "id" = ${id}::uuid and "fence" = ${fence}`
}

export async function releaseJobRun(db: Db, id: string, fence: bigint): Promise<void> {
  await db.jobRun.updateMany({ where: { id, fence }, data: { leaseOwner: null, leaseUntil: null } })
}
