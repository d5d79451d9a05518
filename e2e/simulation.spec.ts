import { execFile } from "node:child_process"
import { promisify } from "node:util"
import { expect, test } from "@playwright/test"

const execute = promisify(execFile)

interface Short {
  schedules: number
  broken: string[]
  /** Hashes of the traces of some seeds, each run twice, other seeds between. */
  replays: [string, string][]
  harms: { harm: string; found: string | null }[]
}

let short: Short
test.beforeAll(async () => {
  const { stdout } = await execute("node", ["scripts/run.mjs", "e2e/simulation/short.ts"], { maxBuffer: 1 << 24, timeout: 170_000 })
  short = JSON.parse(stdout) as Short
})

test("no rule is broken in some hundred schedules of workers, people, faults and crashes", () => {
  expect(short.schedules).toBeGreaterThanOrEqual(100)
  expect(short.broken).toEqual([])
})

test("a seed gives the same schedule each time", () => {
  for (const [first, second] of short.replays) expect(second).toBe(first)
  expect(new Set(short.replays.map(([first]) => first)).size).toBe(short.replays.length)
})

test("the checker finds each rule that is taken out", () => {
  expect(short.harms.length).toBeGreaterThan(10)
  expect(short.harms.filter(({ found }) => found === null)).toEqual([])
})
