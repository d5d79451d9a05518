import { expect, test } from "@playwright/test"
import { startPracticeAlma } from "@/lib/practice/practice-alma"
import { runProof } from "./fixtures/run-proof"
import { before, judge } from "./torture/judge"
import type { TortureState } from "./torture/tally"

test("processes killed and paused, and the database crashed, at random moments: every account goes there and back once", async () => {
  test.setTimeout(300_000)
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

test("the judge of a torture finds each kind of harm", async () => {
  const alma = await startPracticeAlma({ ratePerSecond: 0 })
  const was = before(alma)
  const move = (id: string, type: "INTERNAL" | "EXTERNAL") =>
    alma.editUser(id, (user) => ({ ...user, account_type: { value: type }, external_id: type === "INTERNAL" ? "" : "SIS_BANNER" }))
  const journey = (id: string) => {
    const record = alma.user(id)!
    move(id, "INTERNAL")
    alma.setUser(record, "admin")
  }
  journey("bare")
  expect(judge(alma, was, ["bare"], ["bare"])).toMatchObject({ moved: ["bare"], wrong: [] })
  move("mixedseg", "INTERNAL")
  journey("noteworthy")
  journey("noteworthy")
  journey("blockson")
  alma.editUser("manyroles", (user) => ({ ...user, user_role: [] }))
  alma.editUser("ogrady", (user) => ({ ...user, job_description: "Night desk" }))
  const listed = ["bare", "mixedseg", "noteworthy", "manyroles", "ogrady", "aabernethy"]
  const { wrong } = judge(alma, was, listed, ["aabernethy"])
  const said = wrong.map((one) => one.split("\n")[0]!.replace(/^\S+ /, ""))
  for (const harm of [
    /^mixedseg: was left INTERNAL$/, /^noteworthy: was made Internal a second time/, /^blockson: stood on no list/,
    /^manyroles: isn't as before: user_role/, /^ogrady: was INTERNAL before, and was changed$/, /^aabernethy: was seen Internal/,
  ]) expect(said.some((one) => harm.test(one)), `${String(harm)} in ${said.join(" | ")}`).toBe(true)
  expect(said.some((one) => one.startsWith("bare"))).toBe(false)
  await alma.close()
})
