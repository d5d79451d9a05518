import { afterEach, describe, expect, it } from "vitest"
import type { IssuedCodeView } from "@/lib/domain/views"
import { endOutage } from "@/lib/services/end-outage"
import { issueCodes } from "@/lib/services/issue-codes"
import { redeemCode } from "@/lib/services/redeem-code"
import type { Stepping } from "../rules/stepping"
import { madeInternal, stepping } from "../rules/stepping"

let lantern: Stepping
let outageId: string
afterEach(() => lantern.close())

async function ready(staff = ["bare"]): Promise<IssuedCodeView[]> {
  lantern = await stepping()
  outageId = await madeInternal(lantern, staff)
  return issueCodes(lantern.ctx, { outageId, kind: "slip" })
}

function redeem(code: string, primaryId = "bare") {
  const wakes: string[] = []
  const ctx = { ...lantern.ctx, actor: { kind: "pickup" as const, name: "Pick-up" }, wake: async (id: string) => void wakes.push(id) }
  return Object.assign(redeemCode(ctx, { primaryId, code, address: "127.0.0.1" }), { wakes })
}

const codeRow = () => lantern.ctx.db.pickupCode.findFirstOrThrow({ orderBy: { createdAt: "desc" } })
const lastIntent = () => lantern.ctx.db.intent.findFirstOrThrow({ where: { kind: "password" }, orderBy: { createdAt: "desc" } })
const actions = async () => (await lantern.ctx.db.auditEntry.findMany({ orderBy: { seq: "asc" } })).map((entry) => entry.action)
const onPut = (code: string, times: number) =>
  lantern.alma.faults.add({ match: { method: "PUT" }, times, fault: { kind: "ok_error_envelope", code } })

describe("a pick-up", () => {
  it("answers with all that is needed to log in, and writes down what it did", async () => {
    const [issued] = await ready()
    const answer = await redeem(` ${issued!.code.toLowerCase()} `, " BARE ")
    expect(answer).toMatchObject({ userName: "bare", institutionName: "Abbey College", loginUrl: lantern.institution.loginUrl, helpContact: null })
    const hold = await lantern.hold("bare")
    expect(hold).toMatchObject({ state: "collected", reason: null, needsHelpUntil: null, leaseOwner: null, leaseUntil: null })
    expect(hold.collectedAt).not.toBeNull()
    expect(hold.dueAt!.getTime() - hold.collectedAt!.getTime()).toBe(300_000)
    expect(await codeRow()).toMatchObject({ state: "used", usedAt: hold.collectedAt })
    expect(await lastIntent()).toMatchObject({ state: "applied" })
    expect(await actions()).toEqual(expect.arrayContaining(["code.issued", "hold.collected"]))
  }, 90_000)

  it("a second time, with a new code, is told as such", async () => {
    const [issued] = await ready()
    const first = (await redeem(issued!.code)).password
    const [again] = await issueCodes(lantern.ctx, { outageId, kind: "live", staff: "BARE" })
    const second = (await redeem(again!.code)).password
    expect([lantern.alma.passwordWorks("bare", first), lantern.alma.passwordWorks("bare", second)]).toEqual([false, true])
    expect((await actions()).filter((action) => action === "pickup.again")).toHaveLength(1)
  }, 90_000)

  it("draws another password where Alma's rule refuses one, three at most", async () => {
    const [issued] = await ready()
    const before = lantern.puts()
    onPut("500038", 2)
    expect(lantern.alma.passwordWorks("bare", (await redeem(issued!.code)).password)).toBe(true)
    expect(lantern.puts()).toBe(before + 3)
    const [again] = await issueCodes(lantern.ctx, { outageId, kind: "slip", staff: "bare" })
    onPut("500038", 3)
    await expect(redeem(again!.code)).rejects.toThrow("Alma did not take the change just now")
    expect(lantern.puts()).toBe(before + 6)
  }, 90_000)

  it("refused by Alma leaves the code good and the refusal on record", async () => {
    const [issued] = await ready()
    onPut("401652", 1)
    await expect(redeem(issued!.code)).rejects.toThrow("Try again in a minute: your code is still good")
    expect(await codeRow()).toMatchObject({ state: "live", claimedAt: null, usedAt: null })
    expect(await lastIntent()).toMatchObject({ state: "refused", errorCode: "401652" })
    expect(await lantern.hold("bare")).toMatchObject({ state: "internal", collectedAt: null, leaseOwner: null })
    expect(await actions()).toContain("pickup.not_applied")
    await redeem(issued!.code)
  }, 90_000)

  it("of an account that is External by now is refused, and it is looked at at once", async () => {
    const [issued] = await ready()
    lantern.alma.editUser("bare", (user) => ({ ...user, account_type: { value: "EXTERNAL" } }))
    const before = Date.now()
    const asking = redeem(issued!.code)
    await expect(asking).rejects.toThrow("not as Lantern left it. Ask for help: your code is still good.")
    expect(asking.wakes).toEqual([lantern.institution.id])
    const hold = await lantern.hold("bare")
    expect(hold.dueAt!.getTime()).toBeGreaterThanOrEqual(before)
    expect(hold.dueAt!.getTime()).toBeLessThanOrEqual(Date.now())
    expect([hold.leaseOwner, (await codeRow()).state, lantern.puts()]).toEqual([null, "live", 1])
    lantern.alma.removeUser("bare")
    await expect(redeem(issued!.code)).rejects.toThrow("not as Lantern left it")
  }, 90_000)

  it("while Alma is away is refused, and the code stays good", async () => {
    const [issued] = await ready()
    lantern.alma.faults.add({ match: { method: "GET" }, times: 3, fault: { kind: "status", status: 503 } })
    await expect(redeem(issued!.code)).rejects.toThrow("Alma does not answer just now. Try again in a minute: your code is still good.")
    expect([(await codeRow()).state, (await lantern.hold("bare")).leaseOwner]).toEqual(["live", null])
    await redeem(issued!.code)
  }, 90_000)

  it("of an account that needs a person waits for them, and after the end there is none", async () => {
    const [issued] = await ready()
    await lantern.ctx.db.hold.updateMany({ data: { state: "needs_person" } })
    await expect(redeem(issued!.code)).rejects.toThrow("not ready yet. Wait a few minutes and try again: your code is still good.")
    expect([(await codeRow()).state, (await lantern.hold("bare")).leaseOwner]).toEqual(["live", null])
    await lantern.ctx.db.hold.updateMany({ data: { state: "internal" } })
    await endOutage(lantern.ctx, { outageId })
    expect((await codeRow()).state).toBe("dead")
    await expect(redeem(issued!.code)).rejects.toThrow("do not fit together")
    expect(lantern.puts()).toBe(1)
  }, 90_000)

  it("without an answer leaves the account to a helper for five minutes", async () => {
    const [issued] = await ready()
    lantern.alma.faults.add({ match: { method: "PUT" }, times: 9, fault: "reset_before_apply" })
    await expect(redeem(issued!.code)).rejects.toThrow("a new code can be made in five minutes")
    expect([(await codeRow()).state, (await lastIntent()).state]).toEqual(["dead", "unknown"])
    expect(await actions()).toContain("pickup.unknown")
    await expect(issueCodes(lantern.ctx, { outageId, kind: "slip", staff: "bare" })).rejects.toThrow("got no answer from Alma. A new code can be made in a few minutes.")
    expect(await issueCodes(lantern.ctx, { outageId, kind: "slip" })).toEqual([])
    lantern.alma.faults.clear()
    await lantern.ctx.db.hold.updateMany({ data: { needsHelpUntil: new Date() } })
    const [again] = await issueCodes(lantern.ctx, { outageId, kind: "slip" })
    await redeem(again!.code)
    expect((await lantern.hold("bare")).needsHelpUntil).toBeNull()
  }, 90_000)
})

