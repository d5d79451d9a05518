import { readFile, readdir } from "node:fs/promises"
import path from "node:path"
import { PrismaPg } from "@prisma/adapter-pg"
import {
  bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum, type SqlDriverAdapter, type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils"
import type { MigrationList, SchemaContainer, SchemaEngine } from "@prisma/schema-engine-wasm"
import pg from "pg"

const folder = path.resolve("prisma")
const schemaFile = path.join(folder, "schema.prisma")
export const migrationsFolder = path.join(folder, "migrations")

/** What the engine may leave alone: nothing. */
export const noFilters = { externalTables: [], externalEnums: [] }

/**
 * Prisma's own schema engine, as a package: the CLI would download a binary, which a machine without internet can't.
 * Every query goes through `pool`; `shadow`, when given, is an empty database the engine may fill to learn what the
 * migrations so far amount to.
 */
export async function openSchemaEngine(pool: EnginePool, shadow?: EnginePool): Promise<SchemaEngine> {
  // 5 MB of WebAssembly, for the rare start that has something to migrate.
  const { SchemaEngine } = await import("@prisma/schema-engine-wasm")
  const adapters = new PrismaPg(pool)
  const factory: SqlMigrationAwareDriverAdapterFactory = {
    provider: adapters.provider,
    adapterName: adapters.adapterName,
    connect: async () => suitEngine(await adapters.connect(), pool),
    connectToShadowDb: async () => {
      if (!shadow) throw new Error("This use of the schema engine has no shadow database.")
      return suitEngine(await new PrismaPg(shadow).connect(), shadow)
    },
  }
  const { path: name, content } = await readSchema()
  return SchemaEngine.new({ datamodels: [[name, content]] }, () => {}, bindMigrationAwareSqlAdapterFactory(factory))
}

/**
 * Two things the adapter does that the engine can't live with. It splits scripts at every semicolon, also inside a
 * function's body. And it refuses Postgres's one-byte type "char", in which the catalogs describe foreign keys and
 * functions: the pool passes it off as a type the catalogs never use, and here it becomes a character.
 */
function suitEngine(adapter: SqlDriverAdapter, pool: EnginePool): SqlDriverAdapter {
  const queryRaw = adapter.queryRaw.bind(adapter)
  adapter.executeScript = async (script) => {
    await pool.query(script).catch((error: Error) => {
      pool.failure ??= error
      throw error
    })
  }
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query)
    const columnTypes = result.columnTypes.map((type) => (type === ColumnTypeEnum.Uuid ? ColumnTypeEnum.Character : type))
    return { ...result, columnTypes }
  }
  return adapter
}

const oids = { char: 18, uuid: 2950 }

/** `failure`: what Postgres said of the first script that failed; the engine's own error doesn't tell. */
export type EnginePool = pg.Pool & { failure?: Error }

/** A pool for the engine; see suitEngine. */
export function createEnginePool(config: pg.PoolConfig): EnginePool {
  const pool = new pg.Pool({ connectionTimeoutMillis: 5_000, ...config })
  const query = pool.query.bind(pool)
  const queryForEngine = async (text: string | pg.QueryConfig, values?: unknown[]) => {
    const result = await query(text, values)
    for (const field of result.fields ?? []) if (field.dataTypeID === oids.char) field.dataTypeID = oids.uuid
    return result
  }
  return Object.assign(pool, { query: queryForEngine })
}

export async function readSchema(): Promise<SchemaContainer> {
  return { path: schemaFile, content: await readFile(schemaFile, "utf8") }
}

/** prisma/migrations as the engine wants it, oldest first. */
export async function readMigrations(): Promise<MigrationList> {
  const entries = await readdir(migrationsFolder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort()
  return {
    baseDir: migrationsFolder,
    lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"\n' },
    shadowDbInitScript: "",
    migrationDirectories: await Promise.all(names.map(readMigration)),
  }
}

async function readMigration(name: string) {
  const value = await readFile(path.join(migrationsFolder, name, "migration.sql"), "utf8")
  return { path: name, migrationFile: { path: "migration.sql", content: { tag: "ok" as const, value } } }
}
