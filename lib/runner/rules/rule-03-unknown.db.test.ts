import { afterEach, describe, expect, it } from "vitest"
import type { Fault } from "@/lib/practice/faults"
import { asked, runUntil, stepContext, stepRun } from "../test-steps"
import type { Stepping } from "./stepping"
import { stepping, wantedBack } from "./stepping"

let lantern: Stepping
afterEach(() => lantern.close())

const lose = (kind: "reset_after_apply" | "reset_before_apply") =>
  lantern.alma.faults.add({ match: { method: "PUT" }, fault: { kind } satisfies Fault })
const lastIntent = async () => (await lantern.ctx.db.intent.findMany({ orderBy: { createdAt: "asc" } })).at(-1)

describe("a write whose answer was lost is unknown, and is settled by reading", () => {
  it("when it switched the account: the next step reads, and sends nothing again", async () => {
    lantern = await stepping()
    await asked(lantern, ["bare"])
    lose("reset_after_apply")
    expect(await lantern.step("bare")).toMatchObject({ state: "switching" })
    expect(await lastIntent()).toMatchObject({ kind: "switch_direct", state: "unknown" })
    expect(await lantern.step("bare")).toMatchObject({ state: "internal" })
    expect(lantern.puts()).toBe(1)
  }, 90_000)

  it("when it returned the account: the read counts, and nothing is sent again", async () => {
    lantern = await stepping()
    await wantedBack(lantern, ["bare"])
    lose("reset_after_apply")
    expect(await lantern.step("bare")).toMatchObject({ state: "returning", externalReads: 0 })
    expect(await lastIntent()).toMatchObject({ kind: "return", state: "unknown" })
    expect(await lantern.step("bare")).toMatchObject({ state: "external_watching", externalReads: 1 })
    expect(lantern.puts()).toBe(2)
  }, 90_000)

  it("when it came to nothing: read first, then sent again from that read", async () => {
    lantern = await stepping()
    await wantedBack(lantern, ["bare"])
    lose("reset_before_apply")
    await lantern.step("bare")
    expect(await lastIntent()).toMatchObject({ state: "unknown" })
    const since = lantern.alma.requests().length
    expect(await lantern.step("bare")).toMatchObject({ state: "external_watching" })
    expect(lantern.alma.requests().slice(since).map((request) => request.method)).toEqual(["GET", "PUT", "GET"])
  }, 90_000)

  it("when Alma says 200 and has changed nothing", async () => {
    lantern = await stepping()
    await wantedBack(lantern, ["bare"])
    lantern.alma.faults.add({ match: { method: "PUT" }, fault: "ok_unchanged" })
    const still = await lantern.step("bare")
    expect(still).toMatchObject({ state: "returning", externalReads: 0 })
    expect(still.reason).toContain("still reads Internal")
    expect(await lastIntent()).toMatchObject({ kind: "return", state: "unknown" })
  }, 90_000)
})

describe("a start of the job whose answer was lost", () => {
  it("is looked for by its name and not sent again", async () => {
    lantern = await stepping({ route: "job" })
    await asked(lantern, ["bare"])
    const ctx = await stepContext(lantern)
    lantern.alma.faults.add({ match: { op: "run" }, fault: "reset_before_apply" })
    await runUntil(lantern, ctx, "start_sent")
    for (let looks = 0; looks < 4; looks++) await stepRun(ctx)
    expect((await ctx.db.jobRun.findFirstOrThrow()).state).toBe("start_sent")
    expect(lantern.alma.requests().filter((request) => request.op === "run")).toHaveLength(1)
  }, 90_000)

  it("is found by its name where it did start", async () => {
    lantern = await stepping({ route: "job" })
    await asked(lantern, ["bare"])
    const ctx = await stepContext(lantern)
    lantern.alma.faults.add({ fault: "job_answer_lost" })
    await runUntil(lantern, ctx, "start_sent")
    await stepRun(ctx)
    expect(await ctx.db.jobRun.findFirstOrThrow()).toMatchObject({ state: "running", instanceId: expect.any(String) })
    expect(lantern.alma.requests().filter((request) => request.op === "run")).toHaveLength(1)
  }, 90_000)
})
