import { afterEach, expect, test, vi } from "vitest"
import { endOutage } from "@/lib/services/end-outage"
import { FenceLost } from "@/lib/domain/errors"
import type { TestLantern } from "../test-lantern"
import { testLantern } from "../test-lantern"
import { asked, runUntil, stepContext } from "../test-steps"
import { readBack } from "./read-back"

let lantern: TestLantern
afterEach(async () => {
  vi.restoreAllMocks()
  await lantern.close()
})

test("a reading that breaks before it has begun leaves no timer behind", async () => {
  lantern = await testLantern()
  const outageId = await asked(lantern, ["bare"])
  const ctx = await stepContext(lantern)
  await runUntil(lantern, ctx, "reading_back")
  const run = await ctx.db.jobRun.findFirstOrThrow({ where: { outageId } })
  await endOutage(lantern.ctx, { outageId })
  const started = vi.spyOn(globalThis, "setInterval")
  const ended = vi.spyOn(globalThis, "clearInterval")

  // Another worker has it by now.
  await expect(readBack(ctx, { ...run, fence: run.fence + 99n, setDeletedAt: new Date() })).rejects.toThrow(FenceLost)

  const left = started.mock.results.filter(({ value }) => !ended.mock.calls.some(([timer]) => timer === value))
  expect(left.length).toBe(0)
})
