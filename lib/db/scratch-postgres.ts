import { randomBytes } from "node:crypto"
import { chmod, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { setTimeout as delay } from "node:timers/promises"
import pg from "pg"
import { type Cluster, createCluster, findRunning, freePort, startCluster, stopCluster, superuser } from "@/lib/db/postgres-cluster"
import { postgresAccount, postgresPrograms } from "@/lib/db/postgres-programs"
import { isAlive, processMark } from "@/lib/db/process-lock.mjs"

/** A real Postgres in a temporary folder, for tests and tools. */
export interface ScratchPostgres {
  /** As superuser, on the database `postgres`. */
  url: string
  folder: string
  createDatabase(name: string, template?: string): Promise<string>
  dropDatabase(name: string): Promise<void>
  /** Every connection to this database is cut. */
  cut(name: string): Promise<void>
}

/** One that was opened here: it can break, and is gone when it is closed. */
export interface OwnScratchPostgres extends ScratchPostgres {
  port: number
  stop(): Promise<void>
  /** Immediate shutdown: every connection breaks at once, and the next start recovers from the log. */
  crash(): Promise<void>
  start(): Promise<void>
  close(): Promise<void>
}

export interface ScratchOptions {
  /** Where its folder is made. */
  parent?: string
  /** As `postgres -c` takes them. */
  settings?: string[]
  /** Whoever connects is believed: for thousands of processes, where how they show who they are isn't what is tried. */
  trust?: boolean
}

/** Nothing in it is worth keeping, so it doesn't wait for the disk. */
const QUICK = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]

/**
 * For one that is to crash: what is committed is in its files before that is answered, so that an immediate stop of the
 * server loses nothing that was said to be kept; only a power cut could, and none is played.
 */
export const LASTING = ["fsync=off", "synchronous_commit=on", "max_connections=400"]

const prefix = "lantern-postgres-"

export async function openScratchPostgres({ parent = tmpdir(), settings = QUICK, trust = false }: ScratchOptions = {}): Promise<OwnScratchPostgres> {
  await removeAbandoned()
  const folder = await mkdtemp(path.join(parent, prefix))
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
    settings,
  }
  const password = randomBytes(24).toString("hex")
  await createCluster(cluster, password)
  if (trust) await believeAll(data)
  await startCluster(cluster)
  return {
    ...connectScratchPostgres(`postgresql://${superuser}:${password}@127.0.0.1:${cluster.port}/postgres`, folder),
    port: cluster.port,
    stop: () => stopCluster(data),
    async crash() {
      const running = await findRunning(data)
      if (running) process.kill(running.pid, "SIGQUIT")
      while (await findRunning(data)) await delay(20)
    },
    start: () => startCluster(cluster),
    close: () => remove(folder),
  }
}

async function believeAll(data: string): Promise<void> {
  const hba = path.join(data, "pg_hba.conf")
  await writeFile(hba, (await readFile(hba, "utf8")).replaceAll("scram-sha-256", "trust"))
}

/** The same server from another process, such as a test's worker. */
export function connectScratchPostgres(url: string, folder: string): ScratchPostgres {
  return {
    url,
    folder,
    async createDatabase(name, template = "template1") {
      await query(url, `create database "${name}" template "${template}"`)
      const at = new URL(url)
      at.pathname = `/${name}`
      return at.toString()
    },
    dropDatabase: (name) => query(url, `drop database if exists "${name}" with (force)`),
    cut: (name) => query(url, "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [name]),
  }
}

async function remove(folder: string): Promise<void> {
  await stopCluster(path.join(folder, "data"))
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
}

/** What a killed test run left behind. */
async function removeAbandoned(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(prefix))
  for (const name of names) {
    const folder = path.join(tmpdir(), name)
    const owner = await readFile(path.join(folder, "owner"), "utf8").catch(() => undefined)
    if (owner && !isAlive(owner)) await remove(folder).catch(() => {})
  }
}

async function query(url: string, sql: string, values: unknown[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  await client.connect()
  try {
    await client.query(sql, values)
  } finally {
    await client.end()
  }
}
