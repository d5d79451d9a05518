import { once } from "node:events"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { createServer, type RequestListener } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterAll, beforeAll, expect, it } from "vitest"
import { practiceJobPayload } from "@/lib/practice/job-payload"
import { startPracticeAlma } from "@/lib/practice/practice-alma"
import { type TestLantern, testLantern } from "@/lib/runner/test-lantern"
import { EXIT } from "./exit-codes"
import { typedCommand } from "./typed-command"

const KEY = "BAD_INPUT_ALMA_KEY"
const WRONG_KEY = "BAD_INPUT_WRONG_KEY"

let lantern: TestLantern
let folder: string
beforeAll(async () => {
  lantern = await testLantern()
  folder = await mkdtemp(path.join(tmpdir(), "lantern-cli-"))
  Object.assign(process.env, { [KEY]: lantern.alma.apiKey, [WRONG_KEY]: "l8xxnot-a-key-of-this-alma0000" })
})
afterAll(async () => {
  for (const name of [KEY, WRONG_KEY]) Reflect.deleteProperty(process.env, name)
  await rm(folder, { recursive: true })
  await lantern.close()
})

/** Types it; `@` stands for a file that holds `input`. */
async function type(args: string[], input = "") {
  const file = path.join(folder, "input")
  await writeFile(file, input)
  return typedCommand(lantern.ctx)(...args.map((word) => (word === "@" ? file : word)))
}

function add(apiUrl: string, code: string, key = KEY): string[] {
  return [
    "institution", "add", "--code", code, "--name", `${code} College`, "--api-url", apiUrl,
    "--api-key-env", key, "--login-url", `${lantern.alma.url}/mng/login?auth=local`,
  ]
}

async function answering(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1").unref()
  await once(server, "listening")
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  lantern.ctx.settings.allowHosts.push(host)
  return `http://${host}`
}

const declare = (institution: string, hours: string, reason = "r") =>
  ["outage", "declare", "--institution", institution, "--staff", "@", "--hours", hours, "--reason", reason]
const changes = (alma = lantern.alma) => alma.history().filter((entry) => entry.what !== "request")

it("is one sentence and one document, and changes nothing in Alma", async () => {
  const { alma } = lantern
  const preview = ["outage", "preview", "--institution", "ABC", "--staff", "@"]
  const page = await answering((_, response) => void response.setHeader("content-type", "text/html").end("<h1>Library</h1>"))
  const elsewhere = await answering(({ url }, response) => void response.writeHead(302, { location: `${alma.url}${url}` }).end())
  const nobody = "00000000-0000-4000-8000-000000000000"
  const letters = practiceJobPayload().replace(/("value": "SEND_Notification_To_User_Active"\s*\},\s*"value": )"false"/, '$1"true"')
  const payload = ["institution", "job-payload", "ABC", "--file", "@"]
  const bad: [string[], string?][] = [
    [preview, ""], [preview, "\u0000\u0001PNG\u0000"], [preview, "x\n".repeat(50_000)], [preview, "x".repeat(300)], [preview, "a\u0007b"],
    [["outage", "preview", "--institution", "ABC", "--staff", "/no/such/file"]], [["outage", "preview", "--institution", "ABC", "--staff", "/"]],
    [declare("ABC", "-1"), "bare"], [declare("ABC", "many"), "bare"], [declare("ABC", "4", "x".repeat(10_000)), "bare"], [declare("ABC", "4", ""), "bare"],
    [["outage", "preview", "--institution", "NONE", "--staff", "@"], "bare"],
    [add(page, "XYZ")], [add(elsewhere, "XYZ")], [add("https://lantern.example", "XYZ")], [add(`${alma.url}/mng/login`, "XYZ")],
    [add("http://127.0.0.1:9", "XYZ")], [add("nonsense", "XYZ")],
    [payload, "this is no payload"], [payload, letters], [payload, practiceJobPayload().replaceAll("M148", "M22")],
    [["outage", "status", nobody]], [["outage", "switch", nobody]], [["outage", "end", "not-an-id"]], [["outage", "sheet", nobody]],
    [["codes", "issue", nobody]], [["outage", "end", nobody, "--wait", "forever"]], [["outage"]], [["nonsense"]],
  ]
  for (const [args, input] of bad) {
    const { code, document, messages } = await type(args, input)
    const told = `lantern ${args.join(" ").slice(0, 120)} < ${JSON.stringify(input)?.slice(0, 40)}\n${messages}`
    expect(code, told).toBe(EXIT.usage)
    expect(document, told).toMatchObject({ error: { message: expect.stringMatching(/^[^\n]{5,400}[.?]$/) } })
    expect(messages, told).not.toMatch(/\n\s+at /)
  }
  expect(changes()).toEqual([])
  expect((await type(["outage", "list"])).document).toEqual({ outages: [] })
})

it("is a key that Alma refuses, told at once, and one that can only read, refused where it would be needed", async () => {
  expect(JSON.stringify((await type(add(lantern.alma.url, "WRO", WRONG_KEY))).document)).toMatch(/key/i)

  const institution = { value: "01RDO_INST", desc: "RDO College" }
  const keys = { [lantern.alma.apiKey]: { read: true, write: false, conf: true, confWrite: false } }
  const poor = await startPracticeAlma({ institution, keys, ratePerSecond: 0 })
  lantern.ctx.settings.allowHosts.push(new URL(poor.url).host)
  const added = await type(add(poor.url, "RDO"))
  expect([added.code, added.document.warnings]).toEqual([EXIT.done, expect.arrayContaining([expect.any(String)])])
  expect((await type(["institution", "check", "RDO"])).code).toBe(EXIT.needsPerson)
  expect((await type(declare("RDO", "4"), "bare")).code).toBe(EXIT.refused)
  expect(changes(poor)).toEqual([])
  await poor.close()
})
