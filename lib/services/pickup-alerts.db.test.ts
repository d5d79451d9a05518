import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { makeInstitution } from "@/lib/auth/identity-fixtures"
import { readPickupAlerts } from "@/lib/db/alerts"
import { ALERT_EVERY_MS } from "@/lib/domain/pickup-alerts"
import { LIVE_CODE_TRIES, makeCode } from "@/lib/domain/pickup-code"
import type { ServiceContext } from "./context"
import { codeHash, randomByte } from "./issue-codes"
import { cardHash } from "./new-card"
import { redeemCode } from "./redeem-code"
import { seeAlert } from "./see-alert"
import { testContext, type TestContext } from "./test-context"

let test: TestContext
let institutionId: string
let outageId: string
let holdId: string
let count = 0
let addresses = 0
const primaryId = (): string => `person${count}`
const db = () => test.ctx.db

beforeAll(async () => {
  test = await testContext()
  institutionId = (await makeInstitution(db(), "ALDER")).id
  const now = new Date()
  outageId = (await db().outage.create({ data: { institutionId, reason: "r", since: now, expectedHours: 1, declaredAt: now, declaredBy: "T", state: "active" } })).id
})
afterAll(() => test.close())
beforeEach(async () => {
  count += 1
  const now = new Date()
  const hold = await db().hold.create({
    data: { outageId, institutionId, primaryId: primaryId(), primaryIdKey: primaryId(), name: `Person ${count}`, verdict: "switch", state: "internal", stateSince: now, desired: "internal" },
  })
  holdId = hold.id
})

async function issue(kind: "slip" | "live", state: "live" | "used"): Promise<string> {
  const code = makeCode(kind, randomByte)
  await db().pickupCode.create({ data: { holdId, kind, state, hash: codeHash(test.ctx.keyring, code), expiresAt: new Date(Date.now() + 600_000), createdAt: new Date(), createdBy: "T" } })
  return code
}

async function usedCard(): Promise<string> {
  const code = makeCode("card", randomByte)
  const enrolment = await db().staffEnrolment.create({ data: { institutionId, primaryId: primaryId(), primaryIdKey: primaryId(), createdAt: new Date(), createdBy: "T" } })
  await db().recoveryCard.create({ data: { enrolmentId: enrolment.id, hash: cardHash(test.ctx, code), createdAt: new Date(), usedAt: new Date() } })
  return code
}

/** @returns the sentence of the refusal, and the milliseconds it took */
async function attempt(code: string, id = primaryId(), clock = () => new Date()): Promise<{ said: string; ms: number }> {
  const began = performance.now()
  const ctx = { ...test.ctx, clock, actor: { kind: "pickup" as const, name: "P" } }
  const said = await redeemCode(ctx, { primaryId: id, code, address: `198.51.${addresses >> 8}.${addresses++ & 255}` }).then(() => "shown", (error: Error) => error.message)
  return { said, ms: performance.now() - began }
}

const alerts = () => db().alert.findMany({ where: { holdId }, orderBy: { at: "asc" } })
const audited = (action: string) => db().auditEntry.count({ where: { action, holdId } })

describe("an alert is raised for", () => {
  it.each([
    ["a second use of a used code", "code_used_twice", () => issue("slip", "used"), primaryId],
    ["a right code with a wrong id", "code_of_another", () => issue("slip", "live"), (): string => "somebody-else"],
    ["a recovery card used twice", "card_used_twice", usedCard, primaryId],
    ["a right card with a wrong id", "card_of_another", usedCard, (): string => "somebody-else"],
  ] as const)("%s, with its audit, and the guesser is told what everybody is", async (_what, kind, make, who) => {
    const { said, ms } = await attempt(await make(), who())
    const unknown = await attempt(makeCode("slip", randomByte), who())
    expect(said).toBe(unknown.said)
    expect(ms).toBeGreaterThan(295)
    const [alert, ...others] = await alerts()
    expect(others).toEqual([])
    expect(alert).toMatchObject({ kind, institutionId, outageId, seenAt: null })
    expect(alert!.message).toContain(`Person ${count}`)
    expect(await audited("alert.raised")).toBe(1)
  })

  it("five wrong tries at one person's in-person code, and not for four", async () => {
    await issue("live", "live")
    for (let tries = 1; tries < LIVE_CODE_TRIES; tries++) await attempt(makeCode("live", randomByte))
    expect(await alerts()).toEqual([])
    await attempt(makeCode("live", randomByte))
    expect(await alerts()).toMatchObject([{ kind: "live_code_tries" }])
  })

  it("one of a kind in ten minutes, however many come at once, and again after that", async () => {
    const code = await issue("slip", "used")
    await Promise.all(Array.from({ length: 8 }, () => attempt(code)))
    expect(await alerts()).toHaveLength(1)
    await attempt(code, primaryId(), () => new Date(Date.now() + ALERT_EVERY_MS + 60_000))
    expect(await alerts()).toHaveLength(2)
  })
})

it("nothing of the kind is raised for a plain wrong code", async () => {
  await attempt(makeCode("slip", randomByte))
  await attempt(makeCode("card", randomByte))
  expect(await alerts()).toEqual([])
})

describe("an alert", () => {
  it("is seen by the first who says so, by name, of its own institution", async () => {
    await attempt(await issue("slip", "used"))
    const [alert] = await alerts()
    const as = (name: string, role: "liaison" | "observer", where: string): ServiceContext => {
      const memberships = [{ institutionId: where, role }]
      return { ...test.ctx, actor: { kind: "person", personId: "0190a000-0000-7000-8000-000000000002", name, memberships } }
    }
    const elsewhere = (await makeInstitution(db(), "ELSE")).id
    await expect(seeAlert(as("Far", "liaison", elsewhere), { alertId: alert!.id })).rejects.toMatchObject({ code: "not_found" })
    await expect(seeAlert(as("Obs", "observer", institutionId), { alertId: alert!.id })).rejects.toMatchObject({ code: "not_allowed" })
    const shown = async () => (await readPickupAlerts(db(), { institutionId, outageId })).find(({ id }) => id === alert!.id)
    expect(await shown()).toMatchObject({ drill: false })
    await db().outage.update({ where: { id: outageId }, data: { drill: true } })
    expect(await shown(), "of a drill it says so").toMatchObject({ drill: true })
    await seeAlert(as("Ada", "liaison", institutionId), { alertId: alert!.id })
    await seeAlert(as("Bea", "liaison", institutionId), { alertId: alert!.id })
    expect((await alerts())[0]).toMatchObject({ seenBy: "Ada" })
    expect(await audited("alert.seen")).toBe(1)
    expect(await shown()).toBeUndefined()
  })
})
