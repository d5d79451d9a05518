import { afterEach, describe, expect, it } from "vitest"
import type { Hold } from "@/lib/db/generated/client"
import type { Fault, FaultKind } from "@/lib/practice/faults"
import { endOutage } from "@/lib/services/end-outage"
import type { Stepping } from "../rules/stepping"
import { internal, madeInternal, stepping, wantedBack } from "../rules/stepping"

let lantern: Stepping
afterEach(() => lantern.close())

const NOW = new Date()
const clock = () => NOW
const onPut = (fault: Fault | FaultKind, times = 1) => lantern.alma.faults.add({ match: { method: "PUT" }, times, fault })
const seconds = (hold: Hold) => (hold.dueAt!.getTime() - NOW.getTime()) / 1000
const lastIntent = async () => (await lantern.ctx.db.intent.findMany({ where: { kind: "return" }, orderBy: { createdAt: "asc" } })).at(-1)
const attempts = (count: number) => lantern.ctx.db.hold.updateMany({ data: { attempts: count } })
const BY_HAND = /By hand: Search Users for Primary ID bare .* Check that Account Type says Internal\. Choose Toggle Account Type; as External ID enter SIS_BANNER, then Confirm\.$/

describe("a return that Alma refuses", () => {
  it("asks a person with the steps by hand, and is tried again for ever", async () => {
    lantern = await stepping()
    await wantedBack(lantern, ["bare"])
    onPut({ kind: "ok_error_envelope", code: "401858" }, 2)
    const first = await lantern.step("bare", { clock })
    expect(first).toMatchObject({ state: "needs_person", attempts: 1, leaseOwner: null })
    expect(first.reason).toMatch(/^Alma refused it: .*\(401858\)\. By hand: /)
    expect(first.reason).toMatch(BY_HAND)
    expect(seconds(first)).toBe(10)
    expect(await lastIntent()).toMatchObject({ state: "refused", errorCode: "401858", settledAt: NOW })
    // Who waits for a person stays where people look, and keeps the reason while it is tried.
    await attempts(8)
    const second = await lantern.step("bare", { clock })
    expect(second).toMatchObject({ state: "needs_person", attempts: 9, reason: first.reason })
    expect(seconds(second)).toBeGreaterThanOrEqual(255)
    expect(seconds(second)).toBeLessThanOrEqual(345)
    expect(await lantern.step("bare")).toMatchObject({ state: "external_watching", reason: null, attempts: 0 })
  }, 90_000)

  it("asks for patience only, when it is for now", async () => {
    lantern = await stepping()
    await wantedBack(lantern, ["bare"])
    onPut("status429")
    const told = await lantern.step("bare", { clock })
    expect(told).toMatchObject({ state: "returning", reason: "Alma asked for a pause. Lantern goes on by itself." })
    expect(seconds(told)).toBeGreaterThanOrEqual(1)
    expect(seconds(told)).toBeLessThanOrEqual(3)
    expect(await lastIntent()).toMatchObject({ state: "refused", errorCode: expect.any(String) })
  }, 90_000)

  it("asks a person when the key isn't taken any more", async () => {
    lantern = await stepping()
    await wantedBack(lantern, ["bare"])
    onPut("key_revoked")
    const told = await lantern.step("bare", { clock })
    expect(told.state).toBe("needs_person")
    expect(told.reason).toContain("does not accept the API key")
    expect(told.reason).toMatch(BY_HAND)
  }, 90_000)
})

