import { createHash, randomBytes } from "node:crypto"
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises"
import path from "node:path"
import pg from "pg"
import { checkDatabase } from "@/lib/db/check-database"
import {
  createCluster, findRunning, freePort, startCluster, stopCluster, superuser, type Cluster,
} from "@/lib/db/postgres-cluster"
import { postgresAccount, postgresPrograms, prepareFolder, unreachableFolder } from "@/lib/db/postgres-programs"
import { isAlive, processMark, withProcessLock } from "@/lib/db/process-lock.mjs"

/** A database in use by this process; `release` when it no longer is. */
export interface DatabaseInUse {
  url: string
  /** Where the embedded one keeps its files; not the data folder where root's is closed to Postgres's own user. */
  home?: string
  release(): Promise<void>
}

export interface DatabasePlace {
  /** A Postgres of the operator's own; without it, Lantern runs the one from npm. */
  DATABASE_URL?: string
  /** Absolute path. */
  LANTERN_DATA_DIR: string
}

interface Secrets {
  port: number
  password: string
  superuserPassword: string
}

const inUse = new Map<string, { uses: number; started: Promise<{ url: string; home: string }> }>()

/**
 * The operator's own Postgres, checked, or the embedded one, running. All processes with the same data folder share
 * one embedded server: the first starts it, the last to leave stops it, and one left behind by a kill is used again.
 *
 * @throws StartProblem when there can be no database, in one sentence
 */
export async function ensureDatabase(place: DatabasePlace): Promise<DatabaseInUse> {
  if (place.DATABASE_URL) {
    await checkDatabase(place.DATABASE_URL)
    return { url: place.DATABASE_URL, release: async () => {} }
  }
  const folder = place.LANTERN_DATA_DIR
  const entry = inUse.get(folder) ?? { uses: 0, started: join(folder) }
  inUse.set(folder, entry)
  entry.uses++
  entry.started.catch(() => inUse.delete(folder))
  const { url, home } = await entry.started
  let released: Promise<void> | undefined
  const leaveOnce = async () => {
    if (--entry.uses > 0) return
    inUse.delete(folder)
    await leave(home)
  }
  return { url, home, release: () => (released ??= leaveOnce()) }
}

async function join(dataFolder: string): Promise<{ url: string; home: string }> {
  const account = await postgresAccount()
  await prepareFolder(dataFolder, account)
  const home = await chooseHome(dataFolder, account)
  const programs = await postgresPrograms(account, home)
  return withProcessLock(path.join(home, "postgres.lock"), async () => {
    const cluster = { folder: path.join(home, "postgres"), logFile: path.join(home, "postgres.log"), programs, account }
    const secrets = await ensureRunning(home, cluster)
    await mkdir(path.join(home, "users"), { recursive: true, mode: 0o700 })
    await writeFile(userFile(home), processMark(process.pid), { mode: 0o600 })
    return { url: urlFor("lantern", secrets.password, secrets.port), home }
  })
}

/** Where root's data folder is closed to Postgres's own user, the database lives in a place it can reach. */
async function chooseHome(dataFolder: string, account: { uid?: number; gid?: number }): Promise<string> {
  if (!(await unreachableFolder(path.join(dataFolder, "postgres"), account))) return dataFolder
  const home = `/var/lib/lantern-${createHash("sha256").update(dataFolder).digest("hex").slice(0, 12)}`
  await prepareFolder(home, account)
  return home
}

async function ensureRunning(home: string, parts: Omit<Cluster, "port">): Promise<Secrets> {
  const secretsFile = path.join(home, "postgres.json")
  let secrets = await readSecrets(secretsFile)
  if (!secrets || !(await stat(parts.folder).catch(() => undefined))) {
    secrets = { port: 0, password: newPassword(), superuserPassword: newPassword() }
    await writeSecrets(secretsFile, secrets)
    await createCluster({ ...parts, port: 0 }, secrets.superuserPassword)
  }
  const running = await waitWhileChanging(parts.folder)
  if (!running) {
    secrets = { ...secrets, port: await freePort(secrets.port) }
    await writeSecrets(secretsFile, secrets)
    await startCluster({ ...parts, port: secrets.port })
  }
  await ensureRoleAndDatabase(secrets)
  return secrets
}

/** A server found coming up or going down is given time to get there. */
async function waitWhileChanging(folder: string): Promise<boolean> {
  const deadline = Date.now() + 10_000
  for (;;) {
    const running = await findRunning(folder)
    if (!running || running.ready) return Boolean(running)
    if (Date.now() > deadline) return false
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** The role Lantern uses owns its database and is no superuser. */
async function ensureRoleAndDatabase(secrets: Secrets): Promise<void> {
  const url = urlFor("lantern", secrets.password, secrets.port)
  if (await canConnect(url)) return
  const client = new pg.Client({ connectionString: urlFor(superuser, secrets.superuserPassword, secrets.port, "postgres") })
  await client.connect()
  try {
    const role = await client.query("select 1 from pg_roles where rolname = 'lantern'")
    await client.query(`${role.rowCount ? "alter" : "create"} role lantern login password '${secrets.password}'`)
    const database = await client.query("select 1 from pg_database where datname = 'lantern'")
    if (!database.rowCount) await client.query("create database lantern owner lantern")
  } finally {
    await client.end()
  }
}

async function canConnect(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 })
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

async function leave(home: string): Promise<void> {
  await withProcessLock(path.join(home, "postgres.lock"), async () => {
    await rm(userFile(home), { force: true })
    if (!(await anyUserLeft(home))) await stopCluster(path.join(home, "postgres"))
  })
}

async function anyUserLeft(home: string): Promise<boolean> {
  const folder = path.join(home, "users")
  let left = false
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name)
    const mark = await readFile(file, "utf8").catch(() => "")
    if (isAlive(mark)) left = true
    else await rm(file, { force: true })
  }
  return left
}

function userFile(home: string): string {
  return path.join(home, "users", String(process.pid))
}

/** Letters and digits only: it stands in a URL and in SQL. */
function newPassword(): string {
  return randomBytes(24).toString("hex")
}

function urlFor(user: string, password: string, port: number, database = user): string {
  return `postgresql://${user}:${password}@127.0.0.1:${port}/${database}`
}

async function readSecrets(file: string): Promise<Secrets | undefined> {
  const text = await readFile(file, "utf8").catch(() => undefined)
  return text ? (JSON.parse(text) as Secrets) : undefined
}

async function writeSecrets(file: string, secrets: Secrets): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(secrets), { mode: 0o600 })
  await rename(`${file}.new`, file)
}
