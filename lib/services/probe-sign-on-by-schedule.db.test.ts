import { createServer, type RequestListener, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { afterAll, afterEach, beforeAll, expect, it, onTestFinished } from "vitest"
import { readSignOnHistory } from "@/lib/db/sign-on"
import { LOOKS_KEPT_DAYS } from "@/lib/domain/sign-on"
import { testLantern, type TestLantern } from "@/lib/runner/test-lantern"
import { checkInstitution } from "./check-institution"
import { sweepExpired } from "./housekeeping"
import { probeSignOnBySchedule } from "./probe-sign-on-by-schedule"
import { setInstitution } from "./set-institution"
import { mailServer } from "./test-mail-server"
import { triageSignOn } from "./triage-sign-on"

const MINUTE = 60_000
const STEP_MS = 400
let lantern: TestLantern
const servers: Server[] = []
beforeAll(async () => {
  lantern = await testLantern()
})
afterAll(() => lantern.close())
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
  await lantern.ctx.db.ssoProbe.deleteMany()
  await nextTurn()
})

const nextTurn = () => lantern.ctx.db.rateLimiterFlexible.deleteMany()
const looks = () => lantern.ctx.db.ssoProbe.findMany({ orderBy: { at: "asc" } })
const set = (data: { ssoUrl?: string | null; ssoMetadataUrl?: string | null }) => lantern.ctx.db.institution.update({ where: { id: lantern.institution.id }, data })

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  lantern.ctx.settings.allowHosts.push(host)
  return `http://${host}/SAML`
}

it("asks each institution's sign-on once, however many processes look at once, and keeps what it saw", async () => {
  let asked = 0
  await set({ ssoUrl: await serve((_, response) => (asked++, void response.end("<title>Campus login</title>"))), ssoMetadataUrl: `${lantern.alma.url}/idp/metadata` })
  lantern.alma.setSsoUp(true)
  await Promise.all(Array.from({ length: 8 }, () => probeSignOnBySchedule(lantern.ctx, STEP_MS)))
  await probeSignOnBySchedule(lantern.ctx, STEP_MS)
  expect(asked).toBe(1)
  const [row, ...more] = await looks()
  expect(more).toEqual([])
  expect(row).toMatchObject({ institutionId: lantern.institution.id, up: true, stage: null, message: "The login page answers (HTTP 200).", metadataExpires: new Date("2126-10-29T21:07:33Z") })
  await nextTurn()
  lantern.alma.setSsoUp(false)
  await probeSignOnBySchedule(lantern.ctx, STEP_MS)
  expect((await looks()).at(-1)).toMatchObject({ up: true, stage: "metadata", message: "The login page answers. SAML metadata: an error instead (HTTP 503)." })
})

it.each([
  ["an error", ((_, response) => void response.writeHead(503).end()) satisfies RequestListener, { up: false, stage: "http", message: expect.stringContaining("HTTP 503") }],
  ["an error page that says 200", ((_, response) => void response.end("<title>Sign-in is temporarily unavailable</title>")) satisfies RequestListener, { up: true, stage: "page", message: expect.stringContaining("“Sign-in is temporarily unavailable”") }],
  ["a circle", ((request, response) => void response.writeHead(302, { location: request.url }).end()) satisfies RequestListener, { up: false, stage: "http", message: expect.stringContaining("in a circle") }],
  ["a page that drips", ((_, response) => void setInterval(() => response.destroyed || response.write("<"), 50).unref()) satisfies RequestListener, { up: false, stage: "page", message: "The page begins and does not come to its end." }],
  ["silence", () => {}, { up: false, stage: "http", message: "The page does not answer." }],
])("keeps of %s what it was", async (_name, answer, row) => {
  await set({ ssoUrl: await serve(answer), ssoMetadataUrl: null })
  await probeSignOnBySchedule(lantern.ctx, STEP_MS)
  expect(await looks()).toEqual([expect.objectContaining(row)])
})

