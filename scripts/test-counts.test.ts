import { expect, it } from "vitest"
import { countPlaywright, countVitest } from "@/scripts/test-counts"

const file = (status: string, ...tests: string[]) => ({ status, assertionResults: tests.map((test) => ({ status: test })) })

it("counts each test once", () => {
  const testResults = [file("passed", "passed", "passed", "skipped"), file("failed", "passed", "failed", "failed")]
  expect(countVitest({ testResults })).toEqual({ passed: 3, failed: 2, skipped: 1 })
})

it("counts a file that didn't load as a failure", () => {
  expect(countVitest({ testResults: [file("passed", "passed"), file("failed")] })).toMatchObject({ passed: 1, failed: 1 })
})

it("lets no flaky browser test and no error outside a test pass", () => {
  const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 2 }
  expect(countPlaywright({ stats, errors: [{}] })).toEqual({ passed: 4, failed: 3, skipped: 2 })
})
