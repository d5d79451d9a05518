import { expect, it } from "vitest"
import { readFacts } from "./account-facts"
import { shownText } from "./shown-text"

it("text of others stays on its line, in its length, and turns nothing about", () => {
  expect(shownText("Ada  B.\n Abernethy\t")).toBe("Ada B. Abernethy")
  expect(shownText("\u202Eesle enoemos\u202C\u0000\u001b[2J")).toBe("esle enoemos [2J")
  // Letters of a language that runs the other way stay as they are, with their marks.
  expect(shownText("\u05d0\u05d1\u200f")).toBe("\u05d0\u05d1\u200f")
  expect(shownText("\ud800x")).toBe("\ufffdx")
  const long = shownText("\u{1F600}".repeat(10_000))
  expect([Array.from(long).length, long.isWellFormed()]).toEqual([200, true])
  expect(readFacts({ full_name: "<b>\u202Ex</b>".padEnd(10_000, "x"), job_description: "Desk\nof all" })).toMatchObject({ name: expect.stringMatching(/^<b>x<\/b>x{191}…$/), department: "Desk of all" })
})
