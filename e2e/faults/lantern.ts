import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { createAlmaClient } from "@/lib/alma/alma-client"
import { createDb } from "@/lib/db/client"
import { openKeyring } from "@/lib/db/keyring"
import { migrate } from "@/lib/db/migrate"
import { createRequestBudget } from "@/lib/db/request-budget"
import { LASTING, openScratchPostgres, type OwnScratchPostgres } from "@/lib/db/scratch-postgres"
import { unseal } from "@/lib/db/seal"
import type { Institution } from "@/lib/db/generated/client"
import { startRunner, type Runner } from "@/lib/runner/runner"
import { apiKeyPlace, type ServiceContext } from "@/lib/services/context"
import { openBlackHole, Wire } from "./wire"

/** A whole Lantern for many institutions, each with an Alma of its own. */
export interface FaultLantern {
  ctx: ServiceContext
  url: string
  postgres: OwnScratchPostgres
  /** Past whatever Lantern goes through. */
  straightUrl: string
  /** Every connection to the database is cut. */
  cutOff(): Promise<void>
  /** Puts a backup in the database's place; nobody may be at work. */
  restore(backup: string): Promise<void>
  backUp(): Promise<string>
  /** The way to one institution's Alma. */
  wireTo(institution: Institution): Wire
  /** Lets another process's worth of workers begin. */
  work(count: number): Promise<void>
  stopWorking(): Promise<void>
  /** What workers met that nobody expected, each once. */
  unexpected: Map<string, number>
  /** Moves the clock of the program, not the database's. */
  setClock(offsetMs: number): void
  forget(institutionId: string): Promise<void>
  close(): Promise<void>
}

export interface LanternOptions {
  quietSeconds: number
  workers?: number
  poolSize?: number
  /** Reached through this instead, such as a proxy. */
  via?: (url: string) => Promise<string>
}

export async function openFaultLantern(options: LanternOptions, shared?: OwnScratchPostgres): Promise<FaultLantern> {
  const postgres = shared ?? (await openScratchPostgres({ settings: LASTING }))
  const name = `faults_${process.pid}_${Math.random().toString(36).slice(2, 10)}`
  const straight = await postgres.createDatabase(name)
  await migrate(straight)
  const url = options.via ? await options.via(straight) : straight
  const dataDir = await mkdtemp(path.join(tmpdir(), "lantern-faults-"))
  const keyring = await openKeyring({ masterKey: "a key for what is kept for minutes only", dataDir })
  const db = createDb(url, { poolSize: options.poolSize ?? 40 })
  const blackHole = await openBlackHole()
  const runners: Runner[] = []
  const unexpected = new Map<string, number>()
  let offset = 0
  const clients = new Map<string, { made: string; wire: Wire; client: ReturnType<typeof createAlmaClient> }>()
  const connect = (institution: Institution) => {
    const made = `${institution.apiUrl} ${institution.apiKeySealed}`
    const known = clients.get(institution.id)
    if (known?.made === made) return known
    // The rules of the way stay when the key is another.
    const wire = known?.wire ?? new Wire(new URL(institution.apiUrl).origin, blackHole.port)
    const apiKey = unseal(keyring, apiKeyPlace(institution.id), institution.apiKeySealed)
    const budget = createRequestBudget(db.prisma, institution.id)
    const fresh = { made, wire, client: createAlmaClient({ baseUrl: institution.apiUrl, apiKey, budget, transport: wire }) }
    clients.set(institution.id, fresh)
    return fresh
  }
  const ctx: ServiceContext = {
    db: db.prisma,
    keyring,
    settings: { quietSeconds: options.quietSeconds, allowHosts: [], dataDir, publicUrl: "http://localhost:3000" },
    clock: () => new Date(Date.now() + offset),
    actor: { kind: "operator", name: "Operator" },
    almaFor: (institution) => connect(institution).client,
    wake: async (id, at) => {
      for (const runner of runners.slice(0, 1)) await runner.wake(id, at).catch(() => {})
    },
  }
  const onError = (error: unknown) => {
    const said = error instanceof Error ? `${error.name}: ${error.message.split("\n").findLast((line) => line.trim() !== "") ?? ""}` : String(error)
    unexpected.set(said, (unexpected.get(said) ?? 0) + 1)
  }
  const lantern: FaultLantern = {
    ctx,
    url,
    postgres,
    straightUrl: straight,
    cutOff: () => postgres.cut(name),
    async backUp() {
      const backup = `${name}_backup`
      await postgres.cut(name)
      await postgres.createDatabase(backup, name)
      return backup
    },
    async restore(backup) {
      await postgres.cut(name)
      await postgres.dropDatabase(name)
      await postgres.createDatabase(name, backup)
    },
    wireTo: (institution) => connect(institution).wire,
    async work(count) {
      for (let more = 0; more < count; more++) {
        runners.push(await startRunner({ url, ctx, onError, epochFile: path.join(dataDir, "epoch") }))
      }
    },
    async stopWorking() {
      await Promise.all(runners.splice(0).map((runner) => runner.stop()))
    },
    unexpected,
    setClock: (offsetMs) => {
      offset = offsetMs
    },
    async forget(institutionId) {
      const known = clients.get(institutionId)
      clients.delete(institutionId)
      await known?.wire.close()
    },
    async close() {
      await lantern.stopWorking().catch(() => {})
      await Promise.all([...clients.values()].map(({ wire }) => wire.close()))
      await blackHole.close()
      await db.close().catch(() => {})
      if (!shared) await postgres.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
  await lantern.work(options.workers ?? 1)
  return lantern
}
