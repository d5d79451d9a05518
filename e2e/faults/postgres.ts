import { randomBytes } from "node:crypto"
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { setTimeout as delay } from "node:timers/promises"
import pg from "pg"
import { createCluster, findRunning, freePort, startCluster, stopCluster, superuser, type Cluster } from "@/lib/db/postgres-cluster"
import { postgresAccount, postgresPrograms } from "@/lib/db/postgres-programs"
import { processMark } from "@/lib/db/process-lock.mjs"

/** A real Postgres in a temporary folder, which can break. */
export interface BreakablePostgres {
  port: number
  createDatabase(name: string, template?: string): Promise<string>
  dropDatabase(name: string): Promise<void>
  /** Every connection to this database is cut. */
  cut(name: string): Promise<void>
  stop(): Promise<void>
  /** Every connection breaks at once, and the next start recovers from the log. */
  crash(): Promise<void>
  start(): Promise<void>
  close(): Promise<void>
}

/** `parent`: where its folder is made. */
export async function openPostgres(parent = tmpdir()): Promise<BreakablePostgres> {
  // Named and marked as the scratch databases of the tests are, whose next start clears away what a kill left.
  const folder = await mkdtemp(path.join(parent, "lantern-postgres-"))
  await writeFile(path.join(folder, "owner"), processMark(process.pid))
  await chmod(folder, 0o711)
  const account = await postgresAccount()
  const data = path.join(folder, "data")
  const cluster: Cluster = {
    folder: data,
    logFile: path.join(folder, "log"),
    programs: await postgresPrograms(account, folder),
    account,
    port: await freePort(0),
    settings: ["fsync=off", "full_page_writes=off", "max_connections=300"],
  }
  const password = randomBytes(24).toString("hex")
  await createCluster(cluster, password)
  await startCluster(cluster)
  const url = (name: string) => `postgresql://${superuser}:${password}@127.0.0.1:${cluster.port}/${name}`
  const query = async (sql: string, values: unknown[] = []) => {
    const client = new pg.Client({ connectionString: url("postgres"), connectionTimeoutMillis: 5_000 })
    await client.connect()
    try {
      await client.query(sql, values)
    } finally {
      await client.end()
    }
  }
  const cut = (name: string) => query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [name])
  return {
    port: cluster.port,
    async createDatabase(name, template = "template1") {
      await query(`create database "${name}" template "${template}"`)
      return url(name)
    },
    dropDatabase: (name) => query(`drop database if exists "${name}" with (force)`),
    cut,
    stop: () => stopCluster(data),
    async crash() {
      const running = await findRunning(data)
      if (running) process.kill(running.pid, "SIGQUIT")
      while (await findRunning(data)) await delay(20)
    },
    start: () => startCluster(cluster),
    async close() {
      await stopCluster(data)
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
