import { execFile } from "node:child_process"
import { readFile, stat } from "node:fs/promises"
import { request as send } from "node:http"
import path from "node:path"
import { promisify } from "node:util"
import { expect, test, type Browser, type Page } from "@playwright/test"
import { decode } from "next-auth/jwt"
import { Secret as TotpSecret, TOTP } from "otpauth"
import { PRACTICE_API_KEY } from "@/lib/practice/practice-alma"
import { confirmSwitch, declareUntilPreview, headline, makeSlips, signIn, usePickupCode } from "./fixtures/desk"
import { environment, root } from "./fixtures/environment"
import { npmStart, type StartedLantern } from "./fixtures/npm-start"
import { ask } from "./security/ask"
import { openBehind, signInAs, type Behind } from "./security/behind"
import { findSecrets, readDatabase, readFolder, type Secret, type Seen } from "./security/find-secrets"
import { builtActions } from "./security/surface"
import { keptBy, watchBrowser } from "./security/watched-browser"
import { watchLantern } from "./security/watched-lantern"

const STAFF = ["aabernethy", "mixedseg"]
const PASSWORD = "gravel teapot umbrella nine"

test.describe.configure({ mode: "serial" })

let lantern: StartedLantern
let behind: Behind
test.beforeAll(async () => {
  lantern = await npmStart()
  behind = await openBehind(lantern.command.dataFolder)
})
test.afterAll(async () => {
  await behind?.close()
  await lantern?.remove()
})

