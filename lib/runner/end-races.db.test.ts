import { setTimeout as delay } from "node:timers/promises"
import { afterEach, describe, expect, it } from "vitest"
import { acceptUnresolved } from "@/lib/services/accept-unresolved"
import { endOutage } from "@/lib/services/end-outage"
import { returnAccounts } from "@/lib/services/return-accounts"
import type { TestLantern } from "./test-lantern"
import { testLantern } from "./test-lantern"
import { asked, runUntil, stepContext, stepRun } from "./test-steps"

let lantern: TestLantern
afterEach(() => lantern.close())

describe("an outage can always close", () => {
  it("lets someone go who was returned early while the run was being read", async () => {
    lantern = await testLantern()
    const outageId = await asked(lantern, ["bare", "mixedseg"])
    const ctx = await stepContext(lantern)
    await runUntil(lantern, ctx, "reading")
    await returnAccounts(lantern.ctx, { outageId, text: "mixedseg" })
    await runUntil(lantern, ctx, "intended")
    expect(await lantern.hold("mixedseg")).toMatchObject({ state: "left_alone", jobRunId: null })
    expect(await lantern.hold("bare")).toMatchObject({ state: "switching" })
  })

  it("when it ends while a straggler of the job is read for the last time", async () => {
    lantern = await testLantern()
    lantern.alma.faults.add({ match: {}, times: 1, fault: { kind: "job_partial", ids: ["bare"] } })
    const outageId = await asked(lantern, ["bare", "mixedseg"])
    const ctx = await stepContext(lantern)
    await runUntil(lantern, ctx, "reading_back", 2)
    lantern.alma.faults.add({ match: { method: "GET", primaryId: "bare" }, fault: { kind: "slow_body", delayMs: 1000 } })
    const lastLook = stepRun(ctx)
    await delay(300)
    await endOutage(lantern.ctx, { outageId })
    await lastLook
    await lantern.work()
    await lantern.untilOutage(outageId, "closed", 15)
    expect(lantern.alma.user("mixedseg")?.account_type).toMatchObject({ value: "EXTERNAL" })
  }, 40_000)

  it("by a person's word when every write of one account breaks at Alma", async () => {
    lantern = await testLantern()
    await lantern.work()
    const outageId = await asked(lantern, ["bare"])
    await lantern.until("bare", ["internal"])
    lantern.alma.faults.add({ match: { method: "PUT" }, times: Infinity, fault: { kind: "status", status: 500 } })
    await endOutage(lantern.ctx, { outageId })
    await lantern.until("bare", ["needs_person"], 40)
    await acceptUnresolved(lantern.ctx, {
      outageId,
      holdId: (await lantern.hold("bare")).id,
      reason: "Alma breaks on this record; IT sees to it.",
    })
    await lantern.untilOutage(outageId, "closed", 10)
    expect((await lantern.hold("bare")).acceptedBy).toBe("Operator test")
  }, 70_000)
})

describe("the quiet period", () => {
  it("counts anew when a job that never ended is given up", async () => {
    lantern = await testLantern({ quietSeconds: 600 })
    lantern.alma.faults.add({ match: {}, times: 1, fault: "job_hang" })
    const outageId = await asked(lantern, ["bare"])
    const ctx = await stepContext(lantern)
    await runUntil(lantern, ctx, "running")
    const longAgo = new Date(Date.now() - 20 * 60_000)
    await lantern.ctx.db.jobRun.updateMany({ data: { startSentAt: longAgo } })
    await lantern.ctx.db.hold.updateMany({ data: { quietFrom: longAgo } })
    await runUntil(lantern, ctx, "reading_back")
    await endOutage(lantern.ctx, { outageId })
    await lantern.work()
    await lantern.until("bare", ["external_watching"])
    await delay(1500)
    expect((await lantern.hold("bare")).state).toBe("external_watching")
  }, 30_000)
})
