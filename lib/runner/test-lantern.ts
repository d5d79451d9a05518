import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { testDatabase } from "@/lib/db/test-database"
import type { Hold, Institution } from "@/lib/db/generated/client"
import { openKeyring } from "@/lib/db/keyring"
import type { HoldState } from "@/lib/domain/states"
import { isSettled } from "@/lib/domain/states"
import { practiceJobPayload } from "@/lib/practice/people"
import type { PracticeAlma } from "@/lib/practice/practice-alma"
import { startPracticeAlma } from "@/lib/practice/practice-alma"
import type { PracticeAlmaOptions } from "@/lib/practice/types"
import type { AddInstitutionInput } from "@/lib/services/institution-options"
import { addInstitution } from "@/lib/services/add-institution"
import type { ServiceContext } from "@/lib/services/context"
import { createAlmaPool } from "@/lib/services/context"
import { setJobPayload } from "@/lib/services/set-job-payload"
import type { Runner } from "./runner"
import { startRunner } from "./runner"

export interface TestLantern {
  ctx: ServiceContext
  alma: PracticeAlma
  institution: Institution
  url: string
  /** Starts a worker in this process. */
  work(): Promise<Runner>
  hold(primaryId: string): Promise<Hold>
  /** Waits until the account is in one of these states; throws with where it stands after `seconds`. */
  until(primaryId: string, states: HoldState[], seconds?: number): Promise<Hold>
  untilOutage(outageId: string, state: string, seconds?: number): Promise<void>
  close(): Promise<void>
}

/** A whole Lantern on a real database and a practice Alma, as an operator acts on it. */
export async function testLantern(
  options: { alma?: PracticeAlmaOptions; quietSeconds?: number; route?: AddInstitutionInput["route"]; rate?: number } = {},
): Promise<TestLantern> {
  const database = await testDatabase({ poolSize: 20 })
  const alma = await startPracticeAlma({ jobMs: 300, ratePerSecond: 0, ...options.alma })
  const dataDir = await mkdtemp(path.join(tmpdir(), "lantern-test-"))
  const keyring = await openKeyring({ dataDir })
  const db = database.db.prisma
  const runners: Runner[] = []
  const ctx: ServiceContext = {
    db,
    keyring,
    settings: {
      quietSeconds: options.quietSeconds ?? 1,
      allowHosts: [new URL(alma.url).host],
      dataDir,
      publicUrl: "http://localhost:3000",
    },
    clock: () => new Date(),
    actor: { kind: "operator", name: "Operator test" },
    almaFor: createAlmaPool(db, keyring),
    wake: async (institutionId, at) => {
      for (const runner of runners) await runner.wake(institutionId, at)
    },
  }
  const { code } = await addInstitution(ctx, {
    code: "ABC",
    name: "Abbey College",
    apiUrl: alma.url,
    apiKey: alma.apiKey,
    loginUrl: `${alma.url}/mng/login?auth=local`,
    route: options.route ?? "job",
    rate: options.rate ?? 50,
  })
  await setJobPayload(ctx, { institution: code, text: practiceJobPayload() })
  const institution = await db.institution.findUniqueOrThrow({ where: { code } })
  const hold = (primaryId: string) =>
    db.hold.findFirstOrThrow({ where: { primaryIdKey: primaryId.toLowerCase() }, orderBy: { createdAt: "desc" } })
  return {
    ctx,
    alma,
    institution,
    url: database.url,
    hold,
    async work() {
      const runner = await startRunner({ url: database.url, ctx })
      const stop = async () => {
        runners.splice(runners.indexOf(working), 1)
        await runner.stop()
      }
      const working = { ...runner, stop }
      runners.push(working)
      return working
    },
    until: (primaryId, states, seconds = 15) =>
      poll(seconds, () => hold(primaryId), (row) => states.includes(row.state), (row) => `${primaryId} is ${row.state}: ${row.reason}`),
    async untilOutage(outageId, state, seconds = 20) {
      const look = () => db.outage.findUniqueOrThrow({ where: { id: outageId }, include: { holds: true } })
      await poll(seconds, look, (row) => row.state === state, (row) => {
        const open = row.holds.filter((one) => !isSettled(one.state)).map((one) => `${one.primaryId} ${one.state} ${one.reason ?? ""}`)
        return `the outage is ${row.state}; ${open.join("; ")}`
      })
    },
    async close() {
      await Promise.all([...runners].map((runner) => runner.stop()))
      await alma.close()
      await database.drop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function poll<T>(seconds: number, look: () => Promise<T>, done: (row: T) => boolean, where: (row: T) => string): Promise<T> {
  const until = Date.now() + seconds * 1000
  for (;;) {
    const row = await look()
    if (done(row)) return row
    if (Date.now() > until) throw new Error(`After ${seconds} s ${where(row)}`)
    await new Promise((resolve) => setTimeout(resolve, 150))
  }
}
