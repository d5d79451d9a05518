import { PrismaPg } from "@prisma/adapter-pg"
import pg from "pg"
import { PrismaClient } from "@/lib/db/generated/client"
import { env } from "@/lib/env"

export interface OpenDb {
  prisma: PrismaClient
  pool: pg.Pool
  close(): Promise<void>
}

export interface DbOptions {
  /** Most connections at once. */
  poolSize?: number
  statementTimeoutMs?: number
}

/**
 * A pool of its own, for the web or the runner. A connection that isn't had within 5 s, or a statement that runs longer
 * than its time, fails rather than waits: a stuck database must not hold a page or a worker.
 */
export function createDb(url: string, { poolSize = 10, statementTimeoutMs = 15_000 }: DbOptions = {}): OpenDb {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: 5_000,
    statement_timeout: statementTimeoutMs,
    // The server's timeout can't reach us over a dead line; this one can.
    query_timeout: statementTimeoutMs + 2_000,
    idle_in_transaction_session_timeout: statementTimeoutMs,
    keepAlive: true,
    application_name: "lantern",
  })
  // Without a listener, a server that restarts under an idle connection would end the process.
  pool.on("error", () => {})
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool), transactionOptions: { maxWait: 5_000, timeout: statementTimeoutMs } })
  return {
    prisma,
    pool,
    async close() {
      await prisma.$disconnect()
      await pool.end()
    },
  }
}

const shared = globalThis as typeof globalThis & { lanternDb?: OpenDb }

/** The web process's database. Kept on globalThis: Next loads this module more than once. */
export function getDb(): OpenDb {
  const url = env().DATABASE_URL
  if (!url) throw new Error("No database: DATABASE_URL is set by `npm start` for the embedded one.")
  return (shared.lanternDb ??= createDb(url))
}
