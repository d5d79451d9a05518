import { afterEach, describe, expect, it } from "vitest"
import { claimHold } from "@/lib/db/claims"
import { declareOutage } from "@/lib/services/declare-outage"
import { endOutage } from "@/lib/services/end-outage"
import { WAITS_FOR_DRILL } from "@/lib/services/held-by-drill"
import { switchAccounts } from "@/lib/services/switch-accounts"
import { formJobRun } from "../job-run/form-job-run"
import { stepHold } from "../step-hold"
import { asked, runUntil, stepContext, stepRun } from "../test-steps"
import type { Stepping } from "./stepping"
import { internal, stepping, wantedBack } from "./stepping"

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

/** Of several holds of one account, the one of this outage. */
const holdIn = (outageId: string) => lantern.ctx.db.hold.findFirstOrThrow({ where: { outageId, primaryIdKey: "bare" } })

async function stepIn(outageId: string) {
  const claimed = await claimHold(lantern.ctx.db, (await holdIn(outageId)).id, "by hand")
  await stepHold(await stepContext(lantern), claimed!)
  return holdIn(outageId)
}

async function askedByDrill(): Promise<string> {
  const outageId = await declareOutage(lantern.ctx, { institution: "ABC", reason: "Autumn drill", hours: 1, text: "bare", drill: true })
  await switchAccounts(lantern.ctx, { outageId })
  return outageId
}

/** A worker that is slow is bringing it back at this moment: an outage can't take it over. */
const broughtBackSlowly = (outageId: string) =>
  lantern.ctx.db.hold.updateMany({ where: { outageId }, data: { state: "returning", desired: "external", leaseOwner: "a slow worker", leaseUntil: new Date(Date.now() + 60_000) } })

describe("a switch of an outage leaves alone what a drill holds", () => {
  it("by the direct way: what is Internal by the drill passes for nobody's own, and waits", async () => {
    lantern = await stepping()
    const drill = await askedByDrill()
    expect(await stepIn(drill)).toMatchObject({ state: "internal" })
    await broughtBackSlowly(drill)
    const outage = await asked(lantern, ["bare"])
    const before = lantern.puts()
    expect(await stepIn(outage)).toMatchObject({ state: "waiting", verdict: "switch", intendedAt: null, reason: WAITS_FOR_DRILL })
    expect(lantern.puts()).toBe(before)
  }, 90_000)

  it("by the job: they get into no run until the drill is done with them", async () => {
    lantern = await stepping({ route: "job" })
    const ctx = await stepContext(lantern)
    const drill = await askedByDrill()
    await runUntil(lantern, ctx, "done")
    await broughtBackSlowly(drill)
    const outage = await asked(lantern, ["bare"])
    expect(await formJobRun(ctx)).toBe(false)
    expect(await holdIn(outage)).toMatchObject({ state: "waiting", intendedAt: null, jobRunId: null, reason: WAITS_FOR_DRILL })
    expect(lantern.alma.requests().filter((request) => request.op === "run")).toHaveLength(1)
  }, 90_000)
})

describe("a switch of a drill leaves alone what an outage holds", () => {
  it("since the database lets one open hold stand for an account", async () => {
    lantern = await stepping()
    const outageId = await wantedBack(lantern, ["bare"])
    await lantern.step("bare")
    // Closed, and one of it still watched: as when a late sweep has found it Internal beside another outage.
    await lantern.ctx.db.outage.update({ where: { id: outageId }, data: { state: "closed", closedAt: new Date() } })
    const drill = await askedByDrill()
    const before = lantern.puts()
    await expect(stepIn(drill)).rejects.toThrow()
    expect(await holdIn(drill)).toMatchObject({ state: "waiting", intendedAt: null })
    expect(lantern.puts()).toBe(before)
    expect(changed("bare").filter((entry) => entry.what === "account_type").map((entry) => entry.to)).toEqual(["INTERNAL", "EXTERNAL"])
  }, 90_000)
})
