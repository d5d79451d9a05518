import { mkdir } from "node:fs/promises"
import path from "node:path"
import pg from "pg"
import { createDb, type OpenDb } from "@/lib/db/client"
import { openKeyring } from "@/lib/db/keyring"
import { migrate } from "@/lib/db/migrate"
import { LASTING, openScratchPostgres, type OwnScratchPostgres } from "@/lib/db/scratch-postgres"
import { practiceJobPayload } from "@/lib/practice/job-payload"
import { practicePeople } from "@/lib/practice/people"
import { startPracticeAlma, type PracticeAlma } from "@/lib/practice/practice-alma"
import type { PracticeAlmaOptions } from "@/lib/practice/types"
import { addInstitution } from "@/lib/services/add-institution"
import { createAlmaPool, type ServiceContext } from "@/lib/services/context"
import { setJobPayload } from "@/lib/services/set-job-payload"

const KEY = "a2V5IGZvciB3aGF0IGlzIGtlcHQgaW4gYSBmb2xkZXIgZm9yIG1pbnV0ZXM"

export interface SceneOptions {
  /** For its data: kept when something went wrong. */
  folder: string
  quietSeconds: number
}

/** A database, the settings that every process of Lantern is started with, and a context for preparing things. */
export interface Scene {
  postgres: OwnScratchPostgres
  /** Of the processes that are killed. */
  settings: Record<string, string>
  url: string
  ctx: ServiceContext
  /** For looking, with one connection a question, so that a crash of the database costs one question. */
  look<T extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<T[]>
  close(): Promise<void>
}

export async function openScene({ folder, quietSeconds }: SceneOptions): Promise<Scene> {
  const dataDir = path.join(folder, "data")
  await mkdir(dataDir, { recursive: true })
  const postgres = await openScratchPostgres({ settings: LASTING, trust: true })
  const url = await postgres.createDatabase("lantern")
  await migrate(url)
  const keyring = await openKeyring({ masterKey: KEY, dataDir })
  const db: OpenDb = createDb(url, { poolSize: 8 })
  const ctx: ServiceContext = {
    db: db.prisma,
    keyring,
    settings: { quietSeconds, allowHosts: [], dataDir, publicUrl: "http://localhost:3000" },
    clock: () => new Date(),
    actor: { kind: "operator", name: "Operator" },
    almaFor: createAlmaPool(db.prisma, keyring),
    wake: async () => {},
  }
  const looking = new pg.Pool({ connectionString: url, max: 6, connectionTimeoutMillis: 5_000, query_timeout: 10_000 })
  looking.on("error", () => {})
  return {
    postgres,
    url,
    ctx,
    settings: {
      DATABASE_URL: url,
      LANTERN_DATA_DIR: dataDir,
      LANTERN_KEY: KEY,
      LANTERN_QUIET_PERIOD_SECONDS: String(quietSeconds),
      LANTERN_PRACTICE: "0",
    },
    look: async <T extends pg.QueryResultRow>(sql: string, values: unknown[] = []) => (await looking.query<T>(sql, values)).rows,
    async close() {
      await looking.end().catch(() => {})
      await db.close().catch(() => {})
      await postgres.close()
    },
  }
}

export interface Institution {
  code: string
  id: string
  route: "job" | "direct"
  alma: PracticeAlma
}

const used = new Set<number>()

/** On a port that no Alma of this run had before: what an earlier institution still looks for must not find another. */
async function startFresh(options: PracticeAlmaOptions): Promise<PracticeAlma> {
  for (;;) {
    const alma = await startPracticeAlma(options)
    if (!used.has(alma.port)) {
      used.add(alma.port)
      return alma
    }
    await alma.close()
  }
}

/** An institution with an Alma of its own, entered as an operator does it. */
export async function enterInstitution(
  ctx: ServiceContext,
  entry: { code: string; route: "job" | "direct"; rate: number; alma?: PracticeAlmaOptions },
): Promise<Institution> {
  const { code, route, rate } = entry
  const alma = await startFresh({
    ratePerSecond: 0,
    jobMs: 400,
    jobLimits: { running: 100, startsPerHour: 1_000 },
    people: practicePeople(),
    institution: { value: `01${code}_INST`, desc: `${code} College` },
    directAllowed: route === "direct",
    ...entry.alma,
  })
  try {
    ctx.settings.allowHosts.push(new URL(alma.url).host)
    const { id } = await addInstitution(ctx, {
      code, name: `${code} College`, apiUrl: alma.url, apiKey: alma.apiKey, loginUrl: `${alma.url}/mng/login?auth=local`, route, rate,
    })
    if (route === "job") await setJobPayload(ctx, { institution: code, text: practiceJobPayload() })
    return { code, id, route, alma }
  } catch (error) {
    await alma.close()
    throw error
  }
}
