import { expect, test } from "@playwright/test"
import { runProof } from "./fixtures/run-proof"

test("equal clicks by hundreds, and hundreds of uses of one code, link or second factor, come to one change each", async () => {
  test.setTimeout(600_000)
  const { code, output } = await runProof("e2e/races/main.ts", ["--short"])
  expect(code, output).toBe(0)
  expect(output.match(/^reached /gm), output).toHaveLength(8)
})
