import { createDb, type OpenDb } from "@/lib/db/client"
import { migrate } from "@/lib/db/migrate"
import { openScratchPostgres } from "@/lib/db/scratch-postgres"
import type { Db } from "@/lib/db/types"
import type { Change } from "./memory/memory-db"
import type { ModelName, Row } from "./memory/models"
import type { Store } from "./store"

const READ = ["hold", "outage", "intent", "jobRun", "pickupCode", "observation", "institution"] as const
const TABLES = ["Institution", "AlmaBudget", "Outage", "Hold", "Intent", "Observation", "JobRun", "PickupCode", "AuditEntry", "AuditHead", "RateLimiterFlexible"]

/** The database's own clock shows virtual time: this function comes before Postgres's. */
const CLOCK = `
  create schema simulated;
  create function simulated.clock_timestamp() returns timestamptz language sql stable as
    $$ select current_setting('simulated.now')::timestamptz $$`

type Delegates = Record<string, { findMany: (args?: unknown) => Promise<Row[]> }>

/** A real Postgres on one connection, to show that the store in memory does what it does. */
export class SqlStore implements Store {
  onCommit: (changes: Change[]) => void = () => {}
  readonly #db: OpenDb
  readonly #close: () => Promise<void>
  #rows = new Map<ModelName, Map<string, Row>>()
  #audited = 0

  private constructor(db: OpenDb, close: () => Promise<void>) {
    this.#db = db
    this.#close = close
  }

  static async open(): Promise<SqlStore> {
    const scratch = await openScratchPostgres()
    const url = await scratch.createDatabase("simulation")
    await migrate(url)
    const plain = createDb(url, { poolSize: 1 })
    await plain.pool.query(CLOCK)
    await plain.close()
    const options = "-c search_path=simulated,public,pg_catalog"
    const db = createDb(`${url}?options=${encodeURIComponent(options)}`, { poolSize: 1 })
    return new SqlStore(db, async () => {
      await db.close()
      await scratch.close()
    })
  }

  get client(): Db {
    return this.#db.prisma
  }

  rows(model: ModelName): Iterable<Row> {
    return this.#rows.get(model)?.values() ?? []
  }

  async begin(): Promise<void> {
    await this.#db.pool.query("select set_config('simulated.now', $1, false)", [new Date().toISOString()])
  }

  async refresh(): Promise<void> {
    const client = this.#db.prisma as unknown as Delegates
    const changes: Change[] = []
    for (const model of READ) {
      const before = this.#rows.get(model) ?? new Map<string, Row>()
      const after = new Map((await client[model]!.findMany()).map((row) => [String(row.id), row]))
      for (const [id, row] of after) if (!same(before.get(id), row)) changes.push({ model, before: before.get(id) ?? null, after: row })
      for (const [id, row] of before) if (!after.has(id)) changes.push({ model, before: row, after: null })
      this.#rows.set(model, after)
    }
    const entries = await client.auditEntry!.findMany({ skip: this.#audited, orderBy: [{ chain: "asc" }, { seq: "asc" }] })
    const all = entries.length === 0 ? [] : await client.auditEntry!.findMany()
    const known = this.#rows.get("auditEntry") ?? new Map<string, Row>()
    for (const row of all) {
      const key = `${String(row.chain)}|${String(row.seq)}`
      if (!known.has(key)) changes.push({ model: "auditEntry", before: null, after: row })
      known.set(key, row)
    }
    this.#rows.set("auditEntry", known)
    this.#audited = known.size
    if (changes.length > 0) this.onCommit(changes)
  }

  async clear(): Promise<void> {
    await this.#db.pool.query(`truncate ${TABLES.map((name) => `"${name}"`).join(", ")} cascade`)
    this.#rows = new Map()
    this.#audited = 0
    this.onCommit = () => {}
  }

  close(): Promise<void> {
    return this.#close()
  }
}

function same(a: Row | undefined, b: Row): boolean {
  return a !== undefined && text(a) === text(b)
}

function text(row: Row): string {
  return JSON.stringify(row, (_key, value: unknown) => (typeof value === "bigint" ? value.toString() : value))
}
