import { afterEach, describe, expect, it } from "vitest"
import type { StepContext } from "./step-context"
import type { TestLantern } from "./test-lantern"
import { testLantern } from "./test-lantern"
import { asked, runUntil, stepContext, stepRun } from "./test-steps"

let lantern: TestLantern
afterEach(() => lantern.close())

/** Refused with a code that says nothing of whether the set is there. */
const refusedDelete = (times: number) =>
  lantern.alma.faults.add({ match: { method: "DELETE" }, times, fault: { kind: "ok_error_envelope", code: "402265" } })
const run = (ctx: StepContext) => ctx.db.jobRun.findFirstOrThrow({ orderBy: { createdAt: "asc" } })
const setStands = async (ctx: StepContext) => (await ctx.alma.getSet((await run(ctx)).setId!)).kind === "ok"
const actions = async (ctx: StepContext) => (await ctx.db.auditEntry.findMany({ orderBy: { seq: "asc" } })).map((entry) => entry.action)

/** A start that never reached Alma, sent so long ago. */
async function lostStart(secondsAgo: number): Promise<StepContext> {
  lantern = await testLantern()
  await asked(lantern, ["bare", "mixedseg"])
  const ctx = await stepContext(lantern)
  lantern.alma.faults.add({ match: { op: "run" }, fault: "reset_before_apply" })
  await runUntil(lantern, ctx, "start_sent")
  await sentAgo(ctx, secondsAgo)
  return ctx
}

const sentAgo = (ctx: StepContext, seconds: number) =>
  ctx.db.jobRun.updateMany({ data: { startSentAt: new Date(Date.now() - seconds * 1000) } })

describe("a start whose answer was lost", () => {
  it("isn't taken for never made while its set stands in Alma", async () => {
    const ctx = await lostStart(61)
    refusedDelete(2)
    await stepRun(ctx)
    await stepRun(ctx)
    expect(await run(ctx)).toMatchObject({ state: "start_sent", setDeletedAt: null })
    expect(await setStands(ctx)).toBe(true)
    await stepRun(ctx)
    expect(await run(ctx)).toMatchObject({ state: "start_sent", setDeletedAt: expect.any(Date) })
    expect(await setStands(ctx)).toBe(false)
    await stepRun(ctx)
    expect((await run(ctx)).state).toBe("reading_back")
    expect(await actions(ctx)).toContain("run.never_started")
  }, 30_000)

  it("is, when somebody deleted the set already, whatever Alma says to deleting it", async () => {
    const ctx = await lostStart(61)
    await ctx.alma.deleteSet((await run(ctx)).setId!)
    refusedDelete(1)
    await stepRun(ctx)
    expect((await run(ctx)).setDeletedAt).not.toBeNull()
  }, 30_000)

  it("asks a person to delete the set, once, and reads the accounts in the end without another run", async () => {
    const ctx = await lostStart(120)
    refusedDelete(Infinity)
    await stepRun(ctx)
    await stepRun(ctx)
    expect((await actions(ctx)).filter((action) => action === "run.set_stays")).toHaveLength(1)
    expect((await run(ctx)).state).toBe("start_sent")
    await sentAgo(ctx, 16 * 60)
    await runUntil(lantern, ctx, "done")
    const left = await lantern.hold("bare")
    expect(left).toMatchObject({ state: "needs_person", repairs: 0 })
    expect(left.reason).toContain("never said whether its job started")
  }, 30_000)
})
