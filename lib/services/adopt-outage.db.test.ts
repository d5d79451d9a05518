import { copyFile, readFile, readdir } from "node:fs/promises"
import path from "node:path"
import pg from "pg"
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest"
import { comparable } from "@/lib/practice/comparable"
import { startRunner, type Runner } from "@/lib/runner/runner"
import { testLantern, type TestLantern } from "@/lib/runner/test-lantern"
import { adoptOutage } from "./adopt-outage"
import { checkEpoch } from "./check-epoch"
import { declareOutage } from "./declare-outage"
import { endOutage } from "./end-outage"
import { recoverySheet, sheetFile } from "./recovery-sheet"
import { returnAccounts } from "./return-accounts"
import { switchAccounts } from "./switch-accounts"
import { openWaker, TICK_QUEUE } from "./waker"

const STAFF = ["bare", "mixedseg", "noteworthy"]
const NAME = "backup_of_"

let lantern: TestLantern
let worker: Runner | undefined
let server: pg.Client
let backups: string[]

beforeEach(async () => {
  lantern = await testLantern()
  server = new pg.Client({ connectionString: inject("scratchPostgres").url })
  await server.connect()
  lantern.ctx.wake = async (institutionId, at) => worker?.wake(institutionId, at)
  backups = []
})
afterEach(async () => {
  await worker?.stop()
  worker = undefined
  await lantern.close()
  for (const name of backups) await server.query(`drop database if exists "${name}" with (force)`)
  await server.end()
})

const epochFile = () => path.join(lantern.ctx.settings.dataDir, "epoch")
const database = () => new URL(lantern.url).pathname.slice(1)

/** Postgres copies the files of a database only while nobody is in it. */
async function leave(): Promise<void> {
  await worker?.stop()
  worker = undefined
  await server.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [database()])
}

async function backUp(): Promise<string> {
  await leave()
  const name = `${NAME}${backups.length}_${database()}`.slice(0, 60)
  await server.query(`create database "${name}" template "${database()}"`)
  backups.push(name)
  return name
}

async function restore(backup: string): Promise<void> {
  await leave()
  await server.query(`drop database "${database()}" with (force)`)
  await server.query(`create database "${database()}" template "${backup}"`)
}

async function work(): Promise<void> {
  worker = await startRunner({ url: lantern.url, ctx: lantern.ctx, epochFile: epochFile() })
}

async function declared(): Promise<string> {
  return declareOutage(lantern.ctx, { institution: "ABC", reason: "SSO is down", hours: 4, text: [...STAFF, "ogrady"].join("\n") })
}

async function switchAll(outageId: string): Promise<void> {
  await switchAccounts(lantern.ctx, { outageId })
  await work()
  for (const id of STAFF) await lantern.until(id, ["internal"], 30)
}

async function newestSheet(outageId: string): Promise<string> {
  const folder = path.join(lantern.ctx.settings.dataDir, "sheets")
  const [aside] = (await readdir(folder)).filter((name) => name.startsWith("before-restore-"))
  return readFile(path.join(folder, aside ?? "", `ABC-${outageId}.txt`), "utf8")
}

function refusal(text: string) {
  return adoptOutage(lantern.ctx, { text }).then(
    () => "taken over",
    (error: { code: string; message: string }) => `${error.code}: ${error.message}`,
  )
}

