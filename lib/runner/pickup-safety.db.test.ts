import { setTimeout as delay } from "node:timers/promises"
import { afterEach, describe, expect, it } from "vitest"
import { claimHold, releaseHold } from "@/lib/db/claims"
import type { PracticeAlmaOptions } from "@/lib/practice/types"
import { AppError } from "@/lib/domain/errors"
import { endOutage } from "@/lib/services/end-outage"
import { issueCodes } from "@/lib/services/issue-codes"
import { recoverPickup } from "@/lib/services/recover-pickup"
import { redeemCode } from "@/lib/services/redeem-code"
import type { TestLantern } from "./test-lantern"
import { testLantern } from "./test-lantern"
import { asked, stepContext } from "./test-steps"

let lantern: TestLantern
afterEach(() => lantern.close())

/** One account that is Internal and has a code; no worker is left running. */
async function readyToPickUp(alma: PracticeAlmaOptions = {}): Promise<{ code: string; outageId: string }> {
  lantern = await testLantern({ alma })
  const runner = await lantern.work()
  const outageId = await asked(lantern, ["bare"])
  await lantern.until("bare", ["internal"])
  await runner.stop()
  const [issued] = await issueCodes(lantern.ctx, { outageId, kind: "slip" })
  return { code: issued!.code, outageId }
}

function redeem(code: string) {
  const ctx = { ...lantern.ctx, actor: { kind: "pickup" as const, name: "Pick-up" } }
  return redeemCode(ctx, { primaryId: "bare", code, address: "127.0.0.1" })
}

function passwordWrites(): number {
  return lantern.alma.history("bare").filter((entry) => entry.what === "password" && entry.by === "api").length
}

describe("a password that was sent twice because its first answer was lost", () => {
  it("keeps the next one waiting, since the first may still land", async () => {
    const { code, outageId } = await readyToPickUp()
    const late = { kind: "late_apply" as const, delayMs: 60_000, validated: true }
    lantern.alma.faults.add({ match: { method: "PUT" }, fault: late })
    const { password } = await redeem(code)
    const [next] = await issueCodes(lantern.ctx, { outageId, kind: "slip", staff: "bare" })
    await expect(redeem(next!.code)).rejects.toThrow("your code is still good")
    expect(lantern.alma.passwordWorks("bare", password)).toBe(true)
    expect(passwordWrites()).toBe(1)

    await lantern.ctx.db.intent.updateMany({ where: { kind: "password" }, data: { settledAt: new Date(Date.now() - 300_000) } })
    const after = await redeem(next!.code)
    expect(lantern.alma.passwordWorks("bare", after.password)).toBe(true)
  }, 60_000)
})

