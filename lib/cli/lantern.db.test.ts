import { spawn } from "node:child_process"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { testDatabase, type TestDatabase } from "@/lib/db/test-database"
import { comparable } from "@/lib/practice/comparable"
import { practiceJobPayload } from "@/lib/practice/people"
import { startPracticeAlma, type PracticeAlma } from "@/lib/practice/practice-alma"

interface Run {
  code: number | null
  stdout: string
  stderr: string
}

let database: TestDatabase
let alma: PracticeAlma
let folder: string

beforeAll(async () => {
  database = await testDatabase()
  alma = await startPracticeAlma({ jobMs: 300, ratePerSecond: 0 })
  folder = await mkdtemp(path.join(tmpdir(), "lantern-cli-"))
  const added = ["institution", "add", "--code", "ABC", "--name", "Abbey College", "--api-url", alma.url]
  await json([...added, "--api-key-env", "TEST_KEY", "--login-url", `${alma.url}/mng/login?auth=local`, "--rate", "50"], 0)
  await json(["institution", "job-payload", "ABC", "--file", "-"], 0, practiceJobPayload())
})
afterAll(async () => {
  await alma.close()
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

/** The whole command as an operator runs it, in a process of its own. */
function start(args: string[], input = "") {
  const child = spawn(process.execPath, [path.resolve("scripts/lantern.mjs"), ...args], {
    cwd: folder,
    env: {
      ...process.env,
      DATABASE_URL: database.url,
      LANTERN_DATA_DIR: folder,
      LANTERN_QUIET_PERIOD_SECONDS: "1",
      LANTERN_ALLOW_API_HOSTS: new URL(alma.url).host,
      TEST_KEY: alma.apiKey,
      npm_lifecycle_event: "test",
    },
  })
  let stdout = ""
  let stderr = ""
  child.stdout.on("data", (chunk) => (stdout += chunk))
  child.stderr.on("data", (chunk) => (stderr += chunk))
  child.stdin.on("error", () => {})
  child.stdin.end(input)
  const ended = new Promise<Run>((done) => child.on("close", (code) => done({ code, stdout, stderr })))
  return { child, ended, said: () => stderr }
}

const run = (args: string[], input = "") => start(args, input).ended

/** With `--json`: stdout is exactly one document. */
async function json(args: string[], code: number, input = "") {
  const ran = await run([...args, "--json"], input)
  expect([ran.code, ran.code === code ? "" : ran.stderr]).toEqual([code, ""])
  expect(ran.stdout.trim().split("\n")).toHaveLength(1)
  return JSON.parse(ran.stdout)
}

// The whole job by the command alone is e2e/command.spec.ts.
describe("the lantern command", () => {
  it("proves the route on one account, and says what is compared", async () => {
    const before = comparable(alma.user("bare"))
    const consent = ["--consent", "Its owner agreed this morning"]
    const refused = await json(["institution", "prove-route", "abc", "--canary", "exl_support", ...consent], 4)
    expect(refused.error.message).toContain("A system account")
    const proof = await json(["institution", "prove-route", "abc", "--canary", "bare", ...consent], 0)
    expect(proof).toMatchObject({ code: "ABC", route: "job", canary: "bare", proved: true, differences: [] })
    expect(proof.leftOut).toContain("pin_number")
    expect(comparable(alma.user("bare"))).toEqual(before)
    expect(await json(["institution", "pin-answer", "ABC", "--answer", "lost"], 0)).toEqual({ code: "ABC", pinAnswer: "lost" })
    expect((await json(["institution", "pin-answer", "ABC", "--answer", "perhaps"], 2)).error.code).toBe("input")
  }, 60_000)

  it("tells wrong usage and wrong input apart from what is refused", async () => {
    const declare = ["outage", "declare", "--institution", "ABC", "--reason", "R"]
    expect((await json(["outage", "declare"], 2)).error.code).toBe("usage")
    expect((await json([...declare, "--hours", "-1", "--staff", "-"], 2, "aabernethy")).error.code).toBe("input")
    expect((await json([...declare, "--hours", "1", "--staff", "missing.txt"], 2)).error.message).toBe("There is no file missing.txt.")
    expect((await json(["outage", "status", "nothing"], 2)).error.code).toBe("not_found")
    const plain = await run(["outage", "status", "nothing"])
    expect(plain).toEqual({ code: 2, stdout: "", stderr: "There is no outage with this id.\n" })
  }, 60_000)

  it("takes over from a recovery sheet only what was forgotten, and from no sheet that was changed", async () => {
    const declare = ["outage", "declare", "--institution", "ABC", "--reason", "R", "--hours", "1", "--staff", "-"]
    const { id } = await json(declare, 0, "aabernethy")
    const { sheet } = await json(["outage", "sheet", id], 0)
    const adopt = ["outage", "adopt", "--sheet", "-"]
    expect(await json([...adopt, "--dry-run"], 0, sheet)).toMatchObject({ outageId: id, takenOver: 0, dryRun: true })
    expect((await json(adopt, 0, sheet)).accounts).toMatchObject([{ primaryId: "aabernethy", what: "known" }])
    expect((await json(adopt, 2, "aabernethy")).error.code).toBe("input")
    const forged = sheet.replace(/Signature: ./, (line: string) => `Signature: ${line.endsWith("0") ? "1" : "0"}`)
    expect((await json(adopt, 4, forged)).error).toEqual({
      code: "refused",
      message: "The sheet was changed, or is not from this Lantern. Nothing was changed.",
    })
    expect((await json(["outage", "end", id], 0)).state).toBe("closed")
  }, 60_000)

  it("lists by-hand steps on the manual route and says that people are needed", async () => {
    await json(["institution", "set", "ABC", "--route", "manual"], 0)
    const declare = ["outage", "declare", "--institution", "ABC", "--reason", "R", "--hours", "1", "--staff", "-"]
    const { id } = await json(declare, 0, "aabernethy")
    const switched = await json(["outage", "switch", id], 3)
    expect(switched.accounts[0]).toMatchObject({ state: "needs_person", reason: expect.stringContaining("Toggle Account Type") })
    expect((await json(["outage", "end", id], 0)).state).toBe("closed")
  }, 60_000)

  it("runs a worker until it is stopped", async () => {
    const worker = start(["worker", "--json"])
    await expect.poll(worker.said, { timeout: 15_000 }).toContain("Working")
    worker.child.kill("SIGTERM")
    expect(await worker.ended).toMatchObject({ code: 0, stdout: '{"stopped":true}\n' })
  }, 30_000)
})
