import { createServer, type RequestListener, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { practiceJobPayload } from "@/lib/practice/people"
import { startPracticeAlma, type PracticeAlma } from "@/lib/practice/practice-alma"
import type { PracticeAlmaOptions } from "@/lib/practice/types"
import { readInstitutionSettings } from "@/lib/db/institution-settings"
import { addInstitution } from "./add-institution"
import { changeInstitution, connectInstitution } from "./change-institution"
import { checkInstitution } from "./check-institution"
import { declareOutage } from "./declare-outage"
import type { SetInstitutionInput } from "./institution-options"
import { listInstitutions } from "./list-institutions"
import { offerSisProfiles } from "./offer-sis-profiles"
import { offerUserGroups } from "./offer-user-groups"
import { seedPractice } from "./seed-practice"
import { setInstitution } from "./set-institution"
import { setJobPayload } from "./set-job-payload"
import { testContext, type TestContext } from "./test-context"
import { verifyAuditChains } from "./verify-audit-chains"

const FULL = "l8xxfull000000000000"
const READ_ONLY = "l8xxreadonly00000000"
const USERS_ONLY = "l8xxusersonly0000000"
const keys = {
  [FULL]: { read: true, write: true, conf: true, confWrite: true },
  [READ_ONLY]: { read: true, write: false, conf: true, confWrite: false },
  [USERS_ONLY]: { read: true, write: true, conf: false, confWrite: false },
}

let test: TestContext
const almas: PracticeAlma[] = []
const servers: Server[] = []
let serial = 0

beforeAll(async () => {
  test = await testContext()
})
afterAll(async () => {
  await Promise.all(almas.map((alma) => alma.close()))
  await test.close()
})
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

/** An Alma that is nobody else's. */
async function newAlma(options: PracticeAlmaOptions = {}): Promise<PracticeAlma> {
  const institution = { value: `01TEST${++serial}_INST`, desc: `Test ${serial}` }
  const alma = await startPracticeAlma({ ratePerSecond: 0, keys, institution, environment: "production", ...options })
  almas.push(alma)
  test.ctx.settings.allowHosts.push(new URL(alma.url).host)
  return alma
}

async function otherServer(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  test.ctx.settings.allowHosts.push(host)
  return `http://${host}`
}

function options(apiUrl: string, apiKey = FULL) {
  return { code: `T${++serial}`, name: "Test College", apiUrl, apiKey, loginUrl: `${apiUrl}/mng/login?auth=local` }
}

const person = (role: "admin" | "liaison", institutionId: string | null, minutes = 1) => ({
  kind: "person" as const, personId: "p", name: "Ruth Okafor", memberships: [{ institutionId, role }],
  secondFactor: { at: new Date(Date.now() - minutes * 60_000), by: "code" as const },
})

describe("adding an institution", () => {
  it("stores it with what Alma says of itself, and the key sealed", async () => {
    const alma = await newAlma()
    const { id, warnings } = await addInstitution(test.ctx, options(alma.url))
    expect(warnings).toEqual([])
    const row = await test.ctx.db.institution.findUniqueOrThrow({ where: { id }, include: { budget: true } })
    expect(row).toMatchObject({ environment: "production", route: "job", rate: 15, timeZone: "America/Chicago" })
    expect(row.almaIdentity).toMatch(/^01TEST\d+_INST\|production$/)
    expect(row.apiKeySealed).not.toContain(FULL)
    expect(row.budget?.tat.getTime()).toBe(0)
    const entries = await test.ctx.db.auditEntry.findMany({ where: { chain: id } })
    expect(entries.map((entry) => entry.action)).toEqual(["institution.added"])
    expect(JSON.stringify(entries)).not.toContain(FULL)
  })

  it("stores a key that can't do everything, and tells what it can't", async () => {
    const readOnly = await addInstitution(test.ctx, options((await newAlma()).url, READ_ONLY))
    expect(readOnly.warnings.join(" ")).toMatch(/can't write users.*can't write configuration/)
    const usersOnly = await addInstitution(test.ctx, options((await newAlma()).url, USERS_ONLY))
    expect(usersOnly.warnings.join(" ")).toMatch(/can't write configuration.*which Alma this is/)
    const wrong = await addInstitution(test.ctx, options((await newAlma()).url, "l8xxwrong0000000000"))
    expect(wrong.warnings).toEqual([expect.stringContaining("does not accept this API key")])
  })

  it("declares nothing with a read-only key", async () => {
    const { code } = await addInstitution(test.ctx, options((await newAlma()).url, READ_ONLY))
    const declared = declareOutage(test.ctx, { institution: code, reason: "SSO is down", hours: 1, text: "aabernethy" })
    await expect(declared).rejects.toMatchObject({ code: "refused", message: expect.stringContaining("can't write users") })
    expect(await test.ctx.db.outage.count()).toBe(0)
  })

  it.each([
    ["a web page", (_, response) => response.setHeader("content-type", "text/html").end("<html>Hello</html>"), "a web page"],
    ["a redirect", (_, response) => response.writeHead(302, { location: "https://elsewhere.example" }).end(), "sends on"],
    ["another API", (_, response) => response.writeHead(404, { "content-type": "application/json" }).end("{}"), "something else"],
    ["a page that asks for a login", (_, response) => response.writeHead(401).end("<html>Log in</html>"), "not as Alma does"],
    ["a broken server", (_, response) => response.writeHead(500).end(), "error of its server"],
  ] satisfies [string, RequestListener, string][])("refuses %s as an address", async (_name, answer, words) => {
    const apiUrl = await otherServer(answer)
    const before = await test.ctx.db.institution.count()
    await expect(addInstitution(test.ctx, options(apiUrl))).rejects.toMatchObject({ code: "input", message: expect.stringContaining(words) })
    expect(await test.ctx.db.institution.count()).toBe(before)
  })

  it("refuses a dead port, and addresses inside the network", async () => {
    const dead = await otherServer(() => {})
    await new Promise((done) => servers.pop()!.close(done))
    await expect(addInstitution(test.ctx, options(dead))).rejects.toMatchObject({ code: "input", message: expect.stringContaining("can't be reached") })
    await expect(addInstitution(test.ctx, options("http://127.0.0.1:1"))).rejects.toThrow("inside a private network")
  })

  it("refuses the same Alma and the same code twice", async () => {
    const alma = await newAlma()
    const first = options(alma.url)
    await addInstitution(test.ctx, first)
    await expect(addInstitution(test.ctx, options(alma.url))).rejects.toMatchObject({ code: "refused", message: expect.stringContaining("entered already") })
    await expect(addInstitution(test.ctx, { ...options((await newAlma()).url), code: first.code })).rejects.toMatchObject({ code: "refused" })
  })

  it.each([
    [{ code: "A B" }, "The code is"],
    [{ rate: 51 }, "from 1 to 50"],
    [{ timeZone: "Mars/Base" }, "time zone"],
    [{ timeZone: "+05:00" }, "time zone"],
    [{ loginUrl: "http://alma.example/login" }, "https://"],
    [{ loginUrl: "https://user:pass@alma.example/" }, "user name or a password"],
    [{ apiKey: "two words here" }, "API key"],
    [{ name: " " }, "name"],
  ])("refuses %j before it asks anyone", async (wrong, words) => {
    const added = addInstitution(test.ctx, { ...options("https://api-na.hosted.exlibrisgroup.com"), loginUrl: "https://a.example/", ...wrong })
    await expect(added).rejects.toMatchObject({ code: "input", message: expect.stringContaining(words) })
  })

  it("is for those who manage every institution", async () => {
    const memberships = [{ institutionId: null, role: "liaison" as const }]
    const actor = { kind: "person" as const, personId: "p", name: "Liaison", memberships }
    await expect(addInstitution({ ...test.ctx, actor }, options("https://a.example"))).rejects.toMatchObject({ code: "not_allowed" })
  })
})

describe("changing an institution", () => {
  it("changes what is given and leaves the rest", async () => {
    const { code, id } = await addInstitution(test.ctx, options((await newAlma()).url))
    await setInstitution(test.ctx, { institution: code, rate: 20, helpContact: "extension 4410" })
    const row = await test.ctx.db.institution.findUniqueOrThrow({ where: { id } })
    expect(row).toMatchObject({ rate: 20, helpContact: "extension 4410", name: "Test College", route: "job" })
    await expect(setInstitution(test.ctx, { institution: code })).rejects.toMatchObject({ code: "input" })
  })

  it("says of the direct route, until it is proved, that Alma may not allow it", async () => {
    const { code, id } = await addInstitution(test.ctx, options((await newAlma()).url))
    expect((await setInstitution(test.ctx, { institution: code, route: "direct" })).warnings).toEqual([expect.stringContaining("Prove it on one account now")])
    expect((await setInstitution(test.ctx, { institution: code, route: "direct" })).warnings).toEqual([])
    await test.ctx.db.institution.update({ where: { id }, data: { route: "job", directProvedAt: new Date() } })
    expect((await setInstitution(test.ctx, { institution: code, route: "direct" })).warnings).toEqual([])
  })

  it("takes no other route while an outage is open", async () => {
    const { code, id } = await addInstitution(test.ctx, options((await newAlma()).url))
    await setJobPayload(test.ctx, { institution: code, text: practiceJobPayload() })
    const outageId = await declareOutage(test.ctx, { institution: code, reason: "SSO is down", hours: 1, text: "aabernethy" })
    const changed = setInstitution(test.ctx, { institution: code, route: "manual", rate: 20 })
    await expect(changed).rejects.toMatchObject({ code: "refused", message: expect.stringContaining("route can be changed only when it is closed") })
    expect(await test.ctx.db.institution.findUniqueOrThrow({ where: { id } })).toMatchObject({ route: "job", rate: 15 })
    await setInstitution(test.ctx, { institution: code, route: "job", rate: 20 })
    await test.ctx.db.outage.update({ where: { id: outageId }, data: { state: "closed", closedAt: new Date() } })
    await setInstitution(test.ctx, { institution: code, route: "manual" })
    expect(await test.ctx.db.institution.findUniqueOrThrow({ where: { id } })).toMatchObject({ route: "manual", rate: 20 })
  })

  it("takes no key of another Alma while an outage is open, and forgets what belonged to the old one after", async () => {
    const { code, id } = await addInstitution(test.ctx, options((await newAlma()).url))
    await setJobPayload(test.ctx, { institution: code, text: practiceJobPayload() })
    const outageId = await declareOutage(test.ctx, { institution: code, reason: "SSO is down", hours: 1, text: "aabernethy" })
    const apiUrl = (await newAlma()).url
    const other = serial
    await expect(setInstitution(test.ctx, { institution: code, apiUrl })).rejects.toMatchObject({ code: "refused" })
    await expect(setInstitution(test.ctx, { institution: code, apiKey: "l8xxwrong0000000000" })).rejects.toMatchObject({ code: "refused" })
    await setInstitution(test.ctx, { institution: code, apiKey: READ_ONLY })
    await test.ctx.db.outage.update({ where: { id: outageId }, data: { state: "closed", closedAt: new Date() } })
    const { warnings } = await setInstitution(test.ctx, { institution: code, apiUrl, apiKey: FULL, almaCode: `01TEST${other}_INST` })
    expect(warnings).toEqual(["This is another Alma than before: paste its job payload."])
    expect(await test.ctx.db.institution.findUniqueOrThrow({ where: { id } })).toMatchObject({ apiUrl, jobId: null, jobParameters: null })
  })
})

describe("connecting in the page", () => {
  it("says which Alma the key reaches and what it may do, and refuses the key of another institution than declared", async () => {
    const alma = await newAlma()
    const itsCode = `01test${serial}_inst`
    const wrong = connectInstitution(test.ctx, { ...options(alma.url), almaCode: "01CARLI_ABC" })
    await expect(wrong).rejects.toMatchObject({ code: "refused", message: expect.stringMatching(/reaches Test \d+ \(01TEST\d+_INST, production\), not 01CARLI_ABC.*Nothing was stored/) })
    const before = await test.ctx.db.institution.count()
    const { tested, warnings } = await connectInstitution(test.ctx, { ...options(alma.url, READ_ONLY), almaCode: itsCode })
    expect(await test.ctx.db.institution.count()).toBe(before + 1)
    expect(tested.map(({ mark, words }) => [mark, words])).toEqual([["ok", expect.stringMatching(/^Test \d+ \(01TEST.*production$/)], ["ok", "yes"], ["fail", "no"], ["ok", "yes"], ["fail", "no"]])
    expect(warnings.join(" ")).toContain("can't write users")
  })

  it("refuses another institution's key for one that is entered, unless its code in Alma is named", async () => {
    const { code, id } = await addInstitution(test.ctx, options((await newAlma()).url))
    const other = await newAlma()
    const almaCode = `01TEST${serial}_INST`
    await expect(changeInstitution(test.ctx, { institution: code, apiUrl: other.url, apiKey: FULL })).rejects.toMatchObject({ code: "refused", message: expect.stringContaining(almaCode) })
    const { warnings } = await changeInstitution(test.ctx, { institution: code, apiUrl: other.url, apiKey: FULL, almaCode })
    expect(warnings).toEqual([])
    expect((await test.ctx.db.institution.findUniqueOrThrow({ where: { id } })).almaIdentity).toBe(`${almaCode}|production`)
  })

  it("tries at once what was changed, keeps it although nothing answers, and marks the step", async () => {
    const alma = await newAlma({ ssoUp: true })
    const { code, id } = await addInstitution(test.ctx, options(alma.url))
    const dead = await otherServer(() => {})
    await new Promise((done) => servers.pop()!.close(done))
    const change = { institution: code, step: "login" as const, loginUrl: `${dead}/mng/login`, ssoUrl: `${alma.url}/SAML` }
    const { tested } = await changeInstitution(test.ctx, change)
    expect(tested.map(({ what, mark }) => [what, mark])).toEqual([["Login page for Internal users", "fail"], ["Campus login: DNS", "ok"], [expect.stringMatching(/TCP \d+$/), "ok"], ["Campus login: Page", "ok"]])
    const metadata = await changeInstitution(test.ctx, { institution: code, ssoMetadataUrl: `${alma.url}/idp/metadata`, timeZone: "America/Denver", step: "sso" })
    expect(metadata.tested).toEqual([{ what: "SAML metadata", mark: "ok", words: "certificate until 29 Oct 2126" }, expect.objectContaining({ what: "It is now there" })])
    await changeInstitution(test.ctx, { institution: code, sisProfile: "SIS_BANNER", sisGroups: ["STAFF", "FACULTY", "STAFF"], namedUserAllowance: 40, step: "sis" })
    await changeInstitution(test.ctx, { institution: code, step: "people" })
    const row = await test.ctx.db.institution.findUniqueOrThrow({ where: { id } })
    expect(row).toMatchObject({ loginUrl: `${dead}/mng/login`, timeZone: "America/Denver", sisProfile: "SIS_BANNER", sisGroups: ["STAFF", "FACULTY"], namedUserAllowance: 40 })
    const view = await readInstitutionSettings(test.ctx.db, test.ctx.actor, code)
    expect(Object.keys(view.setUp).toSorted()).toEqual(["login", "people", "sis", "sso"])
    expect(JSON.stringify(view)).not.toContain(FULL)
    expect(JSON.stringify(view)).not.toContain(row.apiKeySealed)
  })

  it("asks nothing inside the network for what somebody typed", async () => {
    let asked = 0
    const inside = await otherServer((_, response) => (asked++, response.end("x")))
    const { code } = await addInstitution(test.ctx, options((await newAlma()).url))
    const allowHosts = test.ctx.settings.allowHosts.filter((host) => host !== new URL(inside).host)
    const ctx = { ...test.ctx, settings: { ...test.ctx.settings, allowHosts } }
    const { tested } = await changeInstitution(ctx, { institution: code, loginUrl: inside, ssoUrl: inside, ssoMetadataUrl: inside })
    expect(tested.filter(({ mark }) => mark === "ok")).toEqual([])
    expect(asked).toBe(0)
  })

  it("refuses what can't be right, with the reason", async () => {
    const { code } = await addInstitution(test.ctx, options((await newAlma()).url))
    const wrongs: [Omit<SetInstitutionInput, "institution">, string][] = [
      [{ sisGroups: [" "] }, "user group"], [{ namedUserAllowance: 0 }, "allowance"], [{ ssoMetadataUrl: "http://sso.college.example/" }, "https://"],
      [{ step: "key" as never }, "no such step"], [{ sisProfile: "x".repeat(101) }, "profile code"],
    ]
    for (const [wrong, words] of wrongs) {
      const changed = changeInstitution(test.ctx, { institution: code, ...wrong })
      await expect(changed).rejects.toMatchObject({ code: "input", message: expect.stringContaining(words) })
    }
  })

  it("offers the loads that Alma knows, and says whether it has a login by mail, where the key may read them", async () => {
    const alma = await newAlma({ mailLogin: true })
    const { code } = await addInstitution(test.ctx, options(alma.url))
    const offer = await offerSisProfiles(test.ctx, { institution: code })
    expect(offer.profiles?.length).toBeGreaterThan(0)
    expect(offer.profiles?.some((profile) => /SAML|MAIL/.test(profile.code))).toBe(false)
    expect(offer.mailLogin).toEqual({ kind: "profile", name: "Login by e-mail" })
    const { code: blind } = await addInstitution(test.ctx, options((await newAlma()).url, USERS_ONLY))
    expect(await offerSisProfiles(test.ctx, { institution: blind })).toMatchObject({ profiles: null, why: expect.stringContaining("can't read"), mailLogin: { kind: "unknown" } })
  })

  it("offers the user groups that Alma has, marks those that the load writes to, and says why where it can't", async () => {
    const alma = await newAlma()
    const { code } = await addInstitution(test.ctx, { ...options(alma.url), sisGroups: ["staff", "GONE"] })
    expect(await offerUserGroups(test.ctx, { institution: code })).toEqual({
      groups: [
        { code: "ALMA_ADMIN", name: "Alma administrators (not in the feed)", loaded: false },
        { code: "STAFF", name: "Library staff", loaded: true },
      ],
      why: null,
    })
    alma.faults.add({ times: Infinity, match: { path: /code-tables/ }, fault: { kind: "status", status: 503 } })
    expect(await offerUserGroups(test.ctx, { institution: code })).toEqual({ groups: null, why: "Alma did not answer: type the code." })
    const { code: blind } = await addInstitution(test.ctx, options((await newAlma()).url, USERS_ONLY))
    expect(await offerUserGroups(test.ctx, { institution: blind })).toMatchObject({ groups: null, why: expect.stringContaining("can't read") })
    await expect(offerUserGroups({ ...test.ctx, actor: person("liaison", "00000000-0000-4000-8000-000000000000") }, { institution: code })).rejects.toMatchObject({ code: "not_found" })
  })

  it("is for an admin of every institution, later steps for its own admin, and always with a fresh second factor", async () => {
    const alma = await newAlma()
    const { code, id } = await addInstitution(test.ctx, options(alma.url))
    const as = (actor: ReturnType<typeof person>) => ({ ...test.ctx, actor })
    await expect(connectInstitution(as(person("admin", id)), options(alma.url))).rejects.toMatchObject({ code: "not_allowed" })
    await expect(connectInstitution(as(person("admin", null, 11)), options(alma.url))).rejects.toMatchObject({ code: "step_up_required" })
    await expect(changeInstitution(as(person("liaison", id)), { institution: code, helpContact: "x" })).rejects.toMatchObject({ code: "not_allowed" })
    for (const act of [
      (ctx: typeof test.ctx) => changeInstitution(ctx, { institution: code, helpContact: "x" }),
      (ctx: typeof test.ctx) => setJobPayload(ctx, { institution: code, text: practiceJobPayload() }),
      (ctx: typeof test.ctx) => offerSisProfiles(ctx, { institution: code }),
    ]) {
      await expect(act(as(person("admin", id, 11)))).rejects.toMatchObject({ code: "step_up_required" })
      await expect(act(as(person("admin", "00000000-0000-4000-8000-000000000000")))).rejects.toMatchObject({ code: "not_found" })
      await act(as(person("admin", id)))
    }
  })

  it("says of a payload what its job would do, a sentence each", async () => {
    const { code } = await addInstitution(test.ctx, options((await newAlma()).url))
    const { sentences } = await setJobPayload(test.ctx, { institution: code, text: `Guten Tag,\nhier ist es:\n${practiceJobPayload()}\nAbbrechen` })
    expect(sentences.slice(0, 2)).toEqual(["This job will make accounts Internal.", "It will send no letters."])
    const external = await setJobPayload(test.ctx, { institution: code, text: practiceJobPayload("EXTERNAL") })
    expect(external.sentences[0]).toContain("reads as if it made accounts External")
  })
})

describe("the job payload", () => {
  it("is stored when Alma knows the job, and refused when it doesn't", async () => {
    const { code, id } = await addInstitution(test.ctx, options((await newAlma()).url))
    const { says } = await setJobPayload(test.ctx, { institution: code, text: practiceJobPayload() })
    expect(says).toMatch(/Job M148.*changes the account type.*Update\/Notify Users/)
    const other = practiceJobPayload().replace("M148", "M999")
    await expect(setJobPayload(test.ctx, { institution: code, text: other })).rejects.toMatchObject({ code: "input" })
    expect((await test.ctx.db.institution.findUniqueOrThrow({ where: { id } })).jobId).toBe("M148")
  })

  it("is stored although the key can't look the job up", async () => {
    const { code } = await addInstitution(test.ctx, options((await newAlma()).url, USERS_ONLY))
    const { says } = await setJobPayload(test.ctx, { institution: code, text: practiceJobPayload() })
    expect(says).toContain("couldn't be looked up")
  })
})

describe("checking an institution", () => {
  const OWED = { "sso.probe": "warn", roster: "warn", people: "warn", mail: "warn", drill: "warn", backups: "warn", pin: "warn" }
  const statuses = (checks: { id: string; status: string }[]) => Object.fromEntries(checks.map(({ id, status }) => [id, status]))

  it("finds nothing wrong with a whole one, and keeps what it found", async () => {
    const { code, id } = await addInstitution(test.ctx, { ...options((await newAlma()).url), backupAdminId: "backup_admin" })
    await setJobPayload(test.ctx, { institution: code, text: practiceJobPayload() })
    await test.ctx.db.institution.update({ where: { id }, data: { jobProvedAt: new Date() } })
    const { checks } = await checkInstitution(test.ctx, { institution: code })
    expect(checks.map((check) => check.id)).toEqual([
      "key.read", "key.write", "key.jobs", "environment", "job.payload", "route.proved", "login.page", "backup-admin",
      "sso.probe", "roster", "people", "mail", "drill", "backups", "clock", "pin",
    ])
    // What nobody has done yet for this one is owed, and nothing of it stands in the way of an outage.
    expect(statuses(checks.filter((check) => check.status !== "ok"))).toEqual(OWED)
    const row = await test.ctx.db.institution.findUniqueOrThrow({ where: { id } })
    expect(row.checks).toEqual(checks)
    expect(row.checkedAt).not.toBeNull()
  })

  it("fails what the key can't do and what is missing", async () => {
    const { code } = await addInstitution(test.ctx, { ...options((await newAlma()).url, READ_ONLY), backupAdminId: "aabernethy" })
    const { checks } = await checkInstitution(test.ctx, { institution: code })
    expect(statuses(checks)).toEqual({
      ...OWED, clock: "ok", "key.read": "ok", "key.write": "fail", "key.jobs": "fail", environment: "ok",
      "job.payload": "fail", "route.proved": "warn", "login.page": "ok", "backup-admin": "fail",
    })
    const admin = checks.find((check) => check.id === "backup-admin")
    expect(admin?.message).toMatch(/not Internal.*no User Administrator role/)
  })

  it("notices that the key reaches another Alma now, and that an old proof is old", async () => {
    const { code, id } = await addInstitution(test.ctx, options((await newAlma()).url))
    const jobProvedAt = new Date(Date.now() - 91 * 86_400_000)
    await test.ctx.db.institution.update({ where: { id }, data: { almaIdentity: "01OTHER|production", jobProvedAt } })
    const { checks } = await checkInstitution(test.ctx, { institution: code })
    expect(statuses(checks)).toMatchObject({ environment: "fail", "route.proved": "warn", "backup-admin": "warn" })
  })

  it("sees a sandbox, and a key that may not say which Alma it reaches", async () => {
    const sandbox = await addInstitution(test.ctx, options((await newAlma({ environment: "sandbox" })).url))
    const found = async (code: string) => (await checkInstitution(test.ctx, { institution: code, only: ["environment"] })).checks[0]
    expect(await found(sandbox.code)).toMatchObject({ status: "warn", message: expect.stringContaining("not the Alma that staff work in") })
    const { code } = await addInstitution(test.ctx, options((await newAlma()).url, USERS_ONLY))
    expect(await found(code)).toMatchObject({ status: "warn", message: "The key may not read which Alma it reaches." })
  })

  it("asks no machine inside the network for a login page", async () => {
    let asked = 0
    const inside = await otherServer((_, response) => (asked++, response.end("x")))
    const { code } = await addInstitution(test.ctx, { ...options((await newAlma()).url), loginUrl: `${inside}/login` })
    const allowHosts = test.ctx.settings.allowHosts.filter((host) => host !== new URL(inside).host)
    const ctx = { ...test.ctx, settings: { ...test.ctx.settings, allowHosts } }
    const { checks } = await checkInstitution(ctx, { institution: code })
    expect(statuses(checks)["login.page"]).toBe("warn")
    expect(asked).toBe(0)
  })
})

describe("the practice institution", () => {
  it("is made once with its person, who may try everything and lead it nowhere else, and follows the practice Alma's address", async () => {
    const alma = await startPracticeAlma({ ratePerSecond: 0 })
    almas.push(alma)
    const place = {
      practiceUrl: alma.url, apiKey: alma.apiKey, jobPayload: practiceJobPayload(),
      loginUrl: `${alma.url}/mng/login?auth=local`, ssoUrl: `${alma.url}/SAML`,
    }
    const first = await seedPractice(test.ctx, place)
    const again = await seedPractice(test.ctx, { ...place, loginUrl: `${alma.url}/mng/login?auth=local&x=1` })
    expect(again).toEqual(first)
    const { checks } = await checkInstitution(test.ctx, { institution: "PRA" })
    expect(checks.filter((check) => check.status === "fail")).toEqual([])
    const institutions = await listInstitutions(test.ctx)
    expect(institutions.find((row) => row.code === "PRA")).toMatchObject({ practice: true, loginUrl: expect.stringContaining("x=1"), jobPayload: true })
    const people = await test.ctx.db.person.findMany({ include: { memberships: true } })
    expect(people.map(({ name, memberships }) => [name, memberships.map(({ role }) => role)])).toEqual([["Ruth Okafor", ["admin"]]])
    const ctx = { ...test.ctx, actor: person("admin", first.institutionId) }
    const now = await test.ctx.db.institution.findUniqueOrThrow({ where: { id: first.institutionId } })
    for (const other of [{ apiUrl: (await newAlma()).url }, { apiKey: FULL }, { loginUrl: "https://a.example/" }, { ssoUrl: `${alma.url}/other` }, { ssoUrl: "" }, { ssoMetadataUrl: "https://a.example/" }]) {
      await expect(setInstitution(ctx, { institution: "PRA", ...other })).rejects.toMatchObject({ code: "refused", message: expect.stringContaining("practice Alma's own") })
    }
    await setInstitution(ctx, { institution: "PRA", loginUrl: now.loginUrl, ssoUrl: now.ssoUrl!, helpContact: "the desk" })
    expect(await test.ctx.db.institution.findUniqueOrThrow({ where: { id: now.id } })).toMatchObject({ apiUrl: now.apiUrl, ssoUrl: now.ssoUrl, helpContact: "the desk" })
  })
})

it("leaves an audit that is whole, and finds a changed entry, an end that was cut off and a chain that was taken out", async () => {
  const whole = await verifyAuditChains(test.ctx)
  expect(whole.length).toBeGreaterThan(5)
  expect(whole.filter((chain) => chain.broken)).toEqual([])
  await test.ctx.db.$executeRaw`alter table "AuditEntry" disable trigger all`
  const { chain } = whole[0]!
  const found = async () => (await verifyAuditChains(test.ctx)).filter((each) => each.broken).map((each) => each.chain)
  // With all that the database tells: the last entry goes, and the head says the one before.
  const long = whole.find(({ entries }) => entries > 1)!
  const before = await test.ctx.db.auditEntry.findFirstOrThrow({ where: { chain: long.chain, seq: long.entries - 1 } })
  const head = await test.ctx.db.auditHead.findUniqueOrThrow({ where: { chain: long.chain } })
  const last = await test.ctx.db.auditEntry.delete({ where: { chain_seq: { chain: long.chain, seq: long.entries } } })
  await test.ctx.db.auditHead.update({ where: { chain: long.chain }, data: { seq: before.seq, mac: before.mac } })
  expect(await found()).toEqual([long.chain])
  await test.ctx.db.auditEntry.create({ data: last })
  await test.ctx.db.auditHead.update({ where: { chain: long.chain }, data: head })
  expect(await found()).toEqual([])
  const { id } = await test.ctx.db.institution.findFirstOrThrow({ where: { practice: false } })
  const goneHead = await test.ctx.db.auditHead.delete({ where: { chain: id } })
  const gone = await test.ctx.db.auditEntry.findMany({ where: { chain: id } })
  await test.ctx.db.auditEntry.deleteMany({ where: { chain: id } })
  expect(await found()).toEqual([id])
  await test.ctx.db.auditEntry.createMany({ data: gone })
  await test.ctx.db.auditHead.create({ data: goneHead })
  await test.ctx.db.auditEntry.updateMany({ where: { chain, seq: 1 }, data: { actor: "Nobody" } })
  const broken = await verifyAuditChains(test.ctx)
  expect(broken.filter((each) => each.broken).map((each) => [each.chain, each.broken?.seq])).toEqual([[chain, 1]])
})
