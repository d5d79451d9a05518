import type { RequestListener } from "node:http"
import { describe, expect, it, onTestFinished } from "vitest"
import { practiceJobPayload } from "@/lib/practice/people"
import { startPracticeAlma } from "@/lib/practice/practice-alma"
import { FULL, READ_ONLY, USERS_ONLY, testInstitutions, person } from "@/lib/runner/test-institutions"
import { addInstitution } from "./add-institution"
import { checkInstitution } from "./check-institution"
import { declareOutage } from "./declare-outage"
import { listInstitutions } from "./list-institutions"
import { seedPractice } from "./seed-practice"
import { setInstitution } from "./set-institution"
import { setJobPayload } from "./set-job-payload"
import { verifyAuditChains } from "./verify-audit-chains"

const test = testInstitutions()
const { newAlma, options, otherServer } = test

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
    const dead = await test.deadAddress()
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
    const almaCode = test.lastCode()
    await expect(setInstitution(test.ctx, { institution: code, apiUrl })).rejects.toMatchObject({ code: "refused" })
    await expect(setInstitution(test.ctx, { institution: code, apiKey: "l8xxwrong0000000000" })).rejects.toMatchObject({ code: "refused" })
    await setInstitution(test.ctx, { institution: code, apiKey: READ_ONLY })
    await test.ctx.db.outage.update({ where: { id: outageId }, data: { state: "closed", closedAt: new Date() } })
    const { warnings } = await setInstitution(test.ctx, { institution: code, apiUrl, apiKey: FULL, almaCode })
    expect(warnings).toEqual(["This is another Alma than before: paste its job payload."])
    expect(await test.ctx.db.institution.findUniqueOrThrow({ where: { id } })).toMatchObject({ apiUrl, jobId: null, jobParameters: null })
  })
})

describe("the practice institution", () => {
  it("is made once with its person, who may try everything and lead it nowhere else, and follows the practice Alma's address", async () => {
    const alma = await startPracticeAlma({ ratePerSecond: 0 })
    onTestFinished(() => alma.close())
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
