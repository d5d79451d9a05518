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

const run = async (...args: string[]) => {
  const { stdout } = await execute("node", ["scripts/run.mjs", ...args], { maxBuffer: 1 << 26, timeout: 280_000 })
  return stdout
}

let short: Short
test.beforeAll(async () => {
  // Some 20 s of one core; on a busy machine it takes its time.
  test.setTimeout(300_000)
  short = JSON.parse(await run("e2e/simulation/short.ts")) as Short
})

test("no rule is broken in many schedules of workers, people, faults and crashes", () => {
  expect(short.schedules).toBeGreaterThanOrEqual(60)
  expect(short.broken).toEqual([])
})

test("a seed gives the same schedule each time, also in another process", async () => {
  for (const [first, second] of short.replays) expect(second).toBe(first)
  expect(new Set(short.replays.map(([first]) => first)).size).toBe(short.replays.length)
  const trace = await run("e2e/simulation/main.ts", "--seed", "7")
  expect(trace).toContain(`trace ${short.replays[0]![0]}`)
})

test("the checker finds each rule that is taken out", () => {
  expect(short.harms.length).toBeGreaterThan(10)
  expect(short.harms.filter(({ found }) => found === null)).toEqual([])
})
