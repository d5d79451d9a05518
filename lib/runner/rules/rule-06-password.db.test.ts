import { readFile, readdir } from "node:fs/promises"
import path from "node:path"
import { afterEach, describe, expect, it, vi } from "vitest"
import type { Db } from "@/lib/db/types"
import { issueCodes } from "@/lib/services/issue-codes"
import { redeemCode } from "@/lib/services/redeem-code"
import type { Stepping } from "./stepping"
import { madeInternal, stepping } from "./stepping"

let lantern: Stepping
afterEach(async () => {
  vi.restoreAllMocks()
  await lantern.close()
})

async function slip(): Promise<string> {
  lantern = await stepping()
  const outageId = await madeInternal(lantern, ["bare"])
  return (await issueCodes(lantern.ctx, { outageId, kind: "slip" }))[0]!.code
}

async function redeem(code: string): Promise<string> {
  const ctx = { ...lantern.ctx, actor: { kind: "pickup" as const, name: "Pick-up" } }
  return (await redeemCode(ctx, { primaryId: "bare", code, address: "127.0.0.1" })).password
}

/** Every row of every table, pg-boss's too, as text. */
async function wholeDatabase(db: Db): Promise<string> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    select format('%I.%I', schemaname, tablename) as "name" from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`
  const texts: string[] = []
  for (const { name } of tables) {
    const rows = await db.$queryRawUnsafe<{ text: string }[]>(`select t::text as "text" from ${name} t`)
    texts.push(...rows.map((row) => row.text))
  }
  return texts.join("\n")
}

async function wholeFolder(folder: string): Promise<string> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  return (await Promise.all(files.map((file) => readFile(path.join(file.parentPath, file.name), "utf8")))).join("\n")
}

/** All that is printed from here on. */
function printed(): string[] {
  const lines: string[] = []
  const note = (...given: unknown[]) => {
    lines.push(given.map(String).join(" "))
    return true
  }
  for (const method of ["log", "info", "warn", "error", "debug"] as const) vi.spyOn(console, method).mockImplementation(note)
  vi.spyOn(process.stdout, "write").mockImplementation(note)
  vi.spyOn(process.stderr, "write").mockImplementation(note)
  return lines
}

describe("a temporary password", () => {
  it("stands in one answer and nowhere else: no row, no file, no line", async () => {
    const code = await slip()
    const runner = await lantern.work()
    const lines = printed()
    const password = await redeem(code)
    await lantern.ctx.wake(lantern.institution.id)
    await lantern.ctx.db.hold.updateMany({ data: { dueAt: new Date() } })
    await runner.stop()
    expect(lantern.alma.passwordWorks("bare", password)).toBe(true)
    expect(await wholeDatabase(lantern.ctx.db)).not.toContain(password)
    expect(await wholeFolder(lantern.ctx.settings.dataDir)).not.toContain(password)
    expect(lines.join("\n")).not.toContain(password)
    expect(lines.join("\n")).not.toContain(code)
    expect(await wholeDatabase(lantern.ctx.db)).not.toContain(code)
    // What is searched does hold what should be there.
    expect(await wholeDatabase(lantern.ctx.db)).toContain("hold.collected")
  }, 90_000)

  it("is asked to be changed at the first login", async () => {
    await redeem(await slip())
    expect(lantern.alma.mustChangePassword("bare")).toBe(true)
  }, 90_000)

  it("is not shown when nobody knows whether Alma has it", async () => {
    const code = await slip()
    lantern.alma.faults.add({ match: { method: "PUT" }, times: 5, fault: "reset_before_apply" })
    await expect(redeem(code)).rejects.toThrow("no password can be shown")
    const hold = await lantern.hold("bare")
    expect(hold.state).toBe("internal")
    expect(hold.needsHelpUntil!.getTime()).toBeGreaterThan(Date.now() + 280_000)
    await expect(redeem(code)).rejects.toThrow("do not fit")
  }, 90_000)

  it("is sent again after a lost answer, the same one, and shown once it is known to work", async () => {
    const code = await slip()
    lantern.alma.faults.add({ match: { method: "PUT" }, times: 1, fault: "reset_before_apply" })
    const before = lantern.puts()
    expect(lantern.alma.passwordWorks("bare", await redeem(code))).toBe(true)
    expect(lantern.puts()).toBe(before + 2)
  }, 90_000)

  it("is not sent again after a lost answer when it works already", async () => {
    const code = await slip()
    lantern.alma.faults.add({ match: { method: "PUT" }, times: 1, fault: "reset_after_apply" })
    const before = lantern.puts()
    expect(lantern.alma.passwordWorks("bare", await redeem(code))).toBe(true)
    expect(lantern.puts()).toBe(before + 1)
  }, 90_000)

  it("is not shown, and the code given back, when Alma refused it", async () => {
    const code = await slip()
    lantern.alma.faults.add({ match: { method: "PUT" }, times: 1, fault: "status429" })
    await expect(redeem(code)).rejects.toThrow("still good")
    expect(lantern.alma.passwordWorks("bare", await redeem(code))).toBe(true)
  }, 90_000)
})

describe("the queue", () => {
  it("carries ids only", async () => {
    lantern = await stepping()
    const runner = await lantern.work()
    await madeInternal(lantern, []).catch(() => {})
    await lantern.ctx.wake(lantern.institution.id, new Date(Date.now() + 3_600_000))
    await runner.stop()
    const jobs = await lantern.ctx.db.$queryRaw<{ data: Record<string, unknown> | null }[]>`select "data" from "pgboss"."job"`
    const data = jobs.flatMap((job) => Object.entries(job.data ?? {}))
    expect(data.length).toBeGreaterThan(0)
    for (const [name, value] of data) expect([name, value]).toEqual(["institutionId", lantern.institution.id])
  }, 90_000)
})
