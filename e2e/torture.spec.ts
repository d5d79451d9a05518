import { expect, test } from "@playwright/test"
import { runProof } from "./fixtures/run-proof"
import type { TortureState } from "./torture/tally"

test("processes killed and paused, and the database crashed, at random moments: every account goes there and back once", async () => {
  test.setTimeout(600_000)
  const { code, output } = await runProof("e2e/torture/main.ts", ["--short"])
  expect(code, output).toBe(0)
  const state = JSON.parse(output.trim().split("\n").at(-1)!) as TortureState
  console.log(output.split("\n").find((line) => line.includes("kills in all"))?.trim())
  expect(state.wrong).toEqual([])
  // On a busy machine there are fewer blows; without any, nothing was shown.
  expect(state.blows["worker killed"]?.midWork ?? 0).toBeGreaterThan(2)
  expect(state.blows["paused past its lease"]?.all ?? 0).toBeGreaterThan(0)
  expect(state.blows["database crashed"]?.all ?? 0).toBeGreaterThan(0)
  expect(state.outages.closed).toBeGreaterThan(5)
  expect(state.accounts.moved).toBeGreaterThan(5)
})
