import { randomBytes } from "node:crypto"
import { chmod, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import pg from "pg"
import { createCluster, freePort, startCluster, stopCluster, superuser } from "@/lib/db/postgres-cluster"
import { postgresAccount, postgresPrograms } from "@/lib/db/postgres-programs"
import { isAlive, processMark } from "@/lib/db/process-lock.mjs"

/** A Postgres in a temporary folder that is gone afterwards, for tests and tools. */
export interface ScratchPostgres {
  /** As superuser, on the database `postgres`. */
  url: string
  folder: string
  createDatabase(name: string, template?: string): Promise<string>
  dropDatabase(name: string): Promise<void>
}

/** Nothing in it is worth keeping, so it doesn't wait for the disk. */
const quick = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]

const prefix = "lantern-postgres-"

export async function openScratchPostgres(): Promise<ScratchPostgres> {
  await removeAbandoned()
  const folder = await mkdtemp(path.join(tmpdir(), prefix))
  await writeFile(path.join(folder, "owner"), processMark(process.pid))
  await chmod(folder, 0o711)
  const account = await postgresAccount()
  const cluster = {
    folder: path.join(folder, "data"),
    logFile: path.join(folder, "log"),
    programs: await postgresPrograms(account, folder),
    account,
    port: await freePort(0),
    settings: quick,
  }
  const password = randomBytes(24).toString("hex")
  await createCluster(cluster, password)
  await startCluster(cluster)
  return connectScratchPostgres(`postgresql://${superuser}:${password}@127.0.0.1:${cluster.port}/postgres`, folder)
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
  }
}

export async function closeScratchPostgres(scratch: ScratchPostgres): Promise<void> {
  await remove(scratch.folder)
}

async function remove(folder: string): Promise<void> {
  await stopCluster(path.join(folder, "data"))
  await rm(folder, { recursive: true, force: true })
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

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
