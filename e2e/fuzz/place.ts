import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { createDb } from "@/lib/db/client"
import { openKeyring } from "@/lib/db/keyring"
import { migrate } from "@/lib/db/migrate"
import { openScratchPostgres, type ScratchPostgres } from "@/lib/db/scratch-postgres"
import type { Role } from "@/lib/domain/actor"
import { env, rereadEnv } from "@/lib/env"
import { practicePeople } from "@/lib/practice/people"
import { type PracticeAlma, startPracticeAlma } from "@/lib/practice/practice-alma"
import { contextOf, createAlmaPool, type ServiceContext } from "@/lib/services/context"
import type { Waker } from "@/lib/services/waker"
import type { Behind } from "../security/behind"
import { MARKS } from "./judge"
import { makeWorld, type World } from "./world"

export type Side = "near" | "far"

export interface Principal {
  who: string
  cookie: string | null
  /** Whose rows it may see; null: nobody's. */
  side: Side | null
  /** Of somebody signed in, to put right what they did to themselves. */
  own?: { personId: string; institutionId: string; role: Role }
}

/** Those of a side and nobody: more often who gets further. */
const HOW_OFTEN = [0, 1, 2, 2, 3, 3, 3]

/** `who` from 0 to 6. */
export function asking(principals: readonly Principal[], sides: readonly Side[], who: number): Principal {
  const all = principals.filter(({ side }) => side === null || sides.includes(side))
  return all[HOW_OFTEN[who]! % all.length]!
}

export interface Place {
  behind: Behind
  dataDir: string
  /** For what needs no browser. */
  ctx: ServiceContext
  /** Nothing that is answered or logged may hold one of these. */
  secrets: string[]
  /** The institutions, people and rows of this round: the same lists, filled anew by `next`. */
  world: World
  /** Everybody is signed in, enabled and in their role again, and nobody is slowed down. */
  heal(): Promise<void>
  /** Two new institutions with their people, so that no round suffers from what the one before has closed or removed. */
  next(): Promise<void>
  close(): Promise<void>
}

/** Each Alma's people bear the mark of its side; those of the open one bear none. */
export type Almas = Record<Side | "open", PracticeAlma>

/** Postgres and the Almas: kept while databases come and go. */
export interface Ground {
  scratch: ScratchPostgres
  almas: Almas
  close(): Promise<void>
}

export async function openGround(): Promise<Ground> {
  const scratch = await openScratchPostgres()
  const start = (mark: string) => {
    const people = practicePeople().map((user) => ({ ...user, last_name: `${String(user.last_name)} ${mark}`.trim() }))
    return startPracticeAlma({ jobMs: 50, ratePerSecond: 0, people })
  }
  const [near, far, open] = await Promise.all([start(MARKS.near), start(MARKS.far), start("")])
  return {
    scratch, almas: { near, far, open },
    async close() {
      await Promise.all([near, far, open].map((alma) => alma.close()))
      await scratch.close()
    },
  }
}

let opened = 0

/** A database of its own, and settings that let actions, routes and commands run here. */
export async function openPlace({ scratch, almas }: Ground): Promise<Place> {
  const url = await scratch.createDatabase(`lantern_fuzz_${++opened}`)
  await migrate(url)
  const dataDir = await mkdtemp(path.join(tmpdir(), "lantern-fuzz-"))
  const allowed = Object.values(almas).map((alma) => new URL(alma.url).host)
  Object.assign(process.env, {
    DATABASE_URL: url, LANTERN_DATA_DIR: dataDir, LANTERN_URL: "http://localhost:3000", LANTERN_ALLOW_API_HOSTS: allowed.join(","), FUZZ_KEY: almas.near.apiKey,
  })
  rereadEnv()
  forgetProcess()
  const { prisma: db, pool, close } = createDb(url, { poolSize: 8 })
  const keyring = await openKeyring({ dataDir })
  const behind: Behind = { db, pool, keyring, close }
  const world: World = { principals: [], ids: [], words: [], codes: { near: "", far: "" }, scenes: [] }
  const { password } = new URL(url)
  const secrets = [almas.near.apiKey, password, (await readFile(path.join(dataDir, "key"), "utf8")).trim()]
  const ctx = contextOf(env(), {
    db, keyring, actor: { kind: "operator", name: "Operator fuzz" }, wake: async () => {}, almaFor: createAlmaPool(db, keyring, env().LANTERN_ALLOW_API_HOSTS),
  })
  let round = 0
  const own = secrets.length
  return {
    behind, dataDir, ctx, secrets, world,
    async next() {
      const made = await makeWorld(behind, ctx, almas, ++round)
      Object.assign(world, made.world)
      secrets.splice(own, secrets.length, ...made.secrets)
    },
    heal: () => heal(behind, world.principals),
    async close() {
      await endProcess()
      await close()
      await scratch.dropDatabase(`lantern_fuzz_${opened}`)
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function heal({ db }: Behind, principals: readonly Principal[]): Promise<void> {
  const people = principals.flatMap(({ own }) => own ?? [])
  const ids = people.map(({ personId }) => personId)
  await db.rateLimiterFlexible.deleteMany()
  await db.person.updateMany({ where: { id: { in: ids }, disabledAt: { not: null } }, data: { disabledAt: null } })
  await db.session.updateMany({ where: { personId: { in: ids }, revokedAt: { not: null } }, data: { revokedAt: null } })
  for (const { personId, institutionId, role } of people) {
    await db.membership.updateMany({ where: { personId, institutionId, role: { not: role } }, data: { role } })
  }
}

/** What Lantern's own process keeps for as long as it lives. */
const kept = globalThis as typeof globalThis & { lanternDb?: unknown; lanternKeyring?: unknown; lanternAlma?: unknown; lanternWaker?: Promise<Waker> | undefined }

function forgetProcess(): void {
  Object.assign(kept, { lanternDb: undefined, lanternKeyring: undefined, lanternAlma: undefined, lanternWaker: undefined })
}

async function endProcess(): Promise<void> {
  const { getDb } = await import("@/lib/db/client")
  await (await kept.lanternWaker?.catch(() => undefined))?.stop().catch(() => {})
  await getDb().close().catch(() => {})
}