describe("a return that nobody can tell of", () => {
  it("is tried again soon, and at the fourth a person is asked", async () => {
    lantern = await stepping()
    await wantedBack(lantern, ["bare"])
    onPut("reset_before_apply", 4)
    for (const most of [2.3, 4.6, 9.2]) {
      const told = await lantern.step("bare", { clock })
      expect(told).toMatchObject({ state: "returning", reason: "Alma's answer was lost. Lantern reads the account to learn what happened." })
      expect(told.quietFrom).toEqual(NOW)
      expect(seconds(told)).toBeLessThanOrEqual(most)
      expect(seconds(told)).toBeGreaterThanOrEqual(0.7 * most)
    }
    const asked = await lantern.step("bare", { clock })
    expect(asked).toMatchObject({ state: "needs_person", attempts: 4 })
    expect(asked.reason).toMatch(/^Alma's answer was lost\..* By hand: /)
    expect(await lantern.step("bare")).toMatchObject({ state: "external_watching", reason: null })
  }, 90_000)

  it("was a 200 that changed nothing: tried again, and at the fourth a person is asked", async () => {
    lantern = await stepping()
    await wantedBack(lantern, ["bare"])
    onPut("ok_unchanged", 4)
    expect(await lantern.step("bare", { clock })).toMatchObject({ state: "returning", attempts: 1, observedType: "INTERNAL", quietFrom: NOW })
    await attempts(2)
    expect((await lantern.step("bare", { clock })).reason).toBe("Alma accepted the change, but the account still reads Internal.")
    const asked = await lantern.step("bare", { clock })
    expect(asked).toMatchObject({ state: "needs_person", attempts: 4 })
    expect(asked.reason).toMatch(/^Alma accepts the change, but the account stays Internal\. By hand: /)
    expect(asked.reason).toMatch(BY_HAND)
    expect(seconds(asked)).toBeGreaterThan(13)
    expect(seconds(asked)).toBeLessThan(19)
  }, 90_000)
})

describe("an account that is External", () => {
  it("but with another external id, or none, is told to a person and not proved", async () => {
    lantern = await stepping()
    await wantedBack(lantern, ["bare"])
    lantern.alma.editUser("bare", (user) => ({ ...user, account_type: { value: "EXTERNAL" }, external_id: "SIS_OTHER" }))
    const other = await lantern.step("bare", { clock })
    expect(other).toMatchObject({ state: "needs_person", externalReads: 0, observedType: "EXTERNAL" })
    expect(other.reason).toContain("its external id is SIS_OTHER; it was SIS_BANNER")
    expect(seconds(other)).toBe(30)
    lantern.alma.editUser("bare", (user) => ({ ...user, external_id: "" }))
    expect((await lantern.step("bare")).reason).toContain("its external id is empty; it was SIS_BANNER")
    lantern.alma.editUser("bare", (user) => ({ ...user, external_id: "SIS_BANNER" }))
    expect(await lantern.step("bare")).toMatchObject({ state: "external_watching", externalReads: 1, reason: null })
  }, 90_000)

  it("by somebody's hand gets its segments back from us, once", async () => {
    lantern = await stepping()
    const before = lantern.alma.user("mixedseg")!
    await wantedBack(lantern, ["mixedseg"])
    const byHand = () => lantern.alma.editUser("mixedseg", (user) => ({ ...user, account_type: before.account_type, external_id: before.external_id }))
    byHand()
    const puts = lantern.puts()
    expect(await lantern.step("mixedseg")).toMatchObject({ state: "external_watching" })
    expect(lantern.puts()).toBe(puts + 1)
    const segments = (user: object) => JSON.stringify(user).match(/"segment_type":"\w+"/g)
    expect(segments(lantern.alma.user("mixedseg")!)).toEqual(segments(before))
    // Somebody relabels an entry again: that is theirs.
    lantern.alma.editUser("mixedseg", (user) => JSON.parse(JSON.stringify(user).replaceAll('"segment_type":"External"', '"segment_type":"Internal"')) as typeof user)
    expect(await lantern.step("mixedseg")).toMatchObject({ state: "external_watching", externalReads: 2 })
    expect(lantern.puts()).toBe(puts + 1)
  }, 90_000)

  it("counts each read, says when the next is due, and when it is proved for good", async () => {
    lantern = await stepping({ quietSeconds: 600 })
    await wantedBack(lantern, ["bare"])
    const at = (seconds: number) => ({ clock: () => new Date(NOW.getTime() + seconds * 1000) })
    expect(seconds(await lantern.step("bare", at(0)))).toBe(300)
    expect(seconds(await lantern.step("bare", at(300)))).toBe(600)
    const done = await lantern.step("bare", at(601))
    expect(done).toMatchObject({ state: "returned", attempts: 0, reason: null, returnedAt: new Date(NOW.getTime() + 601_000) })
    expect(seconds(done)).toBe(601 + 3600)
    const seen = await lantern.ctx.db.observation.findMany({ where: { purpose: "after_return" } })
    expect(seen.map((one) => [one.accountType, one.externalId])).toEqual(Array.from({ length: 3 }, () => ["EXTERNAL", "SIS_BANNER"]))
  }, 90_000)
})

describe("an account that can't be read on its way back", () => {
  it("is tried again later; after a dozen tries a person is told, and the tries go on", async () => {
    lantern = await stepping()
    await wantedBack(lantern, ["bare"])
    const away = () => lantern.alma.faults.add({ match: { method: "GET" }, times: 3, fault: { kind: "status", status: 503 } })
    away()
    const first = await lantern.step("bare", { clock })
    expect(first).toMatchObject({ state: "internal", attempts: 1, leaseOwner: null })
    expect(first.reason).not.toBeNull()
    expect(seconds(first)).toBeLessThanOrEqual(1.2)
    await attempts(11)
    away()
    expect(await lantern.step("bare", { clock })).toMatchObject({ state: "internal", attempts: 12 })
    away()
    const told = await lantern.step("bare", { clock })
    expect(told).toMatchObject({ state: "needs_person", attempts: 13 })
    expect(seconds(told)).toBeGreaterThan(25)
    expect(seconds(told)).toBeLessThan(35)
    expect(await lantern.step("bare")).toMatchObject({ state: "external_watching", reason: null })
  }, 90_000)

  it("needs a person at once when the key may not read it, or when it is gone", async () => {
    lantern = await stepping()
    await wantedBack(lantern, ["bare"])
    lantern.alma.faults.add({ match: { method: "GET" }, times: 1, fault: "key_revoked" })
    const refused = await lantern.step("bare", { clock })
    expect(refused).toMatchObject({ state: "needs_person", reason: "Alma does not accept the API key for this." })
    expect(seconds(refused)).toBe(30)
    lantern.alma.removeUser("bare")
    const gone = await lantern.step("bare", { clock })
    expect(gone).toMatchObject({ state: "needs_person" })
    expect(gone.reason).toContain("nor by the person's other identifiers")
    expect(seconds(gone)).toBe(60)
  }, 90_000)

  it("is followed when it was renamed", async () => {
    lantern = await stepping()
    await wantedBack(lantern, ["vrename"])
    lantern.alma.editUser("vrename", (user) => ({ ...user, primary_id: "VNewName" }))
    expect(await lantern.step("vrename").catch(() => lantern.hold("vnewname"))).toMatchObject({ primaryId: "VNewName", primaryIdKey: "vnewname", state: "external_watching" })
    expect(lantern.alma.user("VNewName")).toMatchObject({ account_type: { value: "EXTERNAL" } })
    const entry = await lantern.ctx.db.auditEntry.findFirstOrThrow({ where: { action: "hold.renamed" } })
    expect(JSON.parse(entry.detail)).toEqual({ from: "vrename", to: "VNewName" })
  }, 90_000)
})

it("a return asked for in the middle of watching is done at once, and one overtaken by another wish isn't", async () => {
  lantern = await stepping()
  const outageId = await madeInternal(lantern, ["bare"])
  const alma = await lantern.client((real) => ({
    getUser: async (...given) => {
      const answer = await real.getUser(...given)
      await endOutage(lantern.ctx, { outageId })
      return answer
    },
  }))
  await expect(lantern.step("bare", { alma })).rejects.toThrow("was taken over")
  expect(await lantern.hold("bare")).toMatchObject({ state: "internal", desired: "external" })
  expect(await lantern.step("bare")).toMatchObject({ state: "external_watching" })
  lantern.alma.editUser("bare", internal)
  expect(await lantern.step("bare")).toMatchObject({ state: "external_watching", externalReads: 1 })
}, 90_000)