describe("after an old backup was restored", () => {
  it("brings everyone back whom the database has forgotten, with every field", async () => {
    const before = new Map(STAFF.map((id) => [id, lantern.alma.user(id)]))
    expect(await checkEpoch(lantern.ctx, epochFile())).toBe(false)
    const backup = await backUp()
    const outageId = await declared()
    await switchAll(outageId)
    await restore(backup)
    expect(await checkEpoch(lantern.ctx, epochFile())).toBe(true)
    expect(await lantern.ctx.db.hold.count()).toBe(0)

    const text = await newestSheet(outageId)
    const shown = await adoptOutage(lantern.ctx, { text, dryRun: true })
    expect(shown).toMatchObject({ outage: "forgotten", desired: "internal", takenOver: 3 })
    expect(await lantern.ctx.db.outage.count()).toBe(0)
    expect(await adoptOutage(lantern.ctx, { text })).toEqual(shown)
    await work()
    for (const id of STAFF) await lantern.until(id, ["internal"])
    await endOutage(lantern.ctx, { outageId })
    await lantern.untilOutage(outageId, "closed", 30)
    for (const id of STAFF) expect(comparable(lantern.alma.user(id))).toEqual(comparable(before.get(id)))
    const [entry] = await lantern.ctx.db.auditEntry.findMany({ where: { action: "outage.adopted" } })
    expect(entry).toMatchObject({ actor: "Operator test", outageId })
  }, 90_000)

  it("takes over those whom the backup still has as waiting", async () => {
    await checkEpoch(lantern.ctx, epochFile())
    const outageId = await declared()
    const backup = await backUp()
    await switchAll(outageId)
    await restore(backup)
    await work()
    expect((await lantern.hold("bare")).state).toBe("waiting")
    expect(await adoptOutage(lantern.ctx, { text: await newestSheet(outageId) })).toMatchObject({ outage: "open", takenOver: 3 })
    for (const id of STAFF) await lantern.until(id, ["internal"])
    await endOutage(lantern.ctx, { outageId })
    await lantern.untilOutage(outageId, "closed", 30)
    for (const id of STAFF) expect(lantern.alma.user(id)?.account_type).toMatchObject({ value: "EXTERNAL" })
    expect(lantern.alma.history("ogrady").filter((entry) => entry.what !== "request")).toEqual([])
  }, 90_000)

  it("returns them at once where another outage is open by now", async () => {
    await checkEpoch(lantern.ctx, epochFile())
    const backup = await backUp()
    const outageId = await declared()
    await switchAll(outageId)
    await restore(backup)
    await checkEpoch(lantern.ctx, epochFile())
    const other = await declareOutage(lantern.ctx, { institution: "ABC", reason: "Again", hours: 4, text: "aabernethy" })
    expect(await adoptOutage(lantern.ctx, { text: await newestSheet(outageId) })).toMatchObject({ desired: "external", takenOver: 3 })
    await work()
    for (const id of STAFF) await lantern.until(id, ["returned"], 30)
    const states = await lantern.ctx.db.outage.findMany({ select: { id: true, state: true } })
    expect(new Map(states.map((one) => [one.id, one.state]))).toEqual(new Map([[outageId, "closed"], [other, "declared"]]))
  }, 90_000)

  it("is noticed although Lantern was never started anew between the backup and the restore", async () => {
    await work()
    const started = await readFile(epochFile(), "utf8")
    const waker = await openWaker(lantern.url, { work: false, onError: () => {} })
    await waker.boss.send(TICK_QUEUE, {})
    await expect.poll(() => readFile(epochFile(), "utf8"), { timeout: 20_000 }).not.toBe(started)
    await waker.stop()
  }, 30_000)
})

describe("a sheet that is not acted on", () => {
  it("is one that was changed, is older, is another Alma's, or is none", async () => {
    const outageId = await declared()
    await switchAccounts(lantern.ctx, { outageId })
    const file = sheetFile(lantern.ctx, { id: outageId, institution: { code: "ABC" } })
    await copyFile(file, `${file}.first`)
    await returnAccounts(lantern.ctx, { outageId, text: "bare" })
    const first = await readFile(`${file}.first`, "utf8")
    const newest = await readFile(file, "utf8")
    const at = newest.lastIndexOf("-----END") - 20
    const changed = newest.slice(0, at) + (newest[at] === "A" ? "B" : "A") + newest.slice(at + 1)

    expect(await refusal("nothing")).toMatch(/^input: .*Nothing was changed\.$/)
    expect(await refusal(changed)).toMatch(/^refused: The sheet was changed/)
    expect(await refusal(first)).toMatch(/^refused: This is sheet No\. 1 of this outage, and No\. 2/)
    await lantern.ctx.db.institution.updateMany({ data: { almaIdentity: "OTHER|production" } })
    expect(await refusal(newest)).toMatch(/^refused: This sheet is not of the Alma/)
    await lantern.ctx.db.institution.updateMany({ data: { code: "XYZ" } })
    expect(await refusal(newest)).toMatch(/^not_found/)
    expect(await lantern.ctx.db.auditEntry.count({ where: { action: "outage.adopted" } })).toBe(0)
  }, 30_000)

  it("changes nothing where the database holds everyone on it", async () => {
    const outageId = await declared()
    await switchAll(outageId)
    const rows = await lantern.ctx.db.hold.findMany({ select: { id: true, state: true, original: true, intendedAt: true }, orderBy: { id: "asc" } })
    const adoption = await adoptOutage(lantern.ctx, { text: await recoverySheet(lantern.ctx, outageId) })
    expect(adoption).toMatchObject({ takenOver: 0, outage: "open" })
    expect(adoption.accounts.map((one) => one.what)).toEqual(["known", "known", "known"])
    expect(await lantern.ctx.db.hold.findMany({ select: { id: true, state: true, original: true, intendedAt: true }, orderBy: { id: "asc" } })).toEqual(rows)
  }, 60_000)

  it("brings nobody back whom Alma was never asked to switch", async () => {
    const outageId = await declared()
    const text = await recoverySheet(lantern.ctx, outageId)
    await lantern.ctx.db.observation.deleteMany({ where: { hold: { primaryIdKey: "bare" } } })
    await lantern.ctx.db.hold.deleteMany({ where: { primaryIdKey: "bare" } })
    const adoption = await adoptOutage(lantern.ctx, { text })
    expect(adoption.takenOver).toBe(0)
    expect(adoption.accounts.find((one) => one.primaryId === "bare")?.what).toBe("not_asked")
  }, 30_000)
})
