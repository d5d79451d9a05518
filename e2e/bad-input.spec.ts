import { once } from "node:events"
import { createServer, type RequestListener } from "node:http"
import type { AddressInfo } from "node:net"
import { expect, test } from "@playwright/test"
import { practiceJobPayload } from "@/lib/practice/job-payload"
import type { PracticeAlma } from "@/lib/practice/practice-alma"
import { addArguments, addInstitution, KEY_VARIABLE, makePlace, practiceAlma, type Place } from "./fixtures/institution"
import { LanternCommand, oneDocument, type Running } from "./fixtures/lantern-command"

let alma: PracticeAlma
let place: Place
/** Keeps the database up between the commands, as a server would. */
let worker: Running
test.beforeAll(async () => {
  alma = await practiceAlma("ABC")
  place = await makePlace([alma])
  await addInstitution(place.command, alma, "ABC")
  worker = place.command.start(["worker"])
})
test.afterAll(async () => {
  worker?.child.kill("SIGINT")
  await worker?.result
  await place?.close()
})

test("bad input: one sentence, one document, nothing changed in Alma", async () => {
  const { command } = place
  const outages = await command.json(["outage", "list"])
  const changes = alma.history().filter((entry) => entry.what !== "request").length
  const preview = ["outage", "preview", "--institution", "ABC", "--staff", "-"]
  const declares = (hours: string, reason = "r") => ["outage", "declare", "--institution", "ABC", "--staff", "-", "--hours", hours, "--reason", reason]
  const add = (apiUrl: string) => addArguments(alma, "XYZ").map((word) => (word === alma.url ? apiUrl : word))
  const [page, elsewhere] = await notAlma(command)
  const nobody = "00000000-0000-4000-8000-000000000000"
  const letters = practiceJobPayload().replace(/("value": "SEND_Notification_To_User_Active"\s*\},\s*"value": )"false"/, '$1"true"')
  const payload = ["institution", "job-payload", "ABC", "--file", "-"]
  const bad: [string[], string?][] = [
    [preview, ""], [preview, "\u0000\u0001PNG\u0000"], [preview, "x\n".repeat(50_000)], [preview, "x".repeat(300)], [preview, "a\u0007b"],
    [["outage", "preview", "--institution", "ABC", "--staff", "/no/such/file"]], [["outage", "preview", "--institution", "ABC", "--staff", "/"]],
    [declares("-1"), "bare"], [declares("many"), "bare"], [declares("4", "x".repeat(10_000)), "bare"], [declares("4", ""), "bare"],
    [["outage", "preview", "--institution", "NONE", "--staff", "-"], "bare"],
    [add(page)], [add(elsewhere)], [add("https://lantern.example")], [add(`${alma.url}/mng/login`)], [add("http://127.0.0.1:9")], [add("nonsense")],
    [payload, "this is no payload"], [payload, letters], [payload, practiceJobPayload().replaceAll("M148", "M22")],
    [["outage", "status", nobody]], [["outage", "switch", nobody]], [["outage", "end", "not-an-id"]], [["outage", "sheet", nobody]],
    [["codes", "issue", nobody]], [["outage", "end", nobody, "--wait", "forever"]], [["outage"]], [["nonsense"]],
  ]
  const queue = [...bad]
  const tryEach = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) await expectRefused(...next)
  }
  await Promise.all([tryEach(), tryEach()])

  async function expectRefused(args: string[], input = "") {
    const result = await command.run(args, input)
    const told = `lantern ${args.join(" ").slice(0, 120)} < ${JSON.stringify(input).slice(0, 40)}\n${result.stderr}`
    expect(result.code, told).toBe(2)
    expect(oneDocument(result), told).toMatchObject({ error: { message: expect.stringMatching(/^[^\n]{5,400}[.?]$/) } })
    expect(result.stderr, told).not.toMatch(/\n\s+at /)
  }
  expect(alma.history().filter((entry) => entry.what !== "request")).toHaveLength(changes)
  expect(await command.json(["outage", "list"])).toEqual(outages)
})

/** Addresses that answer with a page of their own, and with a redirect to the real API. */
async function notAlma(command: LanternCommand): Promise<[string, string]> {
  const page: RequestListener = (_, response) => void response.setHeader("content-type", "text/html").end("<h1>Library</h1>")
  const elsewhere: RequestListener = ({ url }, response) => void response.writeHead(302, { location: `${alma.url}${url}` }).end()
  const start = async (listener: RequestListener) => {
    const server = createServer(listener).listen(0, "127.0.0.1").unref()
    await once(server, "listening")
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
    command.settings["LANTERN_ALLOW_API_HOSTS"] += `,${host}`
    return `http://${host}`
  }
  return [await start(page), await start(elsewhere)]
}

test("a key that Alma refuses, and one that can only read, are told at once, and refused where they would be needed", async () => {
  const { command } = place
  const stranger = new LanternCommand(command.dataFolder, { ...command.settings, [KEY_VARIABLE]: "l8xxnot-a-key-of-this-alma0000" })
  const wrong = await stranger.run(addArguments(alma, "WRO"))
  expect(JSON.stringify(oneDocument(wrong)), wrong.stderr).toMatch(/key/i)

  const poor = await practiceAlma("RDO", { keys: { [alma.apiKey]: { read: true, write: false, conf: true, confWrite: false } } })
  command.settings["LANTERN_ALLOW_API_HOSTS"] += `,${new URL(poor.url).host}`
  const { warnings } = await command.json<{ warnings: string[] }>(addArguments(poor, "RDO"))
  expect(warnings.length).toBeGreaterThan(0)
  await command.json(["institution", "check", "RDO"], { code: 3 })
  const refused = ["outage", "declare", "--institution", "RDO", "--reason", "r", "--hours", "4", "--staff", "-"]
  await command.json(refused, { code: 4, input: "bare" })
  expect(poor.history().filter((entry) => entry.what !== "request")).toEqual([])
  await poor.close()
})
