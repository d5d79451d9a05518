import { randomBytes } from "node:crypto"
import { chmod, cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { setTimeout as delay } from "node:timers/promises"
import { createCluster, findRunning, freePort, startCluster, stopCluster, superuser, type Cluster } from "@/lib/db/postgres-cluster"
import { postgresAccount, postgresPrograms } from "@/lib/db/postgres-programs"
import { processMark } from "@/lib/db/process-lock.mjs"

/**
 * What is committed is in Postgres's files before it is answered, so that an immediate stop of the server loses
 * nothing that was said to be kept; only a power cut could, and none is played here.
 */
const SETTINGS = ["fsync=off", "synchronous_commit=on", "max_connections=400"]

/** A real Postgres in a temporary folder, which can be stopped at once and started again. */
export interface OwnPostgres {
  /** As superuser, on the database `postgres`. */
  url: string
  folder: string
  /** Immediate shutdown: every connection breaks, and the server recovers from its log as after a crash. */
  crash(): Promise<void>
  /** Copies the stopped server's files, for looking at what went wrong. */
  keep(into: string): Promise<void>
  close(): Promise<void>
}

export async function openOwnPostgres(): Promise<OwnPostgres> {
  // Named and marked as the scratch databases of the tests are, whose next start clears away what a kill left.
  const folder = await mkdtemp(path.join(tmpdir(), "lantern-postgres-"))
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
    settings: SETTINGS,
  }
  const password = randomBytes(24).toString("hex")
  await createCluster(cluster, password)
  // How a connection shows who it is isn't what is tried here, and thousands of processes connect.
  const hba = path.join(data, "pg_hba.conf")
  await writeFile(hba, (await readFile(hba, "utf8")).replaceAll("scram-sha-256", "trust"))
  await startCluster(cluster)
  return {
    url: `postgresql://${superuser}:${password}@127.0.0.1:${cluster.port}/postgres`,
    folder,
    async crash() {
      const running = await findRunning(data)
      if (running) process.kill(running.pid, "SIGQUIT")
      while (await findRunning(data)) await delay(20)
      await startCluster(cluster)
    },
    async keep(into) {
      await stopCluster(data)
      await cp(data, path.join(into, "postgres"), { recursive: true })
    },
    async close() {
      await stopCluster(data)
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
