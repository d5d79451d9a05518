import { expect, it } from "vitest"
import { countPlaywright, countVitest } from "@/scripts/test-counts"

const test = (status: string) => ({ status, fullName: `a ${status} test` })
const file = (status: string, ...tests: string[]) => ({ status, assertionResults: tests.map(test) })

it("counts each test once", () => {
  const testResults = [file("passed", "passed", "passed", "skipped"), file("failed", "passed", "failed", "failed")]
  expect(countVitest({ testResults })).toEqual({ passed: 3, failed: 2, skipped: 1, secondTry: [] })
})

it("counts a file that didn't load as a failure", () => {
  expect(countVitest({ testResults: [file("passed", "passed"), file("failed")] })).toMatchObject({ passed: 1, failed: 1 })
})

it("names what passed only when tried again", () => {
  const late = { ...test("passed"), failureMessages: ["expected 1 to be 2"] }
  const testResults = [{ status: "passed", assertionResults: [test("passed"), late] }]
  expect(countVitest({ testResults })).toEqual({ passed: 2, failed: 0, skipped: 0, secondTry: [late.fullName] })
})

it("lets no failed browser test and no error outside a test pass", () => {
  const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 2 }
  const specs = [{ title: "a late one", tests: [{ status: "flaky" }] }]
  expect(countPlaywright({ stats, errors: [{}], suites: [{ suites: [{ specs }] }] })).toEqual({
    passed: 5, failed: 2, skipped: 2, secondTry: ["a late one"],
  })
})
