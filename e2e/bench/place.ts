import { readFile, readdir, rm } from "node:fs/promises"
import path from "node:path"
import { createDb } from "@/lib/db/client"
import { ensureDatabase } from "@/lib/db/embedded-postgres"
import { openKeyring } from "@/lib/db/keyring"
import { migrate } from "@/lib/db/migrate"
import { practiceJobPayload } from "@/lib/practice/people"
import type { AddInstitutionInput } from "@/lib/services/institution-options"
import { addInstitution } from "@/lib/services/add-institution"
import type { ServiceContext } from "@/lib/services/context"
import { createAlmaPool } from "@/lib/services/context"
import { setJobPayload } from "@/lib/services/set-job-payload"
import { openWaker } from "@/lib/services/waker"
import { makeFolder } from "../fixtures/environment"
import { Leftovers } from "./leftovers"
import { Child } from "./child"
import type { AlmaSpec, Arrival, RunningAlma, ToAlmas, ToWorker, Usage } from "./messages"

export interface Institution {
  id: string
  code: string
  /** Where it stands among the practice Almas. */
  at: number
}

/** One Lantern of its own: a Postgres that waits for its disk, practice Almas in one process, workers each in theirs. */
export interface Place {
  ctx: ServiceContext
  institutions: Institution[]
  workers: Child<ToWorker>[]
  addWorker(): Promise<Child<ToWorker>>
  arrivals(at: number, from: number): Promise<Arrival[]>
  internalNow(at: number): Promise<number>
  usage(): Promise<PlaceUsage>
  close(): Promise<void>
}

export interface PlaceUsage {
  workers: Usage[]
  almas: Usage
  /** CPU seconds of Postgres, all its processes; null where that can't be told. */
  postgres: number | null
}

export interface PlaceSpec {
  almas: AlmaSpec[]
  rate: number
  workers: number
  quietSeconds: number
  route?: AddInstitutionInput["route"]
}

const dropped = async () => {}
const opened = new Set<() => Promise<void>>()

/** A stop in the middle of the cases leaves neither processes nor folders. */
export async function closePlaces(): Promise<void> {
  await Promise.allSettled([...opened].map((close) => close()))
}

export async function openPlace(spec: PlaceSpec): Promise<Place> {
  const folder = await makeFolder()
  const dataDir = folder.path
  const note = await Leftovers.note(dataDir)
  const closers: (() => Promise<unknown>)[] = [() => rm(note, { force: true }), () => folder.remove()]
  const close = async () => {
    opened.delete(close)
    for (const closer of closers.splice(0).reverse()) await closer().catch(() => {})
  }
  opened.add(close)
  try {
    return { ...(await fill(spec, dataDir, closers)), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function fill(spec: PlaceSpec, dataDir: string, closers: (() => Promise<unknown>)[]): Promise<Omit<Place, "close">> {
  const database = await ensureDatabase({ LANTERN_DATA_DIR: dataDir })
  closers.push(async () => {
    await database.release()
    if (database.home && database.home !== dataDir) await rm(database.home, { recursive: true, force: true })
  })
  await migrate(database.url)
  const keyring = await openKeyring({ dataDir })
  const db = createDb(database.url, { poolSize: 12 })
  closers.push(() => db.close())
  const almas = await Child.start<ToAlmas>("almas-main.ts", spec.almas)
  closers.push(() => almas.child.end())
  const running = almas.ready as RunningAlma[]
  const allowHosts = running.map(({ url }) => new URL(url).host)
  const waker = await openWaker(database.url, { work: false, onError: () => {} })
  closers.push(() => waker.stop())
  const ctx: ServiceContext = {
    db: db.prisma,
    keyring,
    settings: { quietSeconds: spec.quietSeconds, allowHosts, dataDir, publicUrl: "http://localhost:3000" },
    clock: () => new Date(),
    actor: { kind: "operator", name: "Operator" },
    almaFor: createAlmaPool(db.prisma, keyring),
    wake: waker.wake,
  }
  const institutions: Institution[] = []
  for (const [at, alma] of running.entries()) institutions.push(await enter(ctx, alma, at, spec))
  const workers: Child<ToWorker>[] = []
  const addWorker = async () => {
    const { child } = await Child.start<ToWorker>("worker-main.ts", { url: database.url, dataDir, quietSeconds: spec.quietSeconds, allowHosts })
    workers.push(child)
    closers.push(() => child.end({ ask: "stop" }))
    return child
  }
  for (let at = 0; at < spec.workers; at++) await addWorker()
  return {
    ctx,
    institutions,
    workers,
    addWorker,
    arrivals: async (at, from) => (await almas.child.ask({ ask: "arrivals", at, from })) as Arrival[],
    internalNow: async (at) => (await almas.child.ask({ ask: "internal", at })) as number,
    usage: async () => ({
      workers: await Promise.all(workers.map(async (worker) => (await worker.ask({ ask: "usage" })) as Usage)),
      almas: (await almas.child.ask({ ask: "usage" })) as Usage,
      postgres: await postgresCpu(database.home ?? dataDir),
    }),
  }
}

async function enter(ctx: ServiceContext, alma: RunningAlma, at: number, { rate, route = "job" }: PlaceSpec): Promise<Institution> {
  const code = codeOf(at)
  const quiet = { ...ctx, wake: dropped }
  await addInstitution(quiet, { code, name: `Institution ${code}`, apiUrl: alma.url, apiKey: alma.apiKey, loginUrl: `${alma.url}/mng/login`, route, rate })
  if (route === "job") await setJobPayload(quiet, { institution: code, text: practiceJobPayload() })
  const { id } = await ctx.db.institution.findUniqueOrThrow({ where: { code } })
  return { id, code, at }
}

/** AAA, AAB, … */
function codeOf(at: number): string {
  return [676, 26, 1].map((size) => String.fromCharCode(65 + (Math.floor(at / size) % 26))).join("")
}

/** Linux tells the CPU time of each process, those that have ended in their parent's. */
async function postgresCpu(home: string): Promise<number | null> {
  try {
    const [first] = (await readFile(path.join(home, "postgres/postmaster.pid"), "utf8")).split("\n")
    const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name))
    const stats = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, "utf8").catch(() => "")))
    const fields = stats.map((stat) => ({ pid: stat.split(" ")[0], rest: stat.slice(stat.lastIndexOf(")") + 2).split(" ") }))
    const ticks = fields
      .filter(({ pid, rest }) => pid === first || rest[1] === first)
      .map(({ pid, rest }) => Number(rest[11]) + Number(rest[12]) + (pid === first ? Number(rest[13]) + Number(rest[14]) : 0))
    return ticks.reduce((sum, one) => sum + one, 0) / 100
  } catch {
    return null
  }
}
