import { execFile } from "node:child_process"
import { readFile, stat } from "node:fs/promises"
import { request as send } from "node:http"
import path from "node:path"
import { promisify } from "node:util"
import { expect, test, type Browser, type Page } from "@playwright/test"
import { decode } from "next-auth/jwt"
import { Secret as TotpSecret, TOTP } from "otpauth"
import { testCampusProvider } from "@/lib/auth/test-campus-provider"
import { PRACTICE_API_KEY } from "@/lib/practice/practice-alma"
import { confirmSwitch, declareUntilPreview, headline, makeSlips, signIn, usePickupCode } from "./fixtures/desk"
import { environment, root } from "./fixtures/environment"
import { npmStart, type StartedLantern } from "./fixtures/npm-start"
import { ask } from "./security/ask"
import { openBehind, signInAs, type Behind } from "./security/behind"
import { findSecrets, readDatabase, readFolder, type Seen } from "./security/find-secrets"
import { enrolWithCard, type Mark, prepareAsAdmin, prepareAsLiaison, vouch } from "./security/quiet-day"
import { builtActions } from "./security/surface"
import { keptBy, watchBrowser } from "./security/watched-browser"
import { watchLantern } from "./security/watched-lantern"

const [SLIP, CARD, VOUCHED] = ["aabernethy", "mixedseg", "jean paul"] as const
const STAFF = [SLIP, CARD, VOUCHED]
const PASSWORD = "gravel teapot umbrella nine"

test.describe.configure({ mode: "serial" })

let lantern: StartedLantern
let behind: Behind
let campus: Awaited<ReturnType<typeof testCampusProvider>>
test.beforeAll(async () => {
  campus = await testCampusProvider()
  const { issuer, client } = campus
  lantern = await npmStart({ LANTERN_OIDC_ISSUER: issuer, LANTERN_OIDC_CLIENT_ID: client.id, LANTERN_OIDC_CLIENT_SECRET: client.secret })
  behind = await openBehind(lantern.command.dataFolder)
})
test.afterAll(async () => {
  await behind?.close()
  await lantern?.remove()
  await campus?.close()
})

