import { afterEach, describe, expect, it } from "vitest"
import { timelineOf } from "@/lib/db/timeline"
import type { StepContext } from "./step-context"
import type { TestLantern } from "./test-lantern"
import { testLantern } from "./test-lantern"
import { asked, runUntil, stepContext } from "./test-steps"

let lantern: TestLantern
afterEach(() => lantern.close())

const starts = () => lantern.alma.requests().filter((request) => request.method === "POST" && request.path.includes("/conf/jobs/"))
const actions = async (ctx: StepContext) => (await ctx.db.auditEntry.findMany({ orderBy: { seq: "asc" } })).map((entry) => entry.action)

describe("a job that Alma ran over another set than ours", () => {
  it("is an alarm; our accounts are read, and the job isn't run again by itself", async () => {
    lantern = await testLantern()
    const outageId = await asked(lantern, ["bare", "mixedseg"])
    const ctx = await stepContext(lantern)
    const other = await ctx.alma.createSet("Somebody's set")
    if (other.kind !== "ok") throw new Error("no set")
    await ctx.alma.addSetMembers(other.value.id, ["blockson", "bare"])
    lantern.alma.faults.add({ fault: { kind: "job_other_set", setId: other.value.id } })
    await runUntil(lantern, ctx, "done")
    expect(await lantern.hold("bare")).toMatchObject({ state: "internal" })
    const left = await lantern.hold("mixedseg")
    expect(left).toMatchObject({ state: "needs_person", jobRunId: expect.any(String) })
    expect(left.reason).toContain("another set")
    expect(await actions(ctx)).toContain("run.other_set")
    expect((await timelineOf(ctx.db, outageId)).map((line) => line.text)).toContainEqual(expect.stringContaining(`set ${other.value.id}`))
    expect(starts()).toHaveLength(1)
  }, 30_000)

  it("is none when Alma names ours", async () => {
    lantern = await testLantern()
    await asked(lantern, ["bare"])
    const ctx = await stepContext(lantern)
    await runUntil(lantern, ctx, "done")
    expect(await actions(ctx)).not.toContain("run.other_set")
  }, 30_000)
})

describe("a set that can't be read after the job", () => {
  /** Members are asked for three times at a look, then the set is left for the next poll. */
  const unreadable = (times: number) =>
    lantern.alma.faults.add({ match: { method: "GET", path: /\/members/ }, times, fault: { kind: "status", status: 503 } })

  it("is read at a later poll, and the stranger in it is found, once", async () => {
    lantern = await testLantern()
    await asked(lantern, ["bare"])
    const ctx = await stepContext(lantern)
    lantern.alma.faults.add({ fault: { kind: "set_edited", primaryId: "blockson" } })
    await runUntil(lantern, ctx, "reading_back")
    unreadable(3)
    await runUntil(lantern, ctx, "reading_back", 1)
    expect(lantern.alma.faults.pending()).toBe(0)
    await runUntil(lantern, ctx, "done")
    expect(await lantern.hold("blockson")).toMatchObject({ state: "needs_person" })
    expect((await actions(ctx)).filter((action) => action.startsWith("run.set_"))).toEqual(["run.set_edited"])
  }, 30_000)

  it("is told in the timeline when it could never be read", async () => {
    lantern = await testLantern()
    const outageId = await asked(lantern, ["bare"])
    const ctx = await stepContext(lantern)
    await runUntil(lantern, ctx, "reading_back")
    unreadable(Infinity)
    await runUntil(lantern, ctx, "done")
    expect(await lantern.hold("bare")).toMatchObject({ state: "internal" })
    expect((await actions(ctx)).filter((action) => action === "run.set_unread")).toHaveLength(1)
    expect((await timelineOf(ctx.db, outageId)).map((line) => line.text)).toContainEqual(expect.stringContaining("could not be read after the job"))
  }, 30_000)

  it("is told at once when somebody deleted it meanwhile", async () => {
    lantern = await testLantern()
    await asked(lantern, ["bare"])
    const ctx = await stepContext(lantern)
    await runUntil(lantern, ctx, "reading_back")
    await ctx.alma.deleteSet((await ctx.db.jobRun.findFirstOrThrow()).setId!)
    await runUntil(lantern, ctx, "done")
    expect((await actions(ctx)).filter((action) => action === "run.set_unread")).toHaveLength(1)
  }, 30_000)
})
