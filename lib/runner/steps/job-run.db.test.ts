import { afterEach, describe, expect, it } from "vitest"
import type { JobRunState } from "@/lib/db/generated/client"
import type { Fault, FaultKind } from "@/lib/practice/faults"
import { endOutage } from "@/lib/services/end-outage"
import { nextStartAt } from "../job-run/form-job-run"
import type { StepContext } from "../step-context"
import { asked, runUntil, stepContext, stepRun } from "../test-steps"
import type { Stepping } from "../rules/stepping"
import { stepping } from "../rules/stepping"

let lantern: Stepping
let ctx: StepContext
let outageId: string
afterEach(() => lantern.close())

async function runAt(state: JobRunState, staff = ["bare", "mixedseg"]): Promise<void> {
  lantern = await stepping({ route: "job" })
  outageId = await asked(lantern, staff)
  ctx = await stepContext(lantern)
  await runUntil(lantern, ctx, state)
}

const run = () => ctx.db.jobRun.findFirstOrThrow({ orderBy: { createdAt: "asc" } })

/** One step at a moment that stands still. @returns in how many seconds the next is due */
async function stepNow(): Promise<number> {
  const now = new Date()
  await stepRun({ ...ctx, clock: () => now })
  return ((await run()).dueAt!.getTime() - now.getTime()) / 1000
}

const onStart = (fault: Fault | FaultKind, times = 1) => lantern.alma.faults.add({ match: { op: "run" }, times, fault })
const starts = () => lantern.alma.requests().filter((request) => request.op === "run").length
const actions = async () => (await ctx.db.auditEntry.findMany({ orderBy: { seq: "asc" } })).map((entry) => entry.action)
const setStands = async (setId: string | null) => (await ctx.alma.getSet(setId!)).kind === "ok"
const intents = async () => (await ctx.db.intent.findMany()).map((intent) => `${intent.kind} ${intent.state}`)

