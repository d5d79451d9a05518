import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { makeInstitution } from "@/lib/auth/identity-fixtures"
import type { Prisma } from "@/lib/db/generated/client"
import { acceptUnresolved } from "@/lib/services/accept-unresolved"
import type { TestContext } from "@/lib/services/test-context"
import { testContext } from "@/lib/services/test-context"
import { readOutageView } from "./outage-view"

const COLLECTED = new Date("2026-11-19T13:42:00Z")
const minutes = (count: number) => new Date(COLLECTED.getTime() + count * 60_000)

describe("an outage as seen", () => {
  let test: TestContext
  let place: { institutionId: string; outageId: string }
  beforeAll(async () => {
    test = await testContext()
    const institutionId = (await makeInstitution(test.ctx.db, "ALDER")).id
    const data = { institutionId, reason: "SSO is down", since: COLLECTED, expectedHours: 4, declaredAt: COLLECTED, declaredBy: "Ada Quill", state: "ending" as const }
    place = { institutionId, outageId: (await test.ctx.db.outage.create({ data })).id }
  })
  afterAll(() => test.close())

  async function hold(primaryId: string, part: Partial<Prisma.HoldUncheckedCreateInput>): Promise<string> {
    const data = { ...place, primaryId, primaryIdKey: primaryId, verdict: "switch" as const, state: "internal" as const, stateSince: COLLECTED, ...part }
    return (await test.ctx.db.hold.create({ data })).id
  }
  async function seen(holdId: string) {
    const { accounts } = await readOutageView(test.ctx.db, test.ctx.actor, place.outageId, { now: minutes(30), quietSeconds: 1, publicUrl: "" })
    return accounts.find((account) => account.holdId === holdId)!
  }

  it("says that somebody has logged in only since they collected what is theirs now", async () => {
    const collected = { state: "collected" as const, collectedAt: COLLECTED }
    const since = await hold("since", { ...collected, loggedInAt: minutes(5) })
    const before = await hold("before", { ...collected, loggedInAt: minutes(-5) })
    const never = await hold("never", collected)
    expect((await seen(since)).loggedInAt).toBe(minutes(5).toISOString())
    expect([(await seen(before)).loggedInAt, (await seen(never)).loggedInAt]).toEqual([null, null])
  })

  it("names the one pick-up address, and offers no codes where the key was seen not to set passwords", async () => {
    const view = () => readOutageView(test.ctx.db, test.ctx.actor, place.outageId, { now: minutes(30), quietSeconds: 1, publicUrl: "https://lantern.example.edu" })
    expect(await view()).toMatchObject({ pickupUrl: "https://lantern.example.edu/pickup", institution: { setsPasswords: true } })
    const check = { id: "key.write", status: "warn", message: "The key can't write users.", fix: null }
    const says = (checks: object[]) => test.ctx.db.institution.update({ where: { id: place.institutionId }, data: { checks: checks as Prisma.InputJsonValue } })
    await says([check])
    expect((await view()).institution.setsPasswords).toBe(false)
    await says([{ ...check, unanswered: true }])
    expect((await view()).institution.setsPasswords, "Alma did not say").toBe(true)
  })

  it("offers a written reason exactly where it is taken", async () => {
    const reason = "Ada sees to it on Monday, by hand."
    const stuck = await hold("stuck", { state: "needs_person", desired: "external" })
    const switching = await hold("switching", { state: "needs_person", desired: "internal" })
    expect([(await seen(stuck)).canAccept, (await seen(switching)).canAccept]).toEqual([true, false])
    await expect(acceptUnresolved(test.ctx, { outageId: place.outageId, holdId: switching, reason })).rejects.toThrow("Only an account")
    await acceptUnresolved(test.ctx, { outageId: place.outageId, holdId: stuck, reason })
    expect(await seen(stuck)).toMatchObject({ canAccept: false, acceptedReason: reason })
  })

  it("says what was last seen of the sign-on whose address is set, and only while an outage is open", async () => {
    const { institutionId } = place
    await test.ctx.db.institution.update({ where: { id: institutionId }, data: { ssoUrl: "https://sso.example.edu/" } })
    const open = async (part: { drill?: boolean; state: "active" | "ending" }) => {
      const data = { institutionId, reason: "SSO is down", since: COLLECTED, expectedHours: 4, declaredAt: COLLECTED, declaredBy: "Ada Quill", ...part }
      return (await test.ctx.db.outage.upsert({ where: { id: place.outageId }, create: data, update: data })).id
    }
    const signOn = async () => (await readOutageView(test.ctx.db, test.ctx.actor, place.outageId, { now: minutes(30), quietSeconds: 1, publicUrl: "" })).signOn
    const look = (at: number, address: string, part: object) =>
      test.ctx.db.ssoProbe.create({ data: { institutionId, address, at: minutes(at), since: minutes(20), downAt: minutes(15), up: true, message: "The login page answers (HTTP 200).", ...part } })

    await open({ state: "active" })
    expect(await signOn()).toBeNull()
    await look(15, "https://sso.example.edu/", { since: minutes(5), up: false, stage: "tcp" })
    expect(await signOn()).toEqual({ look: "down", since: minutes(5).toISOString(), at: minutes(15).toISOString(), meaning: null })
    await look(25, "https://sso.example.edu/", {})
    expect(await signOn()).toEqual({ look: "up", since: minutes(20).toISOString(), at: minutes(25).toISOString(), meaning: "back" })
    await open({ state: "active", drill: true })
    expect(await signOn(), "a drill").toBeNull()
    await open({ state: "ending", drill: false })
    expect(await signOn(), "ended").toBeNull()
    await open({ state: "active" })
    await look(26, "https://other.example.edu/", {})
    expect(await signOn(), "another address").toBeNull()
  })
})