describe("codes", () => {
  it("are made for who is Internal and has none, and a named person's new one kills the older", async () => {
    const issued = await ready(["bare", "mixedseg"])
    expect(issued.map((one) => one.primaryId).toSorted()).toEqual(["bare", "mixedseg"])
    for (const one of issued) {
      expect(one).toMatchObject({ kind: "slip", holdId: (await lantern.hold(one.primaryId)).id })
      expect(new Date(one.expiresAt).getTime() - Date.now()).toBeGreaterThan(86_300_000)
      expect(new Date(one.expiresAt).getTime() - Date.now()).toBeLessThanOrEqual(86_400_000)
    }
    expect(await issueCodes(lantern.ctx, { outageId, kind: "slip" })).toEqual([])
    const [live] = await issueCodes(lantern.ctx, { outageId, kind: "live", holdIds: [(await lantern.hold("bare")).id] })
    expect(live!.code).toHaveLength(11)
    expect(new Date(live!.expiresAt).getTime() - Date.now()).toBeLessThanOrEqual(600_000)
    const older = issued.find((one) => one.primaryId === "bare")!
    await expect(redeem(older.code)).rejects.toThrow("do not fit together")
    await redeem(live!.code)
    await lantern.ctx.db.pickupCode.updateMany({ where: { state: "live" }, data: { expiresAt: new Date() } })
    const other = issued.find((one) => one.primaryId === "mixedseg")!
    await expect(redeem(other.code, "mixedseg")).rejects.toThrow("do not fit together")
    expect((await issueCodes(lantern.ctx, { outageId, kind: "slip" })).map((one) => one.primaryId)).toEqual(["mixedseg"])
  }, 90_000)

  it("are refused for who isn't on the list or isn't Internal, and after the end", async () => {
    await ready(["bare", "mixedseg"])
    const make = (staff: string) => issueCodes(lantern.ctx, { outageId, kind: "slip", staff })
    await expect(make("nobody.here")).rejects.toThrow("nobody.here is not on the list of this outage. No code was made.")
    await expect(issueCodes(lantern.ctx, { outageId, holdIds: ["none"] })).rejects.toThrow("None of these people is on the list of this outage.")
    await lantern.ctx.db.hold.updateMany({ where: { primaryId: "mixedseg" }, data: { state: "needs_person", name: "Mika S" } })
    await expect(make("bare\nmixedseg")).rejects.toThrow("Mika S is not Internal, so there is nothing to pick up. No code was made.")
    expect(await make("BARE\nbare")).toHaveLength(1)
    await endOutage(lantern.ctx, { outageId })
    await expect(make("bare")).rejects.toThrow("This outage has ended: no more codes are made.")
  }, 90_000)
})