test("of all that is secret nothing is left anywhere, and each thing is shown in one answer alone", async ({ browser }) => {
  const marks: Mark[] = []
  const watched = await watchLantern(lantern.url)
  const inBrowsers: Seen[] = []
  const context = await browser.newContext()
  watchBrowser(context, inBrowsers)
  const page = await context.newPage()
  page.on("dialog", (dialog) => void dialog.accept())
  const link = new URL(lantern.signInLink).hash.replace("#link=", "")

  await signIn(page, `${watched.url}/sign-in#link=${link}`)
  const before = await sessionOf(page)
  const { id: institutionId } = await behind.db.institution.findUniqueOrThrow({ where: { code: "PRA" } })
  await behind.db.voucherPair.create({ data: { institutionId, voucherId: CARD, voucherKey: CARD, forId: VOUCHED, forKey: VOUCHED, createdAt: new Date(), createdBy: "Ruth Okafor" } })
  const { cookie } = await signInAs(behind, "admin", institutionId)
  // Side by side, as they would.
  const [admin, { seed, card }] = await Promise.all([
    prepareAsAdmin(browser, watched.url, cookie, (one) => watchBrowser(one, inBrowsers)),
    quietDay(),
  ])
  marks.push(...admin.marks)

  await page.goto(watched.url)
  await declareUntilPreview(page, STAFF)
  await confirmSwitch(page, STAFF.length)
  await expect(headline(page, `${STAFF.length} of ${STAFF.length} are Internal`)).toBeVisible({ timeout: 40_000 })
  const outagePage = page.url()
  const slips = await makeSlips(page, STAFF.length)
  const codes = [...slips.values()]
  marks.push(...codes.map((value, at) => ({ what: `code ${at}`, value, shownBy: `POST ${new URL(outagePage).pathname}/slips` })))
  const leftOnSlips = await keptBy(page)
  await page.goto(outagePage)

  const { name } = await behind.db.hold.findFirstOrThrow({ where: { primaryId: SLIP } })
  await inTab(true, (tab) => pickUp(tab, SLIP, slips.get(name!)!))
  const vouching = await inTab(false, async (tab) => {
    await pickUp(tab, CARD, card)
    const [next, value] = await Promise.all(["Code of your new recovery card", "Your vouching code"].map(async (label) => (await tab.getByLabel(label).textContent())!.replace(/\s/g, "")))
    marks.push({ what: "the next recovery card", value: next!, shownBy: "POST /pickup" }, { what: "the vouching code", value: value!, shownBy: "POST /pickup" })
    return value!
  })
  const vouched = await inTab(false, (tab) => vouch(tab, watched.url, { primaryId: CARD, code: vouching, forId: VOUCHED }))
  marks.push({ what: "the code of a colleague", value: vouched, shownBy: "POST /pickup/vouch" })
  await inTab(true, (tab) => pickUp(tab, VOUCHED, vouched))
  await page.getByRole("button", { name: "End outage…" }).click()
  await page.getByRole("dialog").getByRole("button", { name: `End and return ${STAFF.length}` }).click()
  await expect(page.getByText("Closed", { exact: true }).first()).toBeVisible({ timeout: 40_000 })

  await context.clearCookies()
  await tryCampus(page, watched.url)
  await signInWithCode(page, watched.url, seed)
  const after = await sessionOf(page)
  await admin.page.goto(`${watched.url}/account`)
  const keptAtLast = [...await keptBy(page), ...await keptBy(admin.page)]
  await admin.page.context().close()
  expect(after).not.toBe(before)
  await watched.close()

  const { password: databasePassword } = JSON.parse(await readFile(path.join(lantern.command.dataFolder, "postgres.json"), "utf8")) as { password: string }
  const masterKey = (await readFile(path.join(lantern.command.dataFolder, "key"), "utf8")).trim()
  marks.push(
    { what: "the API key", value: PRACTICE_API_KEY }, { what: "the sign-in link", value: link }, { what: "the app's seed", value: seed, shownBy: "POST /sign-in/set-up" },
    { what: "the person's password", value: PASSWORD }, { what: "the first session", value: before }, { what: "the second session", value: after },
    { what: "the master key", value: masterKey }, { what: "the database's password", value: databasePassword }, { what: "the campus sign-on's secret", value: campus.client.secret },
  )

  const printed = lantern.said().replace(lantern.signInLink, "(the link, which is printed to be used)")
  const tables = await readDatabase(behind.pool)
  expect(tables.map((table) => table.where)).toContain("the table public.PickupCode")
  expect(tables.find((table) => table.where === "the table public.AuditEntry")?.text).toContain("code.issued")
  // The practice Alma's own memory of its people stands for what Alma itself knows; the key and the database's password lie in files of their own.
  const files = await readFolder(lantern.command.dataFolder, /^(practice-alma\.json|key|postgres\.json)/)
  expect(files.length).toBeGreaterThan(100)
  expect(findSecrets(marks, [
    { where: "what the server printed", text: printed }, ...tables, ...files, ...inBrowsers, ...keptAtLast,
  ])).toEqual([])
  // The slips are on the page until it is left, and nowhere else in the browser.
  expect(findSecrets(marks, leftOnSlips.filter(({ where }) => where !== "the page"))).toEqual([])

  // Each once, in the answer that is there to show it; nothing else ever.
  const shown = watched.answers.flatMap((answer) => findSecrets(marks, [answer]))
  const expected = marks.flatMap(({ what, shownBy }) => (shownBy ? [`${what} stands in ${shownBy}`] : []))
  expect(shown.toSorted()).toEqual(expected.toSorted())
  expect(expected.length).toBeGreaterThan(20)
  expect(watched.answers.length).toBeGreaterThan(40)

  async function quietDay(): Promise<{ seed: string; card: string }> {
    const seed = await setUp(page, watched.url)
    const liaison = await prepareAsLiaison(page, watched, CARD)
    marks.push(...liaison.marks)
    const card = await inTab(true, async (tab) => {
      const value = await enrolWithCard(tab, liaison.enrolmentLink)
      marks.push({ what: "the recovery card", value, shownBy: "POST /enrol" })
      return value
    })
    return { seed, card }
  }

  /** A member of staff's own browser, which keeps nothing of what was shown in it. */
  async function inTab<T>(javaScriptEnabled: boolean, work: (tab: Page) => Promise<T>): Promise<T> {
    const desk = await browser.newContext({ javaScriptEnabled })
    watchBrowser(desk, inBrowsers)
    const tab = await desk.newPage()
    tab.on("dialog", (dialog) => void dialog.accept())
    const done = await work(tab)
    await tab.goto(`${watched.url}/sign-in`)
    if (javaScriptEnabled) expect(findSecrets(marks, await keptBy(tab))).toEqual([])
    await desk.close()
    return done
  }

  async function pickUp(tab: Page, person: string, code: string): Promise<void> {
    await tab.goto(`${watched.url}/pickup`)
    await usePickupCode(tab, person, code)
    const shown = (await tab.getByLabel("Temporary password", { exact: true }).textContent())!
    expect(shown).toMatch(/^[a-z0-9]{12,}$/)
    marks.push({ what: `the temporary password of ${person}`, value: shown, shownBy: "POST /pickup" })
  }
})

