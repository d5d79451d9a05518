import { userInfo } from "node:os"
import { createDb } from "@/lib/db/client"
import { ensureDatabase } from "@/lib/db/embedded-postgres"
import { openDataFolder } from "@/lib/db/data-folder"
import { openKeyring } from "@/lib/db/keyring"
import { migrate } from "@/lib/db/migrate"
import type { Actor } from "@/lib/domain/actor"
import { type Env, env, epochFile } from "@/lib/env"
import { startRunner } from "@/lib/runner/runner"
import { contextOf, createAlmaPool, type ServiceContext } from "@/lib/services/context"
import { rememberedAddress } from "@/lib/services/server-address"
import { openWaker, type Waker } from "@/lib/services/waker"

export interface CliContext {
  ctx: ServiceContext
  /** Works beside any other worker on the same database until the command ends; begins with all that is due. */
  startWorker(): Promise<void>
}

export interface OpenCli extends CliContext {
  /** Ends everything that was opened, so that the process ends by itself. */
  close(): Promise<void>
}

/**
 * What every command works with: the database, started when it has to be and brought up to date,
 * and the keys.
 * @throws StartProblem when there can be no database
 */
export async function openCli(settings: Env = env()): Promise<OpenCli> {
  const closers: (() => Promise<void>)[] = []
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer()
  }
  try {
    return { ...(await open(settings, closers)), close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Nobody said otherwise by LANTERN_URL or PORT: then the server of this data folder knows. */
const DEFAULT_ADDRESS = "http://localhost:3000"

async function open(settings: Env, closers: (() => Promise<void>)[]): Promise<CliContext> {
  await openDataFolder(settings.LANTERN_DATA_DIR)
  const keyring = await openKeyring({ masterKey: settings.LANTERN_KEY, newKeys: settings.LANTERN_NEW_KEYS, dataDir: settings.LANTERN_DATA_DIR })
  const { url, release } = await ensureDatabase(settings)
  closers.push(release)
  await migrate(url)
  const db = createDb(url, { poolSize: 16 })
  closers.push(() => db.close())
  let waker: Waker | undefined
  const wake: ServiceContext["wake"] = async (institutionId, at) => {
    if (!waker) {
      waker = await openWaker(url, { work: false, onError: () => {} })
      closers.push(() => waker!.stop())
    }
    await waker.wake(institutionId, at)
  }
  const { LANTERN_URL: told, LANTERN_DATA_DIR: dataDir } = settings
  const publicUrl = told === DEFAULT_ADDRESS ? await rememberedAddress(dataDir, told) : told
  const almaFor = createAlmaPool(db.prisma, keyring, settings.LANTERN_ALLOW_API_HOSTS)
  const ctx = contextOf(settings, { db: db.prisma, keyring, actor: operator(), almaFor, wake }, publicUrl)
  const startWorker = async () => {
    const runner = await startRunner({ url, ctx, epochFile: epochFile(settings) })
    closers.push(() => runner.stop())
  }
  return { ctx, startWorker }
}

/** Whoever has a shell on the server has everything; the audit names their login there. */
function operator(): Actor {
  try {
    return { kind: "operator", name: `Operator ${userInfo().username}` }
  } catch {
    return { kind: "operator", name: "Operator" }
  }
}
