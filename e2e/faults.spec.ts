import { spawn } from "node:child_process"
import { expect, test } from "@playwright/test"
import { environment, root } from "./fixtures/environment"

/** The chosen cells of `npm run faults`, and its self-checks: each class of fault once, judged by Alma's history. */
test("each class of fault, at one step each, loses nothing; and the judge bites when a rule is taken out", async () => {
  test.setTimeout(600_000)
  const child = spawn(process.execPath, ["scripts/run.mjs", "e2e/faults/main.ts", "--short"], { cwd: root, env: environment({}) })
  let said = ""
  child.stdout.on("data", (chunk) => (said += chunk))
  child.stderr.on("data", (chunk) => (said += chunk))
  const code = await new Promise((done) => child.on("close", done))
  expect(code, said).toBe(0)
  expect(said).not.toMatch(/^(FAIL|unmet|BLUNT)/m)
})