describe("a pick-up code", () => {
  it("works once, also when a worker looked at the account while its owner waited", async () => {
    const { code } = await readyToPickUp()
    const step = await stepContext(lantern)
    const { id } = await lantern.hold("bare")
    const watched = (await claimHold(lantern.ctx.db, id, "pickup:another"))!
    const first = redeem(code)
    await delay(400)
    await recoverPickup(step, watched)
    await releaseHold(lantern.ctx.db, id, watched.fence)
    const { password } = await first
    await expect(redeem(code)).rejects.toThrow("do not fit")
    expect(lantern.alma.passwordWorks("bare", password)).toBe(true)
    expect(passwordWrites()).toBe(1)
  }, 30_000)

  it("that was given back while its owner waited sets no password for the one who waited", async () => {
    const { code } = await readyToPickUp()
    const { db } = lantern.ctx
    const other = (await claimHold(db, (await lantern.hold("bare")).id, "pickup:another"))!
    const first = redeem(code)
    await delay(400)
    await db.pickupCode.updateMany({ data: { state: "live", claimedAt: null } })
    await releaseHold(db, other.id, other.fence)
    await expect(first).rejects.toThrow("Try again")
    expect(passwordWrites()).toBe(0)
    await redeem(code)
    expect(passwordWrites()).toBe(1)
  }, 30_000)

  it("made right after a pick-up that died sets no password until a late write can't undo it", async () => {
    const { code, outageId } = await readyToPickUp()
    const { db } = lantern.ctx
    const dead = (await claimHold(db, (await lantern.hold("bare")).id, "pickup:0"))!
    await db.pickupCode.updateMany({ data: { state: "claimed", claimedAt: new Date() } })
    await db.intent.create({ data: { holdId: dead.id, kind: "password", fence: dead.fence, createdAt: new Date() } })
    const [issued] = await issueCodes(lantern.ctx, { outageId, kind: "slip", holdIds: [dead.id] })
    await db.hold.update({ where: { id: dead.id }, data: { leaseUntil: new Date(0) } })
    await expect(redeem(issued!.code)).rejects.toThrow("few minutes")
    expect(passwordWrites()).toBe(0)
    expect((await lantern.hold("bare")).needsHelpUntil?.getTime()).toBeGreaterThan(Date.now() + 200_000)
    await expect(redeem(code)).rejects.toThrow("do not fit")
    // Five minutes later the code that was refused is still good.
    await db.hold.update({ where: { id: dead.id }, data: { needsHelpUntil: new Date(0) } })
    const { password } = await redeem(issued!.code)
    expect(lantern.alma.passwordWorks("bare", password)).toBe(true)
  }, 30_000)

  it("that End overtakes leaves the account to its return at once", async () => {
    lantern = await testLantern()
    await lantern.work()
    const outageId = await asked(lantern, ["bare"])
    await lantern.until("bare", ["internal"])
    const [issued] = await issueCodes(lantern.ctx, { outageId, kind: "slip" })
    lantern.alma.faults.add({ match: { method: "PUT" }, times: 1, fault: { kind: "slow_body", delayMs: 3_000 } })
    const pickup = redeem(issued!.code)
    pickup.catch(() => {})
    await expect.poll(passwordWrites, { timeout: 10_000 }).toBe(1)
    await endOutage(lantern.ctx, { outageId })
    await expect(pickup).rejects.toThrow("The outage has ended")
    expect(await lantern.hold("bare")).toMatchObject({ desired: "external" })
    // Well before the lease of the pick-up would have run out.
    await lantern.untilOutage(outageId, "closed", 12)
    expect(await lantern.ctx.db.intent.count({ where: { kind: "password", state: "sent" } })).toBe(0)
  }, 40_000)

  it("shows a password that opens the account, also when Alma said 200 and did nothing", async () => {
    const { code } = await readyToPickUp()
    lantern.alma.faults.add({ match: { method: "PUT" }, times: 1, fault: "ok_unchanged" })
    const { password } = await redeem(code)
    expect(lantern.alma.passwordWorks("bare", password)).toBe(true)
    expect(passwordWrites()).toBe(1)
  }, 30_000)

  it("shows none that Alma didn't set, also when the answer to sending it once more was lost", async () => {
    const { code } = await readyToPickUp()
    const put = { match: { method: "PUT" }, times: 1 }
    lantern.alma.faults.add({ ...put, fault: "ok_unchanged" }, { ...put, fault: "reset_before_apply" })
    const { password } = await redeem(code)
    expect(lantern.alma.passwordWorks("bare", password)).toBe(true)
    expect(passwordWrites()).toBe(1)
  }, 30_000)

  it("shows none when Alma said 200 once, lets nobody in with it, and can't be reached any more", async () => {
    const { code } = await readyToPickUp()
    const put = { match: { method: "PUT" } }
    lantern.alma.faults.add({ ...put, times: 1, fault: "ok_unchanged" }, { ...put, times: 20, fault: "reset_before_apply" })
    await expect(redeem(code)).rejects.toThrow("no password can be shown")
    expect(await lantern.hold("bare")).toMatchObject({ state: "internal", collectedAt: null })
  }, 30_000)

  it("shows the password also where Alma lets nobody log in before the password is changed", async () => {
    const { code } = await readyToPickUp({ authWhileForced: "refused" })
    const { password } = await redeem(code)
    expect(lantern.alma.passwordWorks("bare", password)).toBe(true)
    expect(passwordWrites()).toBe(2)
  }, 30_000)

  it("used by many at once is shown a password once, also one that dies of five wrong tries", async () => {
    const { outageId } = await readyToPickUp()
    const { id } = await lantern.hold("bare")
    const [issued] = await issueCodes(lantern.ctx, { outageId, kind: "live", holdIds: [id] })
    const ctx = { ...lantern.ctx, actor: { kind: "pickup" as const, name: "Pick-up" } }
    const uses = Array.from({ length: 25 }, (_, at) => redeemCode(ctx, { primaryId: "bare", code: issued!.code, address: `10.0.0.${at}` }))
    const answers = await Promise.allSettled(uses)
    const refused = answers.filter((answer) => answer.status === "rejected").map((answer) => answer.reason as unknown)
    expect(refused.filter((reason) => !(reason instanceof AppError))).toEqual([])
    expect(refused).toHaveLength(24)
    expect(passwordWrites()).toBe(1)
  }, 40_000)

  it("does not wait behind a worker that only reads the account", async () => {
    const { code } = await readyToPickUp()
    const { id } = await lantern.hold("bare")
    const watched = (await claimHold(lantern.ctx.db, id, "a worker"))!
    const started = Date.now()
    await redeem(code)
    expect(Date.now() - started).toBeLessThan(5_000)
    const row = await lantern.hold("bare")
    expect(row.fence).toBeGreaterThan(watched.fence)
    expect(row.state).toBe("collected")
  }, 30_000)
})
