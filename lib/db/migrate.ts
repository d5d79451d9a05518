import { createEnginePool, noFilters, openSchemaEngine, readMigrations } from "@/lib/db/schema-engine"

/** Any number, as long as every Lantern uses the same: "lantern" on a phone's keys. */
const migrationLock = 5268376

/**
 * Brings the database to the newest migration and keeps `_prisma_migrations` as Prisma's CLI does. All of it is one
 * transaction, so that a crash or a failing script leaves the database as it was; a second process waits for the first.
 *
 * @returns names of the migrations applied now; empty when there was nothing to do
 */
export async function migrate(url: string): Promise<string[]> {
  // One connection that is never given up: the engine's queries must all be inside our transaction.
  const pool = createEnginePool({ connectionString: url, max: 1, idleTimeoutMillis: 0 })
  try {
    await pool.query("begin")
    await pool.query("select pg_advisory_xact_lock($1)", [migrationLock])
    const engine = await openSchemaEngine(pool)
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList: await readMigrations(),
      filters: noFilters,
    })
    await pool.query("commit")
    return appliedMigrationNames
  } finally {
    await pool.end()
  }
}
