import { setTimeout as delay } from "node:timers/promises"
import { afterEach, describe, expect, it } from "vitest"
import { endOutage } from "@/lib/services/end-outage"
import { declareOutage } from "@/lib/services/declare-outage"
import { switchAccounts } from "@/lib/services/switch-accounts"
import { tryAgain } from "@/lib/services/try-again"
import type { TestLantern } from "./test-lantern"
import { testLantern } from "./test-lantern"
import { asked, runUntil, stepContext } from "./test-steps"

let lantern: TestLantern
afterEach(() => lantern.close())

const internal = (user: object) => ({ ...user, account_type: { value: "INTERNAL", desc: "Internal" }, external_id: "" })

describe("a write is made from a fresh read", () => {
  it("so that an edit isn't lost when the commit between them took seconds", async () => {
    lantern = await testLantern()
    await lantern.work()
    const outageId = await asked(lantern, ["bare"])
    await lantern.until("bare", ["internal"])
    let edited = false
    const key = `audit:${lantern.institution.id}`
    await endOutage(lantern.ctx, { outageId: outageId })
    // Whoever commits a change of state waits for this lock.
    await lantern.ctx.db.$transaction(
      async (tx) => {
        await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`
        await delay(3_000)
        lantern.alma.editUser("bare", (user) => ({ ...user, job_description: "Night desk" }))
        edited = true
      },
      { timeout: 10_000 },
    )
    expect(edited).toBe(true)
    await lantern.untilOutage(outageId, "closed", 30)
    expect(lantern.alma.user("bare")?.job_description).toBe("Night desk")
  }, 60_000)
})

describe("the job runs over accounts that were External a moment ago", () => {
  it("also when it had to wait long for its start", async () => {
    lantern = await testLantern()
    const outageId = await asked(lantern, ["bare", "mixedseg"])
    const ctx = await stepContext(lantern)
    await runUntil(lantern, ctx, "set_checked")
    // The hour's five starts were used up; meanwhile somebody made one of them Internal.
    await lantern.ctx.db.hold.updateMany({ data: { observedAt: new Date(Date.now() - 3_600_000) } })
    lantern.alma.editUser("bare", internal)
    lantern.alma.setPassword("bare", "their-own-password-1", false)
    await lantern.work()
    await lantern.until("mixedseg", ["internal"])
    expect((await lantern.hold("bare")).state).toBe("left_alone")
    await endOutage(lantern.ctx, { outageId })
    await lantern.untilOutage(outageId, "closed")
    expect(lantern.alma.passwordWorks("bare", "their-own-password-1")).toBe(true)
  }, 60_000)
})

describe("the manual route", () => {
  it("leaves alone who turned Internal after the list was made", async () => {
    lantern = await testLantern({ route: "manual" })
    await lantern.work()
    const text = "bare\nmixedseg"
    const outageId = await declareOutage(lantern.ctx, { institution: "ABC", reason: "SSO is down", hours: 4, text })
    lantern.alma.editUser("bare", internal)
    lantern.alma.setPassword("bare", "their-own-password-1", false)
    await switchAccounts(lantern.ctx, { outageId })
    await lantern.until("bare", ["left_alone"])
    const listed = await lantern.until("mixedseg", ["needs_person"])
    expect(listed.reason).toContain("Toggle Account Type")
    lantern.alma.editUser("mixedseg", internal)
    await tryAgain(lantern.ctx, { outageId, holdId: listed.id })
    await lantern.until("mixedseg", ["internal"])
    await endOutage(lantern.ctx, { outageId })
    await lantern.untilOutage(outageId, "closed", 30)
    expect(lantern.alma.passwordWorks("bare", "their-own-password-1")).toBe(true)
    expect(lantern.alma.user("mixedseg")).toMatchObject({ account_type: { value: "EXTERNAL" }, external_id: "SIS_BANNER" })
  }, 60_000)
})

describe("the original facts", () => {
  it("stay those of before the first change when a switch is tried again after drift", async () => {
    lantern = await testLantern()
    await lantern.work()
    const before = lantern.alma.user("mixedseg")!
    const outageId = await asked(lantern, ["mixedseg"])
    await lantern.until("mixedseg", ["internal"])
    // By hand in Alma: External again, but every entry stays labelled Internal.
    lantern.alma.editUser("mixedseg", (user) => ({ ...user, account_type: before.account_type, external_id: before.external_id }))
    await lantern.ctx.db.hold.updateMany({ data: { dueAt: new Date() } })
    await lantern.ctx.wake(lantern.institution.id)
    const drifted = await lantern.until("mixedseg", ["needs_person"])
    await tryAgain(lantern.ctx, { outageId, holdId: drifted.id })
    await lantern.until("mixedseg", ["internal"])
    await endOutage(lantern.ctx, { outageId })
    await lantern.untilOutage(outageId, "closed", 30)
    const segments = (user: typeof before) => JSON.stringify(user).match(/"segment_type":"\w+"/g)
    expect(segments(lantern.alma.user("mixedseg")!)).toEqual(segments(before))
  }, 60_000)
})
