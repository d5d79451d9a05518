import { afterEach, describe, expect, it } from "vitest"
import { acceptUnresolved } from "@/lib/services/accept-unresolved"
import { declareOutage } from "@/lib/services/declare-outage"
import { endOutage } from "@/lib/services/end-outage"
import { switchAccounts } from "@/lib/services/switch-accounts"
import type { TestLantern } from "./test-lantern"
import { testLantern } from "./test-lantern"
import { asked, runUntil, stepContext } from "./test-steps"

let lantern: TestLantern
afterEach(() => lantern.close())

describe("an account that somebody put into Lantern's set", () => {
  it("needs a person, also when it stood on the list and was left alone", async () => {
    lantern = await testLantern()
    await lantern.work()
    // Expired, so External and left alone.
    lantern.alma.editUser("mixedseg", (user) => ({ ...user, expiry_date: "2001-01-01Z" }))
    const text = "bare\nmixedseg"
    const outageId = await declareOutage(lantern.ctx, { institution: "ABC", reason: "SSO is down", hours: 4, text })
    expect((await lantern.hold("mixedseg")).state).toBe("left_alone")
    lantern.alma.faults.add({ match: {}, times: 1, fault: { kind: "set_edited", primaryId: "mixedseg" } })
    await switchAccounts(lantern.ctx, { outageId })
    await lantern.until("bare", ["internal"])
    const alarm = await lantern.until("mixedseg", ["needs_person"])
    expect(alarm.reason).toContain("Lantern's set")
    // It is read, so that the page says what it is; it isn't returned, for it has no intent of ours.
    await expect.poll(async () => (await lantern.hold("mixedseg")).observedType, { timeout: 5_000 }).toBe("INTERNAL")
  }, 40_000)
})

describe("a stranger who is found in the set after End", () => {
  it("keeps the outage open only until a person has accepted it", async () => {
    lantern = await testLantern()
    const outageId = await asked(lantern, ["bare"])
    const ctx = await stepContext(lantern)
    await runUntil(lantern, ctx, "running")
    const { setId } = await ctx.db.jobRun.findFirstOrThrow()
    await lantern.ctx.almaFor(lantern.institution).addSetMembers(setId!, ["mixedseg"])
    await endOutage(lantern.ctx, { outageId })
    await runUntil(lantern, ctx, "done")
    await lantern.work()
    const stranger = await lantern.until("mixedseg", ["needs_person", "returned"])
    if (stranger.state === "needs_person") {
      const reason = "Seen to by hand in Alma by the desk"
      await acceptUnresolved(lantern.ctx, { outageId, holdId: stranger.id, reason })
    }
    await lantern.untilOutage(outageId, "closed")
    expect((await lantern.hold("bare")).state).toBe("returned")
  }, 40_000)
})

describe("a run that is formed while Alma is away", () => {
  it("waits for it, and asks no person", async () => {
    lantern = await testLantern()
    await asked(lantern, ["bare", "mixedseg"])
    const ctx = await stepContext(lantern)
    await runUntil(lantern, ctx, "reading")
    await lantern.ctx.db.jobRun.updateMany({ data: { polls: 9 } })
    const away = { match: { method: "GET" }, times: 6, fault: { kind: "status" as const, status: 503 as const } }
    lantern.alma.faults.add(away)
    await runUntil(lantern, ctx, "intended")
    expect(lantern.alma.faults.pending()).toBe(0)
    expect((await lantern.hold("bare")).state).toBe("switching")
  }, 40_000)
})
