import type { RequestBudget, RequestPriority } from "@/lib/domain/request-budget"
import { Prisma } from "./generated/client"
import type { Db } from "./types"

/**
 * How far ahead each priority may reserve, in seconds. Lower priorities stay close to now, so that
 * a pick-up never queues behind a long line of reads. A write must leave within 1.5 s of its read:
 * even at one request a second it gets the next slot before the reads of every other process.
 */
const HORIZON: Record<RequestPriority, number> = { pickup: 5, write: 1.1, change: 0.25, watch: 0.05 }

/** A rate that was cut by a 429 is whole again after this many seconds. */
const RESTORE_SECONDS = 120

/** Requests a second at this moment: the institution's rate, or less for a while after a 429. */
const rate = Prisma.sql`least(i."rate"::float8, coalesce(
  b."reducedRate" + i."rate" * extract(epoch from clock_timestamp() - b."throttledAt")::float8 / ${RESTORE_SECONDS}::float8,
  i."rate"::float8))`
const oneSlot = Prisma.sql`make_interval(secs => 1 / (${rate}))`

/**
 * One institution's budget in one row (generic cell rate algorithm), on the database's clock. A
 * fixed window would let twice the budget through at its boundary; this doesn't.
 */
export function createRequestBudget(db: Db, institutionId: string): RequestBudget {
  const row = Prisma.sql`from "Institution" i where i."id" = b."institutionId" and b."institutionId" = ${institutionId}::uuid`
  return {
    async reserve(priority, most = 1, leadMs = 0) {
      const ahead = Prisma.sql`clock_timestamp() + make_interval(secs => ${HORIZON[priority]}::float8)`
      // As many as lie within the horizon: what is reserved behind them still has its turn soon.
      const [granted] = await db.$queryRaw<{ waitMs: number; slots: number; everyMs: number; token: string; saidAt: number }[]>`
        with slot as (
          select b."institutionId", greatest(b."tat", clock_timestamp() + make_interval(secs => ${leadMs / 1000}::float8)) as "first", ${oneSlot} as "every",
            greatest(1, least(${most}::int, 1 + floor(extract(epoch from ${ahead} - b."tat")::float8 * (${rate}))))::int as "slots"
          from "AlmaBudget" b, "Institution" i
          where i."id" = b."institutionId" and b."institutionId" = ${institutionId}::uuid and b."tat" <= ${ahead}
          for update of b)
        update "AlmaBudget" b set "tat" = slot."first" + slot."slots" * slot."every"
        from slot where slot."institutionId" = b."institutionId"
        returning extract(epoch from slot."first" - clock_timestamp())::float8 * 1000 as "waitMs", slot."slots",
          extract(epoch from slot."every")::float8 * 1000 as "everyMs", b."tat"::text as "token",
          extract(epoch from clock_timestamp())::float8 * 1000 as "saidAt"`
      if (granted) return { ...granted, granted: true, waitMs: Math.max(0, granted.waitMs) }
      const [busy] = await db.$queryRaw<{ waitMs: number }[]>`
        select extract(epoch from b."tat" - clock_timestamp())::float8 * 1000 as "waitMs"
        from "AlmaBudget" b where b."institutionId" = ${institutionId}::uuid`
      if (!busy) throw new Error("This institution has no budget of requests.")
      return { granted: false, waitMs: Math.max(5, busy.waitMs - HORIZON[priority] * 1000) }
    },
    async giveBack(slots = 1, token) {
      const last = Prisma.sql`b."tat" = ${token ?? null}::text::timestamptz`
      await db.$executeRaw`
        update "AlmaBudget" b set "tat" = b."tat" - (case when ${last} then ${slots}::int else 1 end) * ${oneSlot}
        ${row} and b."tat" > clock_timestamp()`
    },
    async throttled() {
      // Answers that come in together are one sign: the rate is halved once a second at most.
      await db.$executeRaw`
        update "AlmaBudget" b
        set "reducedRate" = greatest(1, (${rate}) / 2),
            "throttledAt" = clock_timestamp(),
            "tat" = greatest(b."tat", clock_timestamp() + interval '1 second')
        ${row} and (b."throttledAt" is null or b."throttledAt" < clock_timestamp() - interval '1 second')`
    },
  }
}
