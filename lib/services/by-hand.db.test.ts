import { afterEach, describe, expect, it } from "vitest"
import { readByHandView } from "@/lib/db/hand-cards"
import type { TestLantern } from "@/lib/runner/test-lantern"
import { testLantern } from "@/lib/runner/test-lantern"
import { asked } from "@/lib/runner/test-steps"
import { seal } from "@/lib/db/seal"
import type { Actor, Role } from "@/lib/domain/actor"
import { comparable } from "@/lib/practice/comparable"
import { PRACTICE_API_KEY } from "@/lib/practice/practice-alma"
import { checkByHand } from "./check-by-hand"
import type { ServiceContext } from "./context"
import { apiKeyPlace } from "./context"
import { endOutage } from "./end-outage"
import { handOverByHand } from "./hand-over-by-hand"
import { issueCodes } from "./issue-codes"
import { keepHandCard, leaveHandCards, openHandCard } from "./open-hand-card"
import { redeemCode } from "./redeem-code"
import { tickByHand } from "./tick-by-hand"

const STAFF = ["aabernethy", "mixedseg", "bare"]
const KEYS = {
  [PRACTICE_API_KEY]: { read: true, write: true, conf: true, confWrite: true },
  l8xxreadonly: { read: true, write: false, conf: false, confWrite: false },
  l8xxnothing: { read: false, write: false, conf: false, confWrite: false },
}
const WORDS = "Toggled in Alma's screen, it says so there."

let lantern: TestLantern
afterEach(() => lantern.close())

async function manualOutage(staff = STAFF): Promise<string> {
  lantern = await testLantern({ route: "manual", alma: { keys: KEYS } })
  await lantern.work()
  const outageId = await asked(lantern, staff)
  for (const id of staff) await lantern.until(id, ["needs_person"])
  return outageId
}

function as(name: string, role: Role = "liaison"): ServiceContext {
  const personId = `00000000-0000-4000-8000-${Buffer.from(name).toString("hex").padEnd(12, "0").slice(0, 12)}`
  const memberships = [{ institutionId: lantern.institution.id, role }]
  const actor: Actor = { kind: "person", personId, name, memberships, secondFactor: { at: new Date(), by: "code" } }
  return { ...lantern.ctx, actor }
}

/** The institution's key is another one from now on. */
async function useKey(key: keyof typeof KEYS): Promise<void> {
  const { id } = lantern.institution
  await lantern.ctx.db.institution.update({ where: { id }, data: { apiKeySealed: seal(lantern.ctx.keyring, apiKeyPlace(id), key) } })
}

/** What the person does in Alma's screen. */
function toggleToInternal(id: string, password = "typed-by-hand-1"): void {
  lantern.alma.editUser(id, (user) => void Object.assign(user, { account_type: { value: "INTERNAL" }, external_id: "" }))
  lantern.alma.setPassword(id, password, true)
}

function toggleToExternal(id: string, externalId: string): void {
  lantern.alma.editUser(id, (user) => void Object.assign(user, { account_type: { value: "EXTERNAL" }, external_id: externalId }))
}

const audited = (action: string) => lantern.ctx.db.auditEntry.findMany({ where: { action } })

describe("cards", () => {
  it("give two people two accounts, tell whose one is, and free it two minutes after it was last seen open", async () => {
    const outageId = await manualOutage()
    const [mia, daniel] = [as("Mia Chen"), as("Daniel Reyes")]
    const first = (await openHandCard(mia, { outageId })).card!
    const opened = await Promise.all([openHandCard(daniel, { outageId, holdId: first.holdId }), openHandCard(as("Ana Ruiz"), { outageId, holdId: first.holdId })])
    for (const one of opened) expect(one.taken).toEqual({ name: first.name, by: "Mia Chen" })
    expect(new Set([first, ...opened.map((one) => one.card!)].map((card) => card.primaryId))).toEqual(new Set(STAFF))
    expect((await openHandCard(as("Fourth Person"), { outageId })).card).toBeNull()

    const seen = await readByHandView(daniel.db, daniel.actor, outageId, new Date())
    expect(seen.left.find((one) => one.holdId === first.holdId)!.openBy).toBe("Mia Chen")
    expect(seen.left.filter((one) => one.openBy === null)).toHaveLength(1)

    expect(await keepHandCard(daniel, { outageId, holdId: first.holdId })).toBe(false)
    expect(await keepHandCard(mia, { outageId, holdId: first.holdId })).toBe(true)
    await lantern.ctx.db.hold.update({ where: { id: first.holdId }, data: { handUntil: new Date(Date.now() - 1000) } })
    expect((await openHandCard(daniel, { outageId, holdId: first.holdId })).card!.holdId).toBe(first.holdId)
    expect(await keepHandCard(mia, { outageId, holdId: first.holdId })).toBe(false)
    await leaveHandCards(daniel, { outageId })
    expect((await lantern.ctx.db.hold.findUniqueOrThrow({ where: { id: first.holdId } })).handBy).toBeNull()
  }, 30_000)

  it("open for nobody who may only look, and show no external id before the return", async () => {
    const outageId = await manualOutage(["bare"])
    await expect(openHandCard(as("Olive Watts", "observer"), { outageId })).rejects.toMatchObject({ code: "not_allowed" })
    const stranger: Actor = { kind: "person", personId: crypto.randomUUID(), name: "Elsewhere", memberships: [] }
    await expect(openHandCard({ ...lantern.ctx, actor: stranger }, { outageId })).rejects.toMatchObject({ code: "not_found" })
    expect((await openHandCard(as("Mia Chen"), { outageId })).card).toMatchObject({ task: "switch", externalId: null })
    expect(await audited("hold.external_id_revealed")).toEqual([])
  }, 30_000)
})

