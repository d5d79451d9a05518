import { setTimeout as delay } from "node:timers/promises"
import { afterEach, describe, expect, it } from "vitest"
import { practicePeople, plainId } from "@/lib/practice/people"
import type { RequestLogEntry } from "@/lib/practice/types"
import { addAccounts } from "@/lib/services/add-accounts"
import { declareOutage } from "@/lib/services/declare-outage"
import { endOutage } from "@/lib/services/end-outage"
import { previewAccounts } from "@/lib/services/preview-accounts"
import { returnAccounts } from "@/lib/services/return-accounts"
import { switchAccounts } from "@/lib/services/switch-accounts"
import type { TestLantern } from "./test-lantern"
import { testLantern } from "./test-lantern"
import { asked } from "./test-steps"

let lantern: TestLantern
afterEach(() => lantern.close())

const staff = (from: number, count: number) => Array.from({ length: count }, (_, at) => plainId(from + at))
const crowd = (count: number) => practicePeople({ count })
const isUser = (one: RequestLogEntry) => one.path.includes("/users/staff")
const reads = () => lantern.alma.requests().filter((one) => isUser(one) && one.method === "GET").length
/** On a machine so busy that a write found no turn within 1.5 s of its read, its account was read anew. */
const notSent = () => lantern.ctx.db.intent.count({ where: { kind: "return", errorCode: "unreachable" } })
const rate = (perSecond: number) => lantern.ctx.db.institution.updateMany({ data: { rate: perSecond } })
const writes = () => lantern.alma.requests().filter((one) => isUser(one) && one.method === "PUT").length

describe("requests to Alma", () => {
  it("are two reads an account to switch, and three requests to return and two looks of the quiet period", async () => {
    lantern = await testLantern({ alma: { people: crowd(40) }, rate: 30, quietSeconds: 6 })
    await lantern.work()
    const declared = { institution: "ABC", reason: "SSO is down", hours: 4, text: staff(0, 40).join("\n") }
    const outageId = await declareOutage(lantern.ctx, declared)
    expect(reads()).toBe(40)
    await switchAccounts(lantern.ctx, { outageId })
    await lantern.untilOutage(outageId, "active", 60)
    expect(reads()).toBe(3 * 40)
    const others = lantern.alma.requests().filter((one) => !isUser(one))
    expect(others.length).toBeLessThan(40)
    await endOutage(lantern.ctx, { outageId })
    await lantern.untilOutage(outageId, "closed", 80)
    expect(writes()).toBe(40)
    expect(reads()).toBe(3 * 40 + 2 * 40 + 2 * 40 + (await notSent()))
    expect(lantern.alma.requests().filter((one) => !isUser(one))).toHaveLength(others.length)
  }, 200_000)

  it("don't read a long list again when it is declared right after its preview", async () => {
    lantern = await testLantern({ alma: { people: crowd(80) }, rate: 15 })
    const text = staff(0, 80).join("\n")
    await previewAccounts(lantern.ctx, { institution: "ABC", text })
    expect(reads()).toBe(80)
    const declared = { institution: "ABC", reason: "SSO is down", hours: 4, text, acceptPreview: true, confirmCount: 80 }
    lantern.alma.editUser(plainId(3), (user) => ({ ...user, account_type: { value: "INTERNAL", desc: "Internal" }, external_id: "" }))
    const outageId = await declareOutage(lantern.ctx, declared)
    expect(reads()).toBe(80)
    // Whoever changed since is found before anything is switched.
    await lantern.work()
    await switchAccounts(lantern.ctx, { outageId })
    await lantern.untilOutage(outageId, "active", 80)
    expect(await lantern.hold(plainId(3))).toMatchObject({ state: "left_alone", verdict: "already_internal" })
    expect(lantern.alma.history(plainId(3)).filter((entry) => entry.what === "password")).toEqual([])
  }, 200_000)
})

describe("a long list", () => {
  it("is not read to its end when the outage ends meanwhile", async () => {
    lantern = await testLantern({ alma: { people: crowd(100) }, rate: 50 })
    const outageId = await asked(lantern, staff(0, 100))
    await rate(10)
    await lantern.work()
    const before = reads()
    while (reads() < before + 10) await delay(50)
    await endOutage(lantern.ctx, { outageId })
    await lantern.untilOutage(outageId, "closed", 20)
    expect(reads()).toBeLessThan(before + 80)
    expect(lantern.alma.requests().some((one) => one.op === "run" || one.method === "PUT")).toBe(false)
  }, 100_000)

  it("is not read back to its end either: everyone's way back begins at once", async () => {
    lantern = await testLantern({ alma: { people: crowd(100) }, rate: 50 })
    await lantern.work()
    const outageId = await asked(lantern, staff(0, 100))
    while ((await lantern.ctx.db.jobRun.count({ where: { state: "running" } })) === 0) await delay(20)
    await rate(10)
    while ((await lantern.ctx.db.hold.count({ where: { state: "internal" } })) < 10) await delay(50)
    await endOutage(lantern.ctx, { outageId })
    await rate(50)
    await lantern.untilOutage(outageId, "closed", 150)
    for (const id of staff(0, 100)) {
      const types = lantern.alma.history(id).filter((entry) => entry.what === "account_type").map((entry) => entry.to)
      expect(types, id).toEqual(["INTERNAL", "EXTERNAL"])
    }
    expect(writes()).toBe(100)
    // Declared, read before, read and read back on the way back, looked at twice: six each, and some read after the job.
    expect(reads()).toBeLessThan(6 * 100 + 90 + (await notSent()))
  }, 200_000)

  it("that is being read holds up nobody's early return", async () => {
    lantern = await testLantern({ alma: { people: crowd(100) }, rate: 50 })
    await lantern.work()
    const outageId = await asked(lantern, staff(0, 1))
    await lantern.until(plainId(0), ["internal"])
    await addAccounts(lantern.ctx, { outageId, text: staff(1, 99).join("\n") })
    await rate(10)
    const before = reads()
    await switchAccounts(lantern.ctx, { outageId })
    while (reads() < before + 5) await delay(50)
    await returnAccounts(lantern.ctx, { outageId, text: plainId(0) })
    await lantern.until(plainId(0), ["external_watching", "returned"], 30)
    expect(reads()).toBeLessThan(before + 85)
  }, 100_000)
})
