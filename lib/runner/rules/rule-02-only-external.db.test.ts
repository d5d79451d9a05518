import { afterEach, describe, expect, it } from "vitest"
import { endOutage } from "@/lib/services/end-outage"
import { asked, runUntil, stepContext, stepRun } from "../test-steps"
import type { Stepping } from "./stepping"
import { internal, stepping } from "./stepping"

let lantern: Stepping
afterEach(() => lantern.close())

const intents = () => lantern.ctx.db.intent.count()
const changed = (primaryId: string) =>
  lantern.alma.history(primaryId).filter((entry) => (entry.by === "api" || entry.by === "job") && entry.what !== "request")

describe("who was Internal before our change stays as they were", () => {
  it("by the direct way", async () => {
    lantern = await stepping()
    const outageId = await asked(lantern, ["bare"])
    lantern.alma.editUser("bare", internal)
    expect(await lantern.step("bare")).toMatchObject({ state: "left_alone", verdict: "already_internal", intendedAt: null })
    await endOutage(lantern.ctx, { outageId })
    expect(await lantern.step("bare")).toMatchObject({ state: "left_alone" })
    expect([await intents(), lantern.puts()]).toEqual([0, 0])
  }, 90_000)

  it("by hand: nobody is sent to Alma's screen for them", async () => {
    lantern = await stepping({ route: "manual" })
    await asked(lantern, ["bare"])
    lantern.alma.editUser("bare", internal)
    expect(await lantern.step("bare")).toMatchObject({ state: "left_alone", intendedAt: null })
    expect(await intents()).toBe(0)
  }, 90_000)

  it("by the job: they never get into the set", async () => {
    lantern = await stepping({ route: "job" })
    await asked(lantern, ["bare", "mixedseg"])
    lantern.alma.editUser("bare", internal)
    const ctx = await stepContext(lantern)
    await runUntil(lantern, ctx, "set_checked")
    expect(await lantern.hold("bare")).toMatchObject({ state: "left_alone", intendedAt: null, jobRunId: null })
    const run = await ctx.db.jobRun.findFirstOrThrow()
    const members = await ctx.alma.setMembers(run.setId!)
    expect(members).toMatchObject({ kind: "ok", value: [{ id: "mixedseg" }] })
  }, 90_000)

  it("by the job, also when they turned Internal while the checked set waited for its start", async () => {
    lantern = await stepping({ route: "job" })
    await asked(lantern, ["bare", "mixedseg"])
    const ctx = await stepContext(lantern)
    await runUntil(lantern, ctx, "set_checked")
    await ctx.db.hold.updateMany({ data: { observedAt: new Date(Date.now() - 3_600_000) } })
    lantern.alma.editUser("bare", internal)
    await stepRun(ctx)
    expect(await ctx.db.jobRun.findFirstOrThrow()).toMatchObject({ state: "cancelled", startSentAt: null })
    expect(lantern.alma.requests().filter((request) => request.op === "run")).toEqual([])
  }, 90_000)
})

describe("only an account with our intent is returned", () => {
  it("whatever the journal says is wanted of it", async () => {
    lantern = await stepping()
    await asked(lantern, ["bare"])
    lantern.alma.editUser("bare", internal)
    await lantern.ctx.db.hold.updateMany({ data: { state: "returning", desired: "external" } })
    const told = await lantern.step("bare")
    expect(told).toMatchObject({ state: "needs_person", intendedAt: null })
    expect(told.reason).toContain("not by Lantern")
    expect(lantern.puts()).toBe(0)
    expect(changed("bare")).toEqual([])
  }, 90_000)

  it("and none whose account type is neither of the two", async () => {
    lantern = await stepping()
    const outageId = await asked(lantern, ["bare"])
    await lantern.step("bare")
    await endOutage(lantern.ctx, { outageId })
    lantern.alma.editUser("bare", (user) => ({ ...user, account_type: { value: "INTEXTAUTH", desc: "Internal with external authentication" } }))
    const before = lantern.puts()
    const told = await lantern.step("bare")
    expect(told).toMatchObject({ state: "needs_person", observedType: "INTEXTAUTH" })
    expect(told.reason).toContain("INTEXTAUTH")
    expect(lantern.puts()).toBe(before)
  }, 90_000)
})
