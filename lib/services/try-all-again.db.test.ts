import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { TestLantern } from "@/lib/runner/test-lantern"
import { testLantern } from "@/lib/runner/test-lantern"
import { asked } from "@/lib/runner/test-steps"
import { tryAllAgain } from "./try-all-again"

describe("trying the failed ones again", () => {
  let lantern: TestLantern
  beforeAll(async () => {
    lantern = await testLantern()
    await lantern.work()
  })
  afterAll(() => lantern.close())

  it("switches those that failed in one run, and leaves the others alone", async () => {
    const failed = ["mixedseg", "noteworthy"]
    lantern.alma.faults.add({ fault: { kind: "job_partial", ids: failed }, times: 10 })
    const outageId = await asked(lantern, ["aabernethy", ...failed])
    await lantern.until("aabernethy", ["internal"])
    for (const id of failed) await lantern.until(id, ["needs_person"], 30)
    lantern.alma.faults.clear()
    const well = await lantern.hold("aabernethy")
    const holds = await lantern.ctx.db.hold.findMany({ where: { outageId } })

    await tryAllAgain(lantern.ctx, { outageId, holdIds: holds.map((hold) => hold.id) })
    for (const id of failed) await lantern.until(id, ["internal"], 30)
    expect((await lantern.hold("aabernethy")).stateSince).toEqual(well.stateSince)
    const runs = await lantern.ctx.db.hold.findMany({ where: { primaryIdKey: { in: failed } }, select: { jobRunId: true } })
    expect(new Set(runs.map((hold) => hold.jobRunId)).size).toBe(1)
  }, 60_000)

  it("knows no account of another outage", async () => {
    const { outageId } = await lantern.hold("aabernethy")
    const stranger = "0193a000-0000-7000-8000-000000000000"
    await expect(tryAllAgain(lantern.ctx, { outageId, holdIds: [stranger] })).rejects.toThrow("None of these accounts")
  })
})