test("a session that was planted is nobody's, and signing in makes another", async ({ browser }) => {
  const planted = await signInAs(behind, "admin", "00000000-0000-4000-8000-000000000000").catch(() => null)
  expect(planted, "a membership of no institution can't be made").toBeNull()
  const { page, cookies } = await linkedBrowser(browser, { value: "planted-by-somebody-else" })
  const [session] = cookies.filter((cookie) => cookie.name === "lantern.session")
  expect(session!.value).not.toContain("planted")
  expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/", domain: "localhost" })
  // A year of it, or of the one that was planted, opens nothing once it is over: the row decides.
  const { url } = lantern
  const cookie = `lantern.session=${session!.value}`
  expect((await ask({ url, cookie }, "/account")).location).toBe("")
  const person = await behind.db.session.findFirstOrThrow({ where: { revokedAt: null }, orderBy: { createdAt: "desc" } })
  await behind.db.session.update({ where: { id: person.id }, data: { revokedAt: new Date() } })
  expect((await ask({ url, cookie }, "/account")).location).toContain("/sign-in")
  await page.context().close()
})

test("a session ends with the next request after half an hour unused, after twelve hours, and when its person is disabled", async () => {
  const { id } = await behind.db.institution.findUniqueOrThrow({ where: { code: "PRA" } })
  const { url } = lantern
  const ended = [
    (personId: string) => behind.db.session.updateMany({ where: { personId }, data: { lastSeenAt: new Date(Date.now() - 30 * 60_000 - 1_000) } }),
    (personId: string) => behind.db.session.updateMany({ where: { personId }, data: { expiresAt: new Date() } }),
    (personId: string) => behind.db.session.updateMany({ where: { personId }, data: { revokedAt: new Date() } }),
    (personId: string) => behind.db.person.update({ where: { id: personId }, data: { disabledAt: new Date() } }),
  ]
  for (const end of ended) {
    const { personId, cookie } = await signInAs(behind, "liaison", id)
    const look = () => ask({ url, cookie }, "/api/outages/00000000-0000-4000-8000-000000000000")
    expect((await look()).status).toBe(404)
    await end(personId)
    expect((await look()).status).toBe(401)
  }
  const whole = await signInAs(behind, "liaison", id)
  const { createdAt, expiresAt } = await behind.db.session.findFirstOrThrow({ where: { personId: whole.personId } })
  expect(expiresAt.getTime() - createdAt.getTime()).toBe(12 * 3_600_000)
  // A role that is taken away is gone with the next request.
  await behind.db.membership.deleteMany({ where: { personId: whole.personId } })
  expect((await ask({ url, cookie: whole.cookie }, "/outages")).location).toContain("/sign-in/no-institution")
})

test("what Lantern keeps outside its database is its owner's alone", async () => {
  const { dataFolder } = lantern.command
  for (const file of ["key", "postgres.json"]) expect((await stat(path.join(dataFolder, file))).mode & 0o077, file).toBe(0)
})

test("what can't be read is answered with what is wrong about it, never as an error of the server", async () => {
  const { url } = lantern
  const id = (await builtActions()).find((action) => action.name === "redeem-code")!.id
  const call = (body: string, type = "text/plain;charset=UTF-8") => ask({ url }, "/pickup", "POST", body, { "next-action": id, "content-type": type })
  const form = (address: string, body: string, type = "application/x-www-form-urlencoded") => ask({ url }, address, "POST", body, { "content-type": type })
  const answers = {
    "no action": await ask({ url }, "/pickup", "POST", "[]", { "next-action": "bogus" }),
    "no such action": await ask({ url }, "/pickup", "POST", "[]", { "next-action": `7f${"0".repeat(40)}` }),
    empty: await call(""), "half a list": await call("["), "no list": await call("null"), "an object": await call("{}"),
    "a reference to nothing": await call('["$F1"]'), "a reference to what all objects have": await call('["$1:__proto__:x"]'),
    "no form": await call('[null,"x"]'), "nothing at all": await call("[]"), "an unseen character": await call('[null,"a\u0000"]'),
    "too large": await call(`["${"x".repeat(6_500_000)}"]`),
    "half a form": await call("--x\r\njunk", "multipart/form-data; boundary=x"), "a form without its mark": await call("x", "multipart/form-data"),
    "a form of no action": await form("/pickup", '--x\r\nContent-Disposition: form-data; name="$ACTION_ID_x"\r\n\r\n\r\n--x--\r\n', "multipart/form-data; boundary=x"),
    "an address that isn't UTF-8": await ask({ url }, "/outages/%ff"), "half an address": await ask({ url }, "/api/outages/%E0%A4%A"),
    "an unseen character in an address": await ask({ url }, "/outages/%00"),
    "no sign-in": await form("/api/auth/callback/link", "{", "application/json"), "no such sign-in": await form("/api/auth/callback/other", "a=1"),
    "a sign-in that is looked at": await ask({ url }, "/api/auth/callback/link?token=1"), "sign-in's own error page": await ask({ url }, "/api/auth/error?error=%00"),
    "a link that is none": await form("/api/auth/callback/link", "token=%00&csrfToken=x"),
  }
  for (const [what, { status, body }] of Object.entries(answers)) {
    expect(status, what).toBeLessThan(500)
    expect(body, what).not.toMatch(/\n\s+at |node_modules|PrismaClient|\/chunks\/.*:\d+:\d+/)
  }
})

