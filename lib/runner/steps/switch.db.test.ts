import { afterEach, describe, expect, it } from "vitest"
import type { Hold } from "@/lib/db/generated/client"
import { issueCodes } from "@/lib/services/issue-codes"
import { redeemCode } from "@/lib/services/redeem-code"
import { settleOutages } from "../settle-outages"
import { asked, stepContext } from "../test-steps"
import type { Stepping } from "../rules/stepping"
import { internal, madeInternal, stepping } from "../rules/stepping"

let lantern: Stepping
afterEach(() => lantern.close())

const NOW = new Date()
const clock = () => NOW
const seconds = (hold: Hold) => (hold.dueAt!.getTime() - NOW.getTime()) / 1000
const intents = async () => (await lantern.ctx.db.intent.findMany({ orderBy: { createdAt: "asc" } })).map((intent) => `${intent.kind} ${intent.state}`)
const onPut = (fault: Parameters<Stepping["alma"]["faults"]["add"]>[0]["fault"], times = 1) =>
  lantern.alma.faults.add({ match: { method: "PUT" }, times, fault })
const proved = async () => (await lantern.ctx.db.institution.findFirstOrThrow()).directProvedAt !== null

describe("the direct way", () => {
  it("makes one account Internal, and looks at it again in five minutes", async () => {
    lantern = await stepping()
    await asked(lantern, ["bare"])
    const done = await lantern.step("bare", { clock })
    expect(done).toMatchObject({ state: "internal", attempts: 0, reason: null, observedType: "INTERNAL", intendedAt: NOW, quietFrom: NOW, leaseOwner: null })
    expect(seconds(done)).toBe(300)
    expect(await intents()).toEqual(["switch_direct applied"])
    const seen = await lantern.ctx.db.observation.findMany({ where: { holdId: done.id }, orderBy: { id: "asc" } })
    expect(seen.map((one) => [one.purpose, one.accountType]).slice(-2)).toEqual([["before_switch", "EXTERNAL"], ["after_switch", "INTERNAL"]])
  }, 90_000)

  it("is tried by one account alone until it is proved, and then by all at once", async () => {
    lantern = await stepping()
    await lantern.ctx.db.institution.updateMany({ data: { directProvedAt: null } })
    await asked(lantern, ["bare", "mixedseg"])
    const [first, other] = await lantern.ctx.db.hold.findMany({ orderBy: { id: "asc" } })
    const waits = await lantern.step(other!.primaryId, { clock })
    expect([waits.state, seconds(waits), lantern.puts()]).toEqual(["waiting", 20, 0])
    onPut("reset_before_apply")
    expect(await lantern.step(first!.primaryId)).toMatchObject({ state: "switching" })
    expect(await lantern.step(other!.primaryId)).toMatchObject({ state: "waiting" })
    await lantern.ctx.db.hold.updateMany({ where: { state: "waiting" }, data: { dueAt: new Date(NOW.getTime() + 3_600_000) } })
    expect(await lantern.step(first!.primaryId)).toMatchObject({ state: "internal" })
    expect(await proved()).toBe(true)
    expect((await lantern.hold(other!.primaryId)).dueAt!.getTime()).toBeLessThan(NOW.getTime() + 60_000)
    expect(await lantern.step(other!.primaryId)).toMatchObject({ state: "internal" })
  }, 90_000)

  it("is left by all when Alma refuses the first", async () => {
    lantern = await stepping({ alma: { directAllowed: false } })
    await lantern.ctx.db.institution.updateMany({ data: { directProvedAt: null } })
    await asked(lantern, ["bare", "mixedseg"])
    const [first, other] = await lantern.ctx.db.hold.findMany({ orderBy: { id: "asc" } })
    await lantern.ctx.db.hold.updateMany({ where: { id: other!.id }, data: { dueAt: new Date(NOW.getTime() + 3_600_000) } })
    const refused = await lantern.step(first!.primaryId, { clock })
    expect(refused).toMatchObject({ state: "needs_person" })
    expect(refused.reason).toContain("does not take the direct way")
    expect(seconds(refused)).toBe(300)
    expect((await lantern.hold(other!.primaryId)).dueAt!.getTime()).toBeLessThanOrEqual(NOW.getTime() + 60_000)
    expect(await lantern.step(other!.primaryId)).toMatchObject({ state: "needs_person", reason: refused.reason, intendedAt: null })
    expect([await intents(), lantern.puts(), await proved()]).toEqual([["switch_direct refused"], 1, false])
  }, 90_000)

  it("waits a little where Alma asks for it, and counts no try", async () => {
    lantern = await stepping()
    await asked(lantern, ["bare"])
    onPut("status429")
    const told = await lantern.step("bare", { clock })
    expect(told).toMatchObject({ state: "waiting", attempts: 0, reason: "Alma asked for a pause. Lantern goes on by itself." })
    expect(seconds(told)).toBeLessThanOrEqual(3)
    expect(await intents()).toEqual(["switch_direct refused"])
  }, 90_000)

  it("asks a person after three that changed nothing", async () => {
    lantern = await stepping()
    await asked(lantern, ["bare"])
    onPut("ok_unchanged", 3)
    const still = await lantern.step("bare", { clock })
    expect(still).toMatchObject({ state: "switching", attempts: 1, reason: "Alma accepted the change, but the account still reads External." })
    expect(seconds(still)).toBe(1)
    await lantern.step("bare")
    expect(await lantern.step("bare")).toMatchObject({ state: "switching", attempts: 3 })
    const told = await lantern.step("bare", { clock })
    expect(told).toMatchObject({ state: "needs_person", reason: "Alma accepts the change, but the account stays External. Switch it by hand." })
    expect(lantern.puts()).toBe(3)
    expect(await intents()).toEqual(["switch_direct unknown", "switch_direct unknown", "switch_direct unknown"])
  }, 90_000)

  it("leaves alone whom the fresh look bars, and asks a person for whom it had asked Alma before", async () => {
    lantern = await stepping()
    await asked(lantern, ["bare", "mixedseg"])
    const expired = (user: object) => ({ ...user, expiry_date: "2001-01-01Z" })
    lantern.alma.editUser("bare", expired)
    expect(await lantern.step("bare")).toMatchObject({ state: "left_alone", verdict: "expired", dueAt: null })
    onPut("reset_before_apply")
    await lantern.step("mixedseg")
    lantern.alma.editUser("mixedseg", expired)
    const told = await lantern.step("mixedseg", { clock })
    expect(told).toMatchObject({ state: "needs_person", reason: "Expired 2001-01-01: could not log in." })
    expect(seconds(told)).toBe(60)
  }, 90_000)
})