describe("done by hand", () => {
  it("with a full key: proved by reading, picked up as usual, and returned", async () => {
    const outageId = await manualOutage(["bare"])
    const mia = as("Mia Chen")
    const before = lantern.alma.user("bare")
    const { card } = await openHandCard(mia, { outageId })
    expect(card).toMatchObject({ primaryId: "bare", throwAway: true })
    expect(await checkByHand(mia, { outageId, holdId: card!.holdId })).toMatchObject({ kind: "different", sentence: expect.stringContaining("Alma says External") })
    toggleToInternal("bare")
    const started = Date.now()
    expect(await checkByHand(mia, { outageId, holdId: card!.holdId })).toMatchObject({ kind: "proved", observed: "INTERNAL" })
    expect(Date.now() - started).toBeLessThan(5_000)
    expect(await lantern.hold("bare"), "the way back may be another person's").toMatchObject({ handBy: null, handUntil: null })

    const [code] = await issueCodes(mia, { outageId, kind: "slip" })
    const pickup = { ...lantern.ctx, actor: { kind: "pickup" as const, name: "Pick-up" } }
    const shown = await redeemCode(pickup, { primaryId: "bare", code: code!.code, address: "127.0.0.1" })
    expect(lantern.alma.passwordWorks("bare", shown.password)).toBe(true)
    expect(lantern.alma.passwordWorks("bare", "typed-by-hand-1")).toBe(false)

    await endOutage(mia, { outageId })
    await lantern.untilOutage(outageId, "closed")
    expect(comparable(lantern.alma.user("bare"))).toEqual(comparable(before))
  }, 40_000)

  it("with a key that only reads: the way back shows the right external id, audited, and a wrong one is told", async () => {
    const outageId = await manualOutage(["bare"])
    await useKey("l8xxreadonly")
    const mia = as("Mia Chen")
    const right = lantern.alma.user("bare")!.external_id as string | { value: string }
    const rightId = typeof right === "string" ? right : right.value
    const { card } = await openHandCard(mia, { outageId })
    expect(card).toMatchObject({ task: "switch", throwAway: false })
    const { holdId } = card!
    await expect(handOverByHand(mia, { outageId, holdId })).rejects.toMatchObject({ code: "refused" })
    toggleToInternal("bare")
    expect(await checkByHand(mia, { outageId, holdId })).toMatchObject({ kind: "proved" })
    await expect(issueCodes(mia, { outageId, kind: "slip" })).rejects.toThrow("can't set passwords")
    expect(await lantern.ctx.db.pickupCode.count()).toBe(0)
    await handOverByHand(mia, { outageId, holdId })
    expect(await lantern.hold("bare")).toMatchObject({ state: "collected", collectedAt: expect.any(Date) })

    await endOutage(mia, { outageId })
    await lantern.until("bare", ["needs_person"])
    const back = (await openHandCard(mia, { outageId })).card!
    expect(back).toMatchObject({ task: "return", externalId: rightId })
    const [entry] = await audited("hold.external_id_revealed")
    expect(entry).toMatchObject({ actor: "Mia Chen", holdId, detail: "{}" })
    expect(await checkByHand(mia, { outageId, holdId })).toMatchObject({ kind: "different", sentence: expect.stringContaining("Alma says Internal") })
    toggleToExternal("bare", "WRONG")
    expect(await checkByHand(mia, { outageId, holdId })).toMatchObject({ kind: "different", sentence: expect.stringContaining("is WRONG") })
    toggleToExternal("bare", back.externalId!)
    expect(await checkByHand(mia, { outageId, holdId })).toMatchObject({ kind: "proved", observed: "EXTERNAL" })
    await lantern.untilOutage(outageId, "closed")
    expect((await lantern.hold("bare")).acceptedAt).toBeNull()
  }, 40_000)

  it("with a key that can't read: only a written word ticks it, and it closes as accepted", async () => {
    const outageId = await manualOutage(["bare"])
    const mia = as("Mia Chen")
    const { holdId } = (await openHandCard(mia, { outageId })).card!
    await expect(tickByHand(mia, { outageId, holdId, words: WORDS }), "the key can read").rejects.toMatchObject({ code: "refused" })
    await useKey("l8xxnothing")
    expect(await checkByHand(mia, { outageId, holdId })).toEqual({ kind: "cant_read" })
    await expect(tickByHand(mia, { outageId, holdId, words: "done" })).rejects.toMatchObject({ code: "input" })
    await expect(tickByHand(as("Olive Watts", "observer"), { outageId, holdId, words: WORDS })).rejects.toMatchObject({ code: "not_allowed" })
    toggleToInternal("bare")
    await tickByHand(mia, { outageId, holdId, words: WORDS })
    expect(await lantern.hold("bare")).toMatchObject({ state: "internal", tickedBy: "Mia Chen", observedType: "EXTERNAL", reason: expect.stringContaining("no proof") })

    await endOutage(mia, { outageId })
    await lantern.until("bare", ["needs_person"])
    const back = (await openHandCard(mia, { outageId })).card!
    expect(await checkByHand(mia, { outageId, holdId })).toEqual({ kind: "cant_read" })
    expect((await lantern.ctx.db.outage.findUniqueOrThrow({ where: { id: outageId } })).state).toBe("ending")
    toggleToExternal("bare", back.externalId!)
    await tickByHand(mia, { outageId, holdId, words: WORDS })
    await lantern.untilOutage(outageId, "closed")
    const closed = await lantern.hold("bare")
    expect(closed).toMatchObject({ acceptedBy: "Mia Chen", acceptedReason: expect.stringContaining("not read by Lantern") })
    expect(closed.returnedAt).toBeNull()
    await expect(tickByHand(mia, { outageId, holdId, words: WORDS })).rejects.toMatchObject({ code: "refused" })
  }, 40_000)

  it("a straggler of another route, with the same cards, and no job runs over it", async () => {
    lantern = await testLantern()
    await lantern.work()
    const outageId = await asked(lantern, ["bare"])
    const { id: holdId } = await lantern.until("bare", ["internal"])
    const mia = as("Mia Chen")
    expect((await openHandCard(mia, { outageId })).card).toBeNull()
    toggleToExternal("bare", "SIS_BANNER")
    await checkByHand(mia, { outageId, holdId })
    expect((await openHandCard(mia, { outageId })).card).toMatchObject({ holdId, task: "switch", throwAway: true })
    toggleToInternal("bare")
    expect(await checkByHand(mia, { outageId, holdId })).toMatchObject({ kind: "proved" })
    expect(await lantern.ctx.db.jobRun.count()).toBe(1)
    expect(lantern.alma.requests().filter((request) => request.op === "run")).toHaveLength(1)
  }, 30_000)

  it("a tick gives way to what Alma says once the key reads again", async () => {
    const outageId = await manualOutage(["bare"])
    const mia = as("Mia Chen")
    const { holdId } = (await openHandCard(mia, { outageId })).card!
    await useKey("l8xxnothing")
    await tickByHand(mia, { outageId, holdId, words: WORDS })
    await useKey(PRACTICE_API_KEY)
    expect(await checkByHand(mia, { outageId, holdId })).toMatchObject({ kind: "different" })
    expect(await lantern.hold("bare")).toMatchObject({ state: "needs_person", tickedBy: null, reason: expect.stringContaining("Mia Chen had ticked") })
    toggleToInternal("bare")
    expect(await checkByHand(mia, { outageId, holdId })).toMatchObject({ kind: "proved" })
    expect(await lantern.hold("bare")).toMatchObject({ state: "internal", tickedAt: null, reason: null })
  }, 40_000)
})
