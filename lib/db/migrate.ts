import { createEnginePool, noFilters, openSchemaEngine, readMigrations } from "@/lib/db/schema-engine"
import { StartProblem } from "@/lib/domain/start-problem"

/** Any number, as long as every Lantern uses the same: "lantern" on a phone's keys. */
const migrationLock = 5268376

/**
 * Brings the database to the newest migration and keeps `_prisma_migrations` as Prisma's CLI does. All of it is one
 * transaction, so that a crash or a failing script leaves the database as it was. A second process waits for the first:
 * on our lock, since the engine's own gives up after 10 s.
 *
 * @returns names of the migrations applied now; empty when there was nothing to do
 * @throws StartProblem with Postgres's own words when a migration fails
 */
export async function migrate(url: string): Promise<string[]> {
  // One connection that is never given up: the engine's queries must all be inside our transaction.
  const pool = createEnginePool({ connectionString: url, max: 1, idleTimeoutMillis: 0 })
  try {
    await pool.query("begin")
    await pool.query("select pg_advisory_xact_lock($1)", [migrationLock])
    const engine = await openSchemaEngine(pool)
    const migrationsList = await readMigrations()
    const { appliedMigrationNames } = await letTimersLapse(() =>
      engine.applyMigrations({ migrationsList, filters: noFilters }),
    )
    await pool.query("commit")
    return appliedMigrationNames
  } catch (error) {
    if (!pool.failure) throw error
    throw new StartProblem(`The database couldn't be brought up to date; it is as it was (${pool.failure.message}).`)
  } finally {
    await pool.end()
  }
}

/** The engine forgets its lock's 10 s timer, which would keep every command that migrates from ending until then. */
async function letTimersLapse<T>(work: () => Promise<T>): Promise<T> {
  const { setTimeout } = globalThis
  const unheld = (...args: Parameters<typeof setTimeout>) => setTimeout(...args).unref()
  globalThis.setTimeout = Object.assign(unheld, setTimeout)
  try {
    return await work()
  } finally {
    globalThis.setTimeout = setTimeout
  }
}
