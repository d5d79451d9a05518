import type { Db } from "./types"

/**
 * Whether it is this caller's turn to do something that many processes could do: true for one of them, and
 * then for nobody until `seconds` have passed on the database's clock. The rows are cleared away with the
 * throttle's counters when they have run out.
 */
export async function takeTurn(db: Db, what: string, seconds: number): Promise<boolean> {
  const taken = await db.$executeRaw`
    insert into "RateLimiterFlexible" ("key", "points", "expire")
    values (${`turn:${what}`}, 1, (clock_timestamp() at time zone 'utc') + make_interval(secs => ${seconds}))
    on conflict ("key") do update set "expire" = excluded."expire"
    where "RateLimiterFlexible"."expire" <= (clock_timestamp() at time zone 'utc')`
  return taken === 1
}

/** Puts the next turn off. */
export async function putOffTurn(db: Db, what: string, seconds: number): Promise<void> {
  await db.$executeRaw`
    update "RateLimiterFlexible" set "expire" = (clock_timestamp() at time zone 'utc') + make_interval(secs => ${seconds}) where "key" = ${`turn:${what}`}`
}

/** Those of these that somebody has taken and that haven't run out. */
export async function takenTurns(db: Db, what: string[]): Promise<Set<string>> {
  const rows = await db.$queryRaw<{ key: string }[]>`
    select "key" from "RateLimiterFlexible"
    where "key" = any(${what.map((each) => `turn:${each}`)}::text[]) and "expire" > (clock_timestamp() at time zone 'utc')`
  return new Set(rows.map((row) => row.key.slice("turn:".length)))
}
