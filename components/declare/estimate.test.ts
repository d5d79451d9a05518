import { expect, it } from "vitest"
import { estimateWords } from "./estimate"

it.each([
  ["job", 15, 23, "Takes about a minute, besides Alma's own job."],
  ["job", 15, 1350, "Takes about 3 minutes, besides Alma's own job."],
  ["direct", 15, 23, "Takes about a minute."],
  ["direct", 10, 2000, "Takes about 10 minutes."],
  ["manual", 15, 20, "About 60 minutes of work by hand, 3 minutes a person."],
  ["manual", 15, 60, "About 3 hours of work by hand, 3 minutes a person."],
] as const)("%s at %i a second, %i accounts: %s", (route, rate, count, words) => {
  expect(estimateWords({ route, rate }, count)).toBe(words)
})
