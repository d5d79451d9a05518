import { spawn } from "node:child_process"
import { chmod, chown, mkdir, open, readFile, rename, rm, writeFile } from "node:fs/promises"
import { createServer } from "node:net"
import path from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { StartProblem } from "@/lib/domain/start-problem"
import type { PostgresAccount, PostgresPrograms } from "@/lib/db/postgres-programs"

export interface Cluster {
  /** The folder initdb makes; its parent must exist. */
  folder: string
  port: number
  logFile: string
  programs: PostgresPrograms
  /** Whom Postgres runs as: it refuses root. Empty: as ourselves. */
  account: PostgresAccount
  /** More `name=value` settings. */
  settings?: string[]
}

export const superuser = "postgres"

/** Nothing of ours: no settings or secrets reach Postgres, and its messages are in English. */
const postgresEnv = { LC_ALL: "C", TZ: "UTC" } as unknown as NodeJS.ProcessEnv

/** Made beside its place and moved there when whole, so that a crash half way leaves nothing that looks finished. */
export async function createCluster(cluster: Cluster, superuserPassword: string): Promise<void> {
  const draft = `${cluster.folder}.new`
  const passwordFile = `${cluster.folder}.password`
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { mode: 0o700 })
  await writeFile(passwordFile, superuserPassword, { mode: 0o600 })
  const { uid, gid } = cluster.account
  if (uid !== undefined && gid !== undefined) {
    await chown(draft, uid, gid)
    await chown(passwordFile, uid, gid)
  }
  try {
    await run(cluster, cluster.programs.initdb, [
      `--pgdata=${draft}`, `--username=${superuser}`, `--pwfile=${passwordFile}`, "--auth=scram-sha-256",
      "--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
    ])
    await rename(draft, cluster.folder)
  } finally {
    await rm(passwordFile, { force: true })
  }
}

/**
 * Starts Postgres in a session of its own, so that Ctrl-C in our terminal doesn't end it before its users have left.
 * @returns when it takes connections
 */
export async function startCluster(cluster: Cluster): Promise<void> {
  const deadline = Date.now() + 60_000
  // Right after a kill, processes of the dead server can still hold its memory or its pid file for about a second.
  for (let attempt = 1; ; attempt++) {
    const exited = await startOnce(cluster, deadline)
    if (exited === undefined) return
    const log = await readFile(cluster.logFile, "utf8").catch(() => "")
    if (attempt === 20 || !/already exists|still in use|could not bind/i.test(log)) throw startFailure(log)
    await sleep(500)
  }
}

/** @returns undefined when ready, else the exit code of the server that didn't come up */
async function startOnce(cluster: Cluster, deadline: number): Promise<number | undefined> {
  const settings = [
    `port=${cluster.port}`, "listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=200",
    ...(cluster.settings ?? []),
  ]
  const args = ["-D", cluster.folder, ...settings.flatMap((setting) => ["-c", setting])]
  const log = await open(cluster.logFile, "w", 0o600)
  const child = spawn(cluster.programs.postgres, args, {
    ...cluster.account,
    cwd: cluster.folder,
    env: postgresEnv,
    detached: true,
    stdio: ["ignore", log.fd, log.fd],
  })
  let exitCode: number | undefined
  child.once("error", () => (exitCode = -1))
  child.once("exit", (code) => (exitCode = code ?? -1))
  try {
    while (exitCode === undefined) {
      const state = await readPostmaster(cluster.folder)
      if (state?.ready && state.pid === child.pid) return undefined
      if (Date.now() > deadline) throw new StartProblem("The embedded Postgres didn't get ready within a minute.")
      await sleep(20)
    }
    return exitCode
  } finally {
    child.unref()
    await log.close()
  }
}

/** Fast shutdown: open transactions are rolled back, everything committed is on disk. A no when it isn't running. */
export async function stopCluster(folder: string, timeoutMs = 8_000): Promise<void> {
  const running = await readPostmaster(folder)
  if (!running || !isPostgres(running.pid, await commandOf(running.pid))) return
  const deadline = Date.now() + timeoutMs
  signal(running.pid, "SIGINT")
  while ((await readPostmaster(folder))?.pid === running.pid && Date.now() < deadline) await sleep(25)
  if ((await readPostmaster(folder))?.pid === running.pid) signal(running.pid, "SIGQUIT")
}

/** A server that is up in `folder`, or is still coming up or going down; undefined when none is. */
export async function findRunning(folder: string): Promise<{ pid: number; port: number; ready: boolean } | undefined> {
  const state = await readPostmaster(folder)
  if (!state) return undefined
  if (isPostgres(state.pid, await commandOf(state.pid))) return state
  // The number in a dead server's file can by now be another program's; Postgres would then refuse to start.
  await rm(path.join(folder, "postmaster.pid"), { force: true })
  return undefined
}

/** Lines 1, 4 and 8 of postmaster.pid: process, port, state (Postgres: "Database File Layout"). */
async function readPostmaster(folder: string): Promise<{ pid: number; port: number; ready: boolean } | undefined> {
  const text = await readFile(path.join(folder, "postmaster.pid"), "utf8").catch(() => undefined)
  const lines = text?.split("\n")
  if (!lines?.[0]) return undefined
  return { pid: Number(lines[0]), port: Number(lines[3] ?? 0), ready: lines[7]?.trim() === "ready" }
}

function isPostgres(pid: number, command: string | undefined): boolean {
  if (command !== undefined) return command.includes("postgres")
  return signal(pid, 0)
}

/** undefined where the system doesn't tell (no /proc); "" for a process that has ended. */
async function commandOf(pid: number): Promise<string | undefined> {
  if (process.platform !== "linux") return undefined
  return readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name)
  } catch {
    return false
  }
}

/** The remembered port when it is free, else any free one. */
export async function freePort(wanted: number): Promise<number> {
  return (await tryPort(wanted)) ?? (await tryPort(0)) ?? wanted
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once("error", () => resolve(undefined))
    probe.listen(port, "127.0.0.1", () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === "object" && address ? address.port : undefined))
    })
  })
}

async function run(cluster: Cluster, program: string, args: string[]): Promise<void> {
  await chmod(program, 0o755).catch(() => {})
  const child = spawn(program, args, {
    ...cluster.account,
    cwd: path.dirname(cluster.folder),
    env: postgresEnv,
    stdio: ["ignore", "ignore", "pipe"],
  })
  let output = ""
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()))
  const code = await new Promise<number | null>((resolve) => {
    child.once("error", (error) => {
      output += error.message
      resolve(-1)
    })
    child.once("close", resolve)
  })
  if (code !== 0) throw startFailure(output)
}

function startFailure(output: string): StartProblem {
  if (/No space left on device|wrote only \d+ of/i.test(output)) {
    return new StartProblem("The disk is full: the database can't start. Free some space and start again.")
  }
  const reason = output.split("\n").findLast((line) => /fatal|error/i.test(line)) ?? output.trim().split("\n").at(-1)
  return new StartProblem(`The embedded Postgres doesn't start: ${reason?.trim() || "it gave no reason"}.`)
}
