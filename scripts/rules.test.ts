import { readFile } from "node:fs/promises"
import { expect, it } from "vitest"
import { RULES } from "@/e2e/rules/rules"
import { TAKINGS_OUT } from "@/e2e/rules/takings-out"

const sorted = (numbers: Iterable<number>) => [...new Set(numbers)].toSorted((a, b) => a - b)

it("each of the eleven rules has tests that are shown to bite (npm run rules)", () => {
  const numbers = Array.from({ length: 11 }, (_, at) => at + 1)
  expect(sorted(TAKINGS_OUT.map((one) => one.rule))).toEqual(numbers)
  expect(sorted(Object.keys(RULES).map(Number))).toEqual(numbers)
})

it.each(TAKINGS_OUT)("rule $rule, without $without: the code and the test are still there", async ({ file, find, test, name }) => {
  expect((await readFile(file, "utf8")).split(find).length - 1, file).toBe(1)
  const text = await readFile(test, "utf8")
  // In a table of tests the name is made of a row's first cell.
  expect(text.includes(name) || text.includes(name.slice(name.indexOf(" leaves ") + 1)), name).toBe(true)
})