it.each([
  ["dns", () => "https://sso.invalid/", "Its name leads nowhere (DNS)."],
  ["tcp", () => "https://127.0.0.1:1/", "Nothing takes the connection (TCP)."],
  ["tls", (plain: string) => plain.replace("http:", "https:"), "No secure connection comes about (TLS)."],
] as const)("keeps where a look stopped before there was a page: %s", async (stage, address, message) => {
  const ssoUrl = address(await serve((_, response) => void response.end("no TLS here")))
  lantern.ctx.settings.allowHosts.push(new URL(ssoUrl).host)
  await set({ ssoUrl, ssoMetadataUrl: null })
  await probeSignOnBySchedule(lantern.ctx, STEP_MS)
  expect(await looks()).toEqual([expect.objectContaining({ up: false, stage, message })])
})

it("asks nothing inside the network that nobody allowed, and holds up no other institution", async () => {
  let asked = 0
  const inside = await serve((_, response) => (asked++, void response.end()))
  lantern.ctx.settings.allowHosts.pop()
  await set({ ssoUrl: inside })
  await probeSignOnBySchedule(lantern.ctx, STEP_MS)
  expect([asked, await looks()]).toEqual([0, []])
})

it("says since when it is down, not counting what nobody looked at, and forgets after 90 days", async () => {
  await set({ ssoUrl: "https://sso.invalid/" })
  const institution = await lantern.ctx.db.institution.findUniqueOrThrow({ where: { id: lantern.institution.id } })
  const now = new Date()
  const ago = (minutes: number) => new Date(now.getTime() - minutes * MINUTE)
  const look = (minutes: number, up: boolean, stage: string | null = up ? null : "tcp") =>
    ({ institutionId: institution.id, address: "https://sso.invalid/", at: ago(minutes), since: ago(minutes), up, stage, message: up ? "Answers." : "Nothing takes the connection (TCP)." })
  await lantern.ctx.db.ssoProbe.createMany({ data: [
    look(300, false), look(295, false), look(290, true), look(120, false), look(60, true), look(20, true), look(15, false), look(10, false, "dns"), look(5, false),
    look(LOOKS_KEPT_DAYS * 24 * 60 + 5, false),
  ] })
  const history = await readSignOnHistory(lantern.ctx.db, institution, now)
  expect(history.last).toMatchObject({ look: "down", at: ago(5).toISOString() })
  expect(history.downSince).toBe(ago(15).toISOString())
  expect(history.spells.map(({ from, to, looks: count }) => [from, to, count])).toEqual([
    [ago(15).toISOString(), null, 3], [ago(120).toISOString(), ago(120).toISOString(), 1], [ago(300).toISOString(), ago(290).toISOString(), 2],
  ])
  expect(history.windows.filter((window) => window.look === "down").length).toBeGreaterThanOrEqual(3)

  const triage = await triageSignOn(lantern.ctx, { institution: institution.code })
  expect(triage.headline).toMatch(/^SSO has not answered since (\d+ \w+, )?\d\d:\d\d\.$/)

  await sweepExpired(lantern.ctx)
  expect(await lantern.ctx.db.ssoProbe.count()).toBe(9)
  const later = await readSignOnHistory(lantern.ctx.db, institution, new Date(now.getTime() + 60 * MINUTE))
  expect(later).toMatchObject({ stale: true, downSince: null })
})

