import { spawn } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterEach, beforeEach, expect, test } from "vitest"
import { jobParameters, TO_INTERNAL } from "./job-payload"
import { startPracticeAlma } from "./practice-alma"
import { accountTypeOf, isObject, textOf } from "./record"
import { call, edit } from "./test-client"

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "practice-alma-"))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const setBody = { name: "A", type: { value: "ITEMIZED" }, content: { value: "USER" } }

test("accounts, passwords, sets and history outlive a restart; no password stands in the file", async () => {
  const stateFile = join(folder, "state.json")
  const first = await startPracticeAlma({ stateFile })
  await edit(first, "ogrady", { password: "kestrel4marble", force_password_change: "TRUE" })
  const made = await call(first, "POST", "/conf/sets", { body: setBody })
  const history = first.history("ogrady")
  await first.close()
  expect(readFileSync(stateFile, "utf8")).not.toContain("kestrel4marble")
  const second = await startPracticeAlma({ stateFile })
  expect([second.passwordWorks("ogrady", "kestrel4marble"), second.mustChangePassword("ogrady")]).toEqual([
    true,
    true,
  ])
  expect((await call(second, "GET", `/conf/sets/${textOf(made.body["id"])}`)).status).toBe(200)
  expect(second.history("ogrady").slice(0, history.length)).toEqual(history)
  await second.close()
})

test("a run in progress goes on after a restart", async () => {
  const stateFile = join(folder, "state.json")
  const first = await startPracticeAlma({ stateFile, jobMs: 5_000 })
  const setId = textOf((await call(first, "POST", "/conf/sets", { body: setBody })).body["id"])
  await call(
    first,
    "POST",
    `/conf/sets/${setId}?op=add_members`,
    { body: { members: { member: [{ id: "mixedseg" }] } } },
  )
  await call(
    first,
    "POST",
    "/conf/jobs/M148?op=run",
    { body: { parameter: jobParameters(TO_INTERNAL, setId, "r") } },
  )
  await first.close()
  const second = await startPracticeAlma({ stateFile, jobMs: 50 })
  expect(accountTypeOf(second.user("mixedseg") ?? {})).toBe("EXTERNAL")
  await new Promise((done) => setTimeout(done, 200))
  expect(accountTypeOf(second.user("mixedseg") ?? {})).toBe("INTERNAL")
  await second.close()
})

test("standing alone it can be killed, comes back, and is controlled with its token", async () => {
  const flags = ["--state-file", join(folder, "state.json"), "--control-token", "t0ken", "--people", "10"]
  const token = { "x-practice-token": "t0ken", "content-type": "application/json" }
  const first = await launch(flags)
  expect((await fetch(`${first.url}/practice/users`)).status).toBe(403)
  const fault = { match: { path: "/USERS/ogrady$" }, fault: { kind: "status", status: 503 } }
  await fetch(`${first.url}/practice/faults`, { method: "POST", headers: token, body: JSON.stringify(fault) })
  const headers = { authorization: `apikey ${first.apiKey}`, accept: "application/json" }
  const asked = async () => (await fetch(`${first.url}/almaws/v1/users/ogrady`, { headers })).status
  expect([await asked(), await asked()]).toEqual([503, 200])
  const user = { primary_id: "newcomer", account_type: { value: "EXTERNAL" }, external_id: "SIS_BANNER" }
  await fetch(`${first.url}/practice/user`, { method: "POST", headers: token, body: JSON.stringify(user) })
  await new Promise((done) => setTimeout(done, 400))
  await first.kill("SIGKILL")
  const second = await launch(flags)
  const kept = await fetch(`${second.url}/practice/user?id=newcomer`, { headers: token })
  const found: unknown = await kept.json()
  expect(isObject(found) && found["user"]).toMatchObject({ primary_id: "newcomer" })
  const bad = { method: "POST", headers: token, body: '{"fault":"nonsense"}' }
  expect((await fetch(`${second.url}/practice/faults`, bad)).status).toBe(400)
  await second.kill("SIGTERM")
})

async function launch(flags: string[]) {
  const tsx = fileURLToPath(import.meta.resolve("tsx"))
  const main = fileURLToPath(new URL("./main.ts", import.meta.url))
  const child = spawn(
    process.execPath,
    ["--import", tsx, main, ...flags],
    { stdio: ["ignore", "pipe", "inherit"] },
  )
  const line = await new Promise<string>((done, fail) => {
    child.once("exit", (code) => fail(new Error(`exit ${code}`)))
    child.stdout.once("data", (chunk: Buffer) => done(chunk.toString()))
  })
  const { url, apiKey } = JSON.parse(line) as { url: string; apiKey: string }
  const kill = (signal: NodeJS.Signals) =>
    new Promise<void>((done) => {
      child.removeAllListeners("exit")
      child.once("exit", () => done())
      child.kill(signal)
    })
  return { url, apiKey, kill }
}
