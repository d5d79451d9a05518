import { spawn } from "node:child_process"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { CHECK_IDS } from "@/lib/domain/checks"
import type { CheckView } from "@/lib/domain/views"
import { comparable } from "@/lib/practice/comparable"
import { type TestLantern, testLantern } from "@/lib/runner/test-lantern"
import { typedCommand } from "./typed-command"

let lantern: TestLantern
let folder: string
beforeAll(async () => {
  lantern = await testLantern()
  folder = await mkdtemp(path.join(tmpdir(), "lantern-cli-"))
  await lantern.work()
})
afterAll(async () => {
  await lantern.close()
  await rm(folder, { recursive: true, force: true })
})

/** Types it, with `input` in the file that `@` stands for. @returns the one document; expects this exit code */
// oxlint-disable-next-line typescript/no-explicit-any
async function json(args: string[], code: number, input = ""): Promise<any> {
  const file = path.join(folder, "input")
  await writeFile(file, input)
  const said = await typedCommand(lantern.ctx, () => lantern.ctx.wake(lantern.institution.id))(...args.map((word) => (word === "@" ? file : word)))
  expect([said.code, said.code === code ? "" : said.messages]).toEqual([code, ""])
  return said.document
}

/** The whole command in a process of its own. */
function start(args: string[]) {
  const child = spawn(process.execPath, [path.resolve("scripts/lantern.mjs"), ...args], {
    cwd: folder,
    env: { ...process.env, DATABASE_URL: lantern.url, LANTERN_DATA_DIR: folder, npm_lifecycle_event: "test" },
  })
  let stdout = ""
  let stderr = ""
  child.stdout.on("data", (chunk) => (stdout += chunk))
  child.stderr.on("data", (chunk) => (stderr += chunk))
  child.stdin.end()
  const ended = new Promise((done) => child.on("close", (code) => done({ code, stdout, stderr })))
  return { child, ended, said: () => stderr }
}

// The whole job by the command alone is e2e/command.spec.ts.
describe("the lantern command", () => {
  it("looks at everything as docs/operations/readiness.md says, and exits with 3 where something fails", async () => {
    const { code, checks } = await json(["institution", "check", "ABC"], 0)
    const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
    expect(code).toBe("ABC")
    expect(checks).toEqual(CHECK_IDS.map((id) => expect.objectContaining({ id, status: expect.stringMatching(/^(ok|warn|fail)$/), message: expect.any(String), lookedAt: at, since: at })))
    expect(checks.filter(({ status, fix }: CheckView) => (status === "ok") !== (fix === null))).toEqual([])
    const { db } = lantern.ctx
    const { jobId } = await db.institution.findUniqueOrThrow({ where: { code } })
    await db.institution.update({ where: { code }, data: { jobId: null } })
    const failing = await json(["institution", "check", "ABC"], 3)
    expect(failing.checks.find((check: CheckView) => check.id === "job.payload")).toMatchObject({ status: "fail" })
    await db.institution.update({ where: { code }, data: { jobId } })
    expect((await json(["institution", "check", "NOPE"], 2)).error.code).toBe("not_found")
  }, 30_000)

  it("proves the route on one account, and says what is compared", async () => {
    const { alma } = lantern
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
    expect((await json([...declare, "--hours", "-1", "--staff", "@"], 2, "aabernethy")).error.code).toBe("input")
    expect((await json([...declare, "--hours", "1", "--staff", "missing.txt"], 2)).error.message).toBe("There is no file missing.txt.")
    expect((await json(["outage", "status", "nothing"], 2)).error.code).toBe("not_found")
    const plain = await start(["outage", "status", "nothing"]).ended
    expect(plain).toEqual({ code: 2, stdout: "", stderr: "There is no outage with this id.\n" })
  }, 60_000)

  it("takes over from a recovery sheet only what was forgotten, and from no sheet that was changed", async () => {
    const declare = ["outage", "declare", "--institution", "ABC", "--reason", "R", "--hours", "1", "--staff", "@"]
    const { id } = await json(declare, 0, "aabernethy")
    const { sheet } = await json(["outage", "sheet", id], 0)
    const adopt = ["outage", "adopt", "--sheet", "@"]
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
    const declare = ["outage", "declare", "--institution", "ABC", "--reason", "R", "--hours", "1", "--staff", "@"]
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