it("begins anew where the address is changed, says so, and counts what was seen at the one before for nothing", async () => {
  const down = await serve((_, response) => void response.writeHead(503).end())
  await set({ ssoUrl: down, ssoMetadataUrl: null })
  await probeSignOnBySchedule(lantern.ctx, STEP_MS)
  const { id, code } = await lantern.ctx.db.institution.update({ where: { id: lantern.institution.id }, data: { checks: [{ id: "sso.probe", status: "ok", message: "It answers.", fix: null }] } })
  const history = async () => readSignOnHistory(lantern.ctx.db, await lantern.ctx.db.institution.findUniqueOrThrow({ where: { id } }), new Date())
  expect(await history()).toMatchObject({ anew: null, last: { look: "down" }, downSince: expect.any(String) })

  const up = await serve((_, response) => void response.end("<title>Campus login</title>"))
  await setInstitution(lantern.ctx, { institution: code, ssoUrl: up })
  const fresh = await history()
  expect(fresh).toMatchObject({ address: up, anew: { from: null }, last: null, downSince: null, spells: [] })
  expect(fresh.windows.every((window) => window.look === null)).toBe(true)
  const { checks } = await lantern.ctx.db.institution.findUniqueOrThrow({ where: { id } })
  expect(checks).toMatchObject([{ id: "sso.probe", status: "warn", message: expect.stringContaining("was changed") }])
  expect(await lantern.ctx.db.alert.count()).toBe(0)

  await nextTurn()
  await probeSignOnBySchedule(lantern.ctx, STEP_MS)
  const [first] = (await looks()).slice(-1)
  expect(await history()).toMatchObject({ anew: { from: first!.at.toISOString() }, last: { look: "up" }, spells: [] })
  // Set back, its own looks are its own again.
  await setInstitution(lantern.ctx, { institution: code, ssoUrl: down })
  expect(await history()).toMatchObject({ last: { look: "down" } })
})

it("tells everybody at the second look that finds it down, once, and takes that back when it is up again", async () => {
  let status = 200
  await set({ ssoUrl: await serve((_, response) => void response.writeHead(status).end()), ssoMetadataUrl: null })
  const told = () => lantern.ctx.db.alert.findMany({ where: { kind: "readiness_fell" }, select: { message: true, seenBy: true } })
  const times = async (count: number) => {
    for (let at = 0; at < count; at++) {
      await probeSignOnBySchedule(lantern.ctx, STEP_MS)
      await nextTurn()
    }
  }
  await times(1)
  await checkInstitution(lantern.ctx, { institution: "ABC", only: ["sso.probe"] })
  status = 503
  await times(1)
  expect(await told()).toEqual([])
  await times(3)
  expect(await told()).toEqual([{ message: expect.stringMatching(/^Campus sign-on watched: The campus sign-on has been down since .*HTTP 503/), seenBy: null }])
  status = 200
  await times(3)
  expect(await told()).toEqual([expect.objectContaining({ seenBy: "Lantern" })])
})

it("mails once, at the second look that finds it up again, that the outage is still open and where it is ended", async () => {
  let status = 503
  const { db, clock } = lantern.ctx
  await set({ ssoUrl: await serve((_, response) => void response.writeHead(status).end()), ssoMetadataUrl: null })
  await db.person.create({ data: { name: "Ada", email: "ada@probe.example", memberships: { create: { institutionId: lantern.institution.id, role: "liaison" } } } })
  const mails: string[] = []
  const server = mailServer(mails)
  onTestFinished(() => void server.close())
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
  const mail = { smtpUrl: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, from: "Lantern <lantern@probe.example>" }
  let minutes = 0
  const ctx = { ...lantern.ctx, settings: { ...lantern.ctx.settings, mail }, clock: () => new Date(clock().getTime() + minutes * MINUTE) }
  const look = async () => {
    await probeSignOnBySchedule(ctx, STEP_MS)
    await nextTurn()
    minutes += 5
  }
  const back = () => mails.filter((text) => text.includes("answers again"))

  const open = { institutionId: lantern.institution.id, reason: "SSO is down", since: clock(), expectedHours: 4, declaredAt: clock(), declaredBy: "Ada", state: "active" as const }
  const { id } = await db.outage.create({ data: open })
  await look()
  await look()
  status = 200
  await look()
  expect(back()).toEqual([])
  await look()
  await look()
  expect(back()).toEqual([expect.stringContaining(`/outages/${id}`)])
  expect(back()[0]).toContain("Try it yourself first")
  const [, down, up, , newest] = await looks()
  expect(newest).toMatchObject({ since: up!.at, downAt: down!.at })
  expect(await db.outage.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: "active", endedAt: null })
  await db.outage.update({ where: { id }, data: { state: "closed" } })
})