test("of all that is secret nothing is left anywhere, and each thing is shown in one answer alone", async ({ browser }) => {
  const secrets: Secret[] = []
  const watched = await watchLantern(lantern.url)
  const inBrowsers: Seen[] = []
  const context = await browser.newContext()
  watchBrowser(context, inBrowsers)
  const page = await context.newPage()
  page.on("dialog", (dialog) => void dialog.accept())
  const link = new URL(lantern.signInLink).hash.replace("#link=", "")

  await signIn(page, `${watched.url}/sign-in#link=${link}`)
  const before = await sessionOf(page)
  const seed = await setUp(page, watched.url)
  await page.goto(watched.url)
  await declareUntilPreview(page, STAFF)
  await confirmSwitch(page, STAFF.length)
  await expect(headline(page, `${STAFF.length} of ${STAFF.length} are Internal`)).toBeVisible({ timeout: 40_000 })
  const outagePage = page.url()
  const slips = await makeSlips(page, STAFF.length)
  const codes = [...slips.values()]
  const leftOnSlips = await keptBy(page)
  await page.goto(outagePage)

  const passwords = [await pickUp(true, "aabernethy"), await pickUp(false, "mixedseg")]
  await page.getByRole("button", { name: "End outage…" }).click()
  await page.getByRole("dialog").getByRole("button", { name: `End and return ${STAFF.length}` }).click()
  await expect(page.getByText("Closed", { exact: true }).first()).toBeVisible({ timeout: 40_000 })

  await context.clearCookies()
  await signInWithCode(page, watched.url, seed)
  const after = await sessionOf(page)
  const keptAtLast = await keptBy(page)
  expect(after).not.toBe(before)
  await watched.close()

  const { password: databasePassword } = JSON.parse(await readFile(path.join(lantern.command.dataFolder, "postgres.json"), "utf8")) as { password: string }
  const masterKey = (await readFile(path.join(lantern.command.dataFolder, "key"), "utf8")).trim()
  secrets.push(
    { what: "the API key", value: PRACTICE_API_KEY }, { what: "the sign-in link", value: link }, { what: "the app's seed", value: seed },
    { what: "the person's password", value: PASSWORD }, { what: "the first session", value: before }, { what: "the second session", value: after },
    { what: "the master key", value: masterKey }, { what: "the database's password", value: databasePassword },
    ...codes.map((value, at) => ({ what: `code ${at}`, value })), ...passwords.map((value, at) => ({ what: `temporary password ${at}`, value })),
  )

  const printed = lantern.said().replace(lantern.signInLink, "(the link, which is printed to be used)")
  const tables = await readDatabase(behind.pool)
  expect(tables.map((table) => table.where)).toContain("the table public.PickupCode")
  expect(tables.find((table) => table.where === "the table public.AuditEntry")?.text).toContain("code.issued")
  // The practice Alma's own memory of its people stands for what Alma itself knows; the key and the database's password lie in files of their own.
  const files = await readFolder(lantern.command.dataFolder, /^(practice-alma\.json|key|postgres\.json)/)
  expect(files.length).toBeGreaterThan(100)
  expect(findSecrets(secrets, [
    { where: "what the server printed", text: printed }, ...tables, ...files, ...inBrowsers, ...keptAtLast,
  ])).toEqual([])
  // The slips are on the page until it is left, and nowhere else in the browser.
  expect(findSecrets(secrets, leftOnSlips.filter(({ where }) => where !== "the page"))).toEqual([])

  // Each once, in the answer that is there to show it; nothing else ever.
  const shown = watched.answers.flatMap((answer) => findSecrets(secrets, [answer]))
  const expected = [
    ...codes.map((_, at) => `code ${at} stands in POST ${new URL(outagePage).pathname}/slips`),
    ...passwords.map((_, at) => `temporary password ${at} stands in POST /pickup`),
    "the app's seed stands in POST /sign-in/set-up",
  ]
  expect(shown.toSorted()).toEqual(expected.toSorted())
  expect(watched.answers.length).toBeGreaterThan(40)

  async function pickUp(javaScriptEnabled: boolean, person: string): Promise<string> {
    const desk = await browser.newContext({ javaScriptEnabled })
    watchBrowser(desk, inBrowsers)
    const tab = await desk.newPage()
    tab.on("dialog", (dialog) => void dialog.accept())
    await tab.goto(`${watched.url}/pickup`)
    const { name } = await behind.db.hold.findFirstOrThrow({ where: { primaryId: person } })
    const fitting = slips.get(name!)!
    await usePickupCode(tab, person, fitting)
    const shown = (await tab.getByLabel("Temporary password", { exact: true }).textContent())!
    expect(shown).toMatch(/^[a-z0-9]{12,}$/)
    await tab.goto(`${watched.url}/sign-in`)
    if (javaScriptEnabled) expect(findSecrets([{ what: "the password", value: shown }, { what: "the code", value: fitting }], await keptBy(tab))).toEqual([])
    await desk.close()
    return shown
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

test("the list of ASVS requirements is whole, and what it names is there", async () => {
  const text = await readFile(path.join(root, "docs/security/asvs.md"), "utf8")
  const rows = [...text.matchAll(/^\| (\d+\.\d+\.\d+) \| ([12]) \| [^|]+ \| (met|not applicable|open) \| [^|]+ \|$/gm)]
  expect(rows.filter(([, , level]) => level === "1")).toHaveLength(70)
  expect(new Set(rows.map(([, number]) => number)).size).toBe(253)
  for (const [, file] of text.matchAll(/`([\w.[\]()-]+\/[\w./[\]()-]+)`/g)) expect(await stat(path.join(root, file!)).then(() => true, () => false), file).toBe(true)
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

/** The session's id, out of the sealed cookie. */
async function sessionOf(page: Page): Promise<string> {
  const cookie = (await page.context().cookies()).find(({ name }) => name === "lantern.session")!
  const token = await decode({ token: cookie.value, secret: behind.keyring.key("next-auth").toString("base64url") })
  return token!.sid as string
}

async function linkedBrowser(browser: Browser, planted: { value: string }) {
  const { url } = await lantern.command.json<{ url: string }>(["person", "link", "ruth.okafor@practice.example"])
  const context = await browser.newContext()
  await context.addCookies([{ name: "lantern.session", value: planted.value, domain: "localhost", path: "/" }])
  const page = await context.newPage()
  await signIn(page, url)
  return { page, cookies: await context.cookies() }
}