test("nothing is served but the build's own files, and nobody's request is sent back to them", async () => {
  for (const address of ["/.git/config", "/package.json", "/.lantern/key", "/lib/env.ts", "/_next/../package.json", "/_next/static/../../package.json", "/.next/BUILD_ID"]) {
    expect((await ask({ url: lantern.url }, address)).status, address).toBe(404)
  }
  const { hostname, port } = new URL(lantern.url)
  const traced = await new Promise<number>((resolve, reject) => {
    const request = send({ hostname, port, path: "/pickup", method: "TRACE", headers: { "x-marked": "Quillfeather" } }, (answer) => {
      let body = ""
      answer.on("data", (chunk: Buffer) => (body += chunk.toString())).on("end", () => (body.includes("Quillfeather") ? reject(new Error("sent back")) : resolve(answer.statusCode ?? 0)))
    })
    request.on("error", reject).end()
  })
  expect(traced).toBeGreaterThanOrEqual(400)
})

test("a thousand inputs of every kind meet no unexpected error and no other institution's row", async () => {
  const node = path.join(root, "node_modules/.bin/node")
  const fuzz = promisify(execFile)(node, [path.join(root, "scripts/run.mjs"), "e2e/fuzz/main.ts", "--short"], { cwd: root, env: environment({}) })
  const { stdout } = await fuzz.catch((error: { stdout: string; stderr: string }) => ({ stdout: `${error.stdout}\n${error.stderr}` }))
  expect(stdout).toContain("other institutions' rows: target 0, reached 0")
})

async function setUp(page: Page, url: string): Promise<string> {
  await page.goto(`${url}/sign-in/set-up`)
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD)
  await page.getByLabel("The same password again").fill(PASSWORD)
  await page.getByRole("button", { name: "Save the password" }).click()
  await page.getByRole("button", { name: "Show the code to scan" }).click()
  const seed = (await page.locator(".value").innerText()).replace(/\s/g, "")
  expect(seed).toMatch(/^[A-Z2-7]{32}$/)
  await page.getByLabel("Code from your authenticator app").fill(codeOfApp(seed))
  await page.getByRole("button", { name: "Confirm the code" }).click()
  await expect(page.getByRole("heading", { name: "Your sign-in is ready" })).toBeVisible()
  return seed
}

/** The present code or a step later: each is taken once. */
const codeOfApp = (seed: string, later = 0) => new TOTP({ secret: TotpSecret.fromBase32(seed) }).generate({ timestamp: Date.now() + later })

async function signInWithCode(page: Page, url: string, seed: string): Promise<void> {
  const { email } = await behind.db.person.findFirstOrThrow({ where: { passwordHash: { not: null } } })
  await page.goto(`${url}/sign-in`)
  await page.getByLabel("E-mail").fill(email)
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD)
  await page.getByRole("button", { name: "Continue" }).click()
  await page.getByLabel("Code from your authenticator app").fill(codeOfApp(seed, 30_000))
  await page.getByRole("button", { name: "Sign in", exact: true }).click()
  await expect(headline(page, "All clear")).toBeVisible()
}

/** An identity that nobody tied: Lantern has shown its secret to the provider, and lets nobody in. */
async function tryCampus(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/sign-in`)
  await page.getByRole("button", { name: "Use campus sign-on" }).click()
  await page.waitForURL(/campus=unknown/)
}

/** The session's id, out of the sealed cookie. */
async function sessionOf(page: Page): Promise<string> {
  const cookie = (await page.context().cookies()).find(({ name }) => name === "lantern.session")!
  const token = await decode({ token: cookie.value, secret: behind.keyring.key("next-auth").toString("base64url") })
  return token!.sid as string
}

async function linkedBrowser(browser: Browser, planted: { value: string }) {
  // The liaison has a second factor by now; this one has none yet, and is let in by the link alone.
  const { id: institutionId } = await behind.db.institution.findUniqueOrThrow({ where: { code: "PRA" } })
  const email = "ben.ortega@practice.example"
  await behind.db.person.create({ data: { email, name: "Ben Ortega", memberships: { create: { institutionId, role: "liaison" } } } })
  const { url } = await lantern.command.json<{ url: string }>(["person", "link", email])
  const context = await browser.newContext()
  await context.addCookies([{ name: "lantern.session", value: planted.value, domain: "localhost", path: "/" }])
  const page = await context.newPage()
  await signIn(page, url)
  return { page, cookies: await context.cookies() }
}