describe("a job run", () => {
  it("goes its way: facts, set, check, start, read back; and the set is gone", async () => {
    await runAt("set_created")
    const { setId } = await run()
    expect(await setStands(setId)).toBe(true)
    await runUntil(lantern, ctx, "running")
    expect(await run()).toMatchObject({ startAttempts: 1, startSentAt: expect.any(Date), instanceId: expect.any(String), note: null })
    await runUntil(lantern, ctx, "done")
    expect(await run()).toMatchObject({ finishedAt: expect.any(Date), dueAt: null, leaseOwner: null, setDeletedAt: expect.any(Date) })
    expect(await setStands(setId)).toBe(false)
    for (const id of ["bare", "mixedseg"]) expect(await lantern.hold(id)).toMatchObject({ state: "internal", observedType: "INTERNAL", reason: null })
    expect(await intents()).toEqual(["switch_job applied", "switch_job applied"])
    expect(await actions()).toEqual(expect.arrayContaining(["run.formed", "run.start_sent", "run.started", "run.finished", "run.done"]))
  }, 90_000)

  it("that Alma refuses for good asks a person for its members, and leaves nothing behind", async () => {
    await runAt("set_checked")
    const { setId } = await run()
    onStart({ kind: "ok_error_envelope", code: "402119" })
    await stepRun(ctx)
    expect(await run()).toMatchObject({ state: "cancelled", finishedAt: expect.any(Date), dueAt: null })
    expect(await setStands(setId)).toBe(false)
    const hold = await lantern.hold("bare")
    expect(hold).toMatchObject({ state: "needs_person", jobRunId: null })
    expect(hold.reason).toMatch(/\(402119\)\. Nothing was changed\. Try again, or switch the account by hand\.$/)
    expect(await intents()).toEqual(["switch_job refused", "switch_job refused"])
    expect(await actions()).toContain("run.refused")
    expect([starts(), lantern.puts()]).toEqual([1, 0])
  }, 90_000)

  it("that may not start now waits as long as Alma's reason asks for, and starts later", async () => {
    await runAt("set_checked")
    onStart("job_refused")
    expect(await stepNow()).toBe(120)
    const told = await run()
    expect(told).toMatchObject({ state: "set_checked", startSentAt: null, startAttempts: 1 })
    expect(told.note).toMatch(/^Alma refused it: /)
    onStart("job_overlap")
    expect(await stepNow()).toBe(20)
    expect(await run()).toMatchObject({ state: "set_checked", startAttempts: 2 })
    await runUntil(lantern, ctx, "running")
    expect(starts()).toBe(3)
  }, 90_000)

  it("waits where the hour's five starts are used up", async () => {
    await runAt("set_checked")
    expect(await nextStartAt(ctx)).toBeNull()
    const { id, institutionId, state: _, ...row } = await run()
    const sent = Array.from({ length: 5 }, (_one, at) => new Date(Date.now() - (at + 1) * 600_000))
    for (const [at, startSentAt] of sent.entries()) {
      await ctx.db.jobRun.create({ data: { institutionId, outageId: row.outageId, name: `earlier ${at}`, state: "done", createdAt: startSentAt, startSentAt } })
    }
    await stepRun(ctx)
    const told = await ctx.db.jobRun.findUniqueOrThrow({ where: { id } })
    expect(told.state).toBe("set_checked")
    expect(told.note).toContain("five times an hour")
    expect(told.dueAt).toEqual(new Date(sent.at(-1)!.getTime() + 3_605_000))
    expect(starts()).toBe(0)
  }, 90_000)

  it("asks a person where the payload of the job is gone", async () => {
    await runAt("set_checked")
    await ctx.db.institution.updateMany({ data: { jobId: null } })
    ctx = await stepContext(lantern)
    await stepRun(ctx)
    expect((await run()).state).toBe("cancelled")
    expect((await lantern.hold("bare")).reason).toContain("The job payload is missing")
  }, 90_000)

  it.each(["intended", "set_created", "set_checked"] as const)("that is no longer wanted at %s is given up: nobody is switched", async (state) => {
    await runAt(state)
    const { setId } = await run()
    await endOutage(lantern.ctx, { outageId })
    await stepRun(ctx)
    expect(await run()).toMatchObject({ state: "cancelled", note: "The switch is no longer wanted." })
    expect(setId === null ? false : await setStands(setId)).toBe(false)
    for (const id of ["bare", "mixedseg"]) {
      expect(await lantern.hold(id)).toMatchObject({ state: "left_alone", jobRunId: null, intendedAt: null, dueAt: null })
    }
    expect(starts()).toBe(0)
  }, 90_000)

  it("is polled until it ends, and read without it when it never does", async () => {
    lantern = await stepping({ route: "job" })
    lantern.alma.faults.add({ fault: "job_hang" })
    outageId = await asked(lantern, ["bare"])
    ctx = await stepContext(lantern)
    await runUntil(lantern, ctx, "running")
    expect([await stepNow(), await stepNow(), await stepNow(), await stepNow()]).toEqual([1, 2, 3, 5])
    await ctx.db.jobRun.updateMany({ data: { startSentAt: new Date(Date.now() - 200_000) } })
    expect(await stepNow()).toBe(15)
    await ctx.db.jobRun.updateMany({ data: { startSentAt: new Date(Date.now() - 850_000) } })
    await stepRun(ctx)
    expect((await run()).state).toBe("running")
    await ctx.db.jobRun.updateMany({ data: { startSentAt: new Date(Date.now() - 902_000) } })
    await stepRun(ctx)
    expect(await run()).toMatchObject({ state: "reading_back", instanceStatus: "HUNG", note: "The job does not end. The accounts are read without it." })
    await runUntil(lantern, ctx, "done")
    const left = await lantern.hold("bare")
    expect(left).toMatchObject({ state: "needs_person", repairs: 0 })
    expect(left.reason).toContain("does not end and has not switched this account")
    expect(starts()).toBe(1)
  }, 90_000)

  it("that left somebody out is repaired once, and then a person is asked", async () => {
    lantern = await stepping({ route: "job" })
    lantern.alma.faults.add({ times: 2, fault: { kind: "job_partial", ids: ["bare"] } })
    outageId = await asked(lantern, ["bare", "mixedseg"])
    ctx = await stepContext(lantern)
    await runUntil(lantern, ctx, "done")
    expect(await lantern.hold("mixedseg")).toMatchObject({ state: "internal" })
    expect(await lantern.hold("bare")).toMatchObject({ state: "waiting", repairs: 1, jobRunId: null, observedType: "EXTERNAL" })
    await runUntil(lantern, ctx, "done")
    const told = await lantern.hold("bare")
    expect(told).toMatchObject({ state: "needs_person", repairs: 1 })
    expect(told.reason).toContain("Alma's job ended without switching this account, twice.")
    expect(starts()).toBe(2)
  }, 90_000)

  it("finds its set again when the answer to making it was lost, and makes one only", async () => {
    await runAt("intended")
    lantern.alma.faults.add({ match: { method: "POST", path: /\/conf\/sets$/ }, fault: "reset_after_apply" })
    await stepRun(ctx)
    expect(await run()).toMatchObject({ state: "intended", polls: 1, setId: null })
    await stepRun(ctx)
    expect(await run()).toMatchObject({ state: "set_created", polls: 0, setId: expect.any(String) })
    expect(lantern.alma.requests().filter((request) => request.method === "POST" && request.path.endsWith("/conf/sets"))).toHaveLength(1)
  }, 90_000)

  it("begins anew where somebody deleted its set, and drops one with a stranger in it", async () => {
    await runAt("set_created")
    await ctx.alma.deleteSet((await run()).setId!)
    await stepRun(ctx)
    expect(await run()).toMatchObject({ state: "cancelled", note: "The set is gone." })
    expect(await lantern.hold("bare")).toMatchObject({ state: "waiting", jobRunId: null, intendedAt: null })
    await ctx.db.jobRun.deleteMany().catch(() => {})
    await ctx.db.intent.deleteMany()
    await ctx.db.jobRun.deleteMany()
    await runUntil(lantern, ctx, "set_created")
    const { setId } = await run()
    await ctx.alma.addSetMembers(setId!, ["blockson"])
    await stepRun(ctx)
    expect(await run()).toMatchObject({ state: "cancelled", note: "Somebody else's accounts stood in the set." })
    expect(await setStands(setId)).toBe(false)
    expect(await actions()).toContain("run.set_edited")
  }, 90_000)

  it("of accounts that can't be read tries for a while, and then goes on without them", async () => {
    await runAt("reading")
    // The other is read by the first look.
    const away = () => lantern.alma.faults.add({ match: { method: "GET", primaryId: "bare" }, times: 3, fault: { kind: "status", status: 503 } })
    for (let tries = 1; tries <= 5; tries++) {
      away()
      await stepRun(ctx)
      expect(await run()).toMatchObject({ state: "reading", polls: tries })
    }
    away()
    await stepRun(ctx)
    expect((await run()).state).toBe("intended")
    expect(await lantern.hold("bare")).toMatchObject({ state: "needs_person", jobRunId: null, intendedAt: null })
    expect(await lantern.hold("mixedseg")).toMatchObject({ state: "switching" })
  }, 60_000)
})
