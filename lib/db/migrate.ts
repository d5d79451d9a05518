import { createHash } from "node:crypto"
import type { Pool } from "pg"
import { createEnginePool, noFilters, openSchemaEngine, readMigrations } from "@/lib/db/schema-engine"
import type { MigrationList } from "@prisma/schema-engine-wasm"
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
    const migrationsList = await readMigrations()
    if (await isUpToDate(pool, migrationsList)) return []
    const engine = await openSchemaEngine(pool)
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

/**
 * Whether each of our migrations is down as applied, with the same script, and nothing else is: the engine, which takes
 * a third of a second, has then nothing to say.
 */
async function isUpToDate(pool: Pool, { migrationDirectories }: MigrationList): Promise<boolean> {
  const { rows: [table] } = await pool.query("select to_regclass('_prisma_migrations') as name")
  if (!table.name) return false
  const { rows } = await pool.query(
    "select migration_name, checksum, finished_at is not null and rolled_back_at is null as applied from _prisma_migrations",
  )
  const known = new Map(rows.map((row) => [row.migration_name, row]))
  return rows.length === migrationDirectories.length && migrationDirectories.every(({ path, migrationFile: { content } }) => {
    const row = known.get(path)
    return content.tag === "ok" && row?.applied && row.checksum === createHash("sha256").update(content.value).digest("hex")
  })
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