describe("by hand", () => {
  it("a person is asked, and what they did is seen", async () => {
    lantern = await stepping({ route: "manual" })
    await asked(lantern, ["bare"])
    const told = await lantern.step("bare", { clock })
    expect(told).toMatchObject({ state: "needs_person", intendedAt: NOW, observedType: "EXTERNAL" })
    expect(told.reason).toMatch(/^Switch this account by hand: Search Users for Primary ID bare/)
    expect(seconds(told)).toBeLessThanOrEqual(60)
    expect(await lantern.step("bare")).toMatchObject({ state: "needs_person", reason: told.reason })
    lantern.alma.editUser("bare", internal)
    expect(await lantern.step("bare")).toMatchObject({ state: "internal", reason: null, observedType: "INTERNAL" })
    expect(lantern.puts()).toBe(0)
  }, 90_000)

  it("an account that is Internal by then, by our wish, needs nobody", async () => {
    lantern = await stepping({ route: "manual" })
    await asked(lantern, ["bare"])
    await lantern.step("bare")
    lantern.alma.editUser("bare", internal)
    await lantern.ctx.db.hold.updateMany({ data: { state: "waiting" } })
    expect(await lantern.step("bare")).toMatchObject({ state: "internal", reason: null })
  }, 90_000)
})

describe("while it is Internal", () => {
  it("is read every five minutes, and drift is told, with what to do", async () => {
    lantern = await stepping()
    await madeInternal(lantern, ["bare"])
    const calm = await lantern.step("bare", { clock })
    expect([calm.state, calm.reason, seconds(calm)]).toEqual(["internal", null, 300])
    lantern.alma.editUser("bare", (user) => ({ ...user, account_type: { value: "EXTERNAL" }, external_id: "SIS_BANNER" }))
    const drift = await lantern.step("bare", { clock })
    expect(drift).toMatchObject({ state: "needs_person", observedType: "EXTERNAL", desired: "internal" })
    expect(drift.reason).toBe("Read External although Lantern had made it Internal: a person or a user load changed it. Lantern changed nothing; try again to switch it anew.")
    expect(await lantern.step("bare")).toMatchObject({ state: "needs_person", reason: drift.reason })
    lantern.alma.editUser("bare", (user) => ({ ...user, account_type: { value: "INTEXTAUTH" } }))
    await lantern.ctx.db.hold.updateMany({ data: { state: "collected" } })
    expect((await lantern.step("bare")).reason).toContain("Read “INTEXTAUTH” although")
    expect(lantern.puts()).toBe(1)
  }, 90_000)

  it("who had collected is collected again when it is seen Internal again", async () => {
    lantern = await stepping()
    const outageId = await madeInternal(lantern, ["bare"])
    const [issued] = await issueCodes(lantern.ctx, { outageId, kind: "slip" })
    await redeemCode(lantern.ctx, { primaryId: "bare", code: issued!.code, address: "127.0.0.1" })
    await lantern.ctx.db.hold.updateMany({ data: { state: "needs_person", reason: "Read External." } })
    expect(await lantern.step("bare")).toMatchObject({ state: "collected", reason: null })
  }, 90_000)

  it("what can't be read now is read later, and who is gone needs a person", async () => {
    lantern = await stepping()
    await madeInternal(lantern, ["bare"])
    lantern.alma.faults.add({ match: { method: "GET" }, times: 3, fault: { kind: "status", status: 503 } })
    const later = await lantern.step("bare", { clock })
    expect(later).toMatchObject({ state: "internal", reason: null, attempts: 0, leaseOwner: null })
    expect(seconds(later)).toBeGreaterThanOrEqual(15)
    lantern.alma.removeUser("bare")
    expect(await lantern.step("bare")).toMatchObject({ state: "needs_person", reason: expect.stringContaining("Look for the person in Alma") })
  }, 90_000)
})

describe("an outage", () => {
  it("is active once nobody is on the way to Internal, and the others rest", async () => {
    lantern = await stepping()
    await asked(lantern, ["bare", "mixedseg"])
    const state = async () => {
      await settleOutages(await stepContext(lantern))
      return (await lantern.ctx.db.outage.findFirstOrThrow()).state
    }
    await lantern.step("bare")
    expect(await state()).toBe("switching")
    lantern.alma.editUser("mixedseg", internal)
    expect(await lantern.step("mixedseg")).toMatchObject({ state: "left_alone" })
    expect(await state()).toBe("active")
    expect(await state()).toBe("active")
    expect(await lantern.ctx.db.auditEntry.count({ where: { action: "outage.active" } })).toBe(1)
    await lantern.ctx.db.hold.updateMany({ where: { state: "left_alone" }, data: { dueAt: NOW } })
    expect(await lantern.step("mixedseg")).toMatchObject({ state: "left_alone", dueAt: null })
  }, 90_000)
})
