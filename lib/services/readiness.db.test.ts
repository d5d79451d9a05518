import type { AddressInfo, Server } from "node:net"
import { utimes, writeFile } from "node:fs/promises"
import path from "node:path"
import { setTimeout as delay } from "node:timers/promises"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { NO_TURN } from "@/lib/alma/alma-caller"
import type { AlmaClient } from "@/lib/alma/alma-client"
import type { CheckId } from "@/lib/domain/checks"
import type { FaultRule } from "@/lib/practice/faults"
import { testLantern, type TestLantern } from "@/lib/runner/test-lantern"
import { checkAgain, checkInstitution } from "./check-institution"
import type { ServiceContext } from "./context"
import { checkWhoIsDue } from "./housekeeping"
import { saveRoster } from "./save-roster"
import { seeAlerts } from "./see-alerts"
import { sendMail } from "./send-mail"
import { mailServer } from "./test-mail-server"

const DAY_MS = 86_400_000
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS)
let lantern: TestLantern
let where: { institutionId: string }

beforeAll(async () => {
  lantern = await testLantern()
  where = { institutionId: lantern.institution.id }
})
afterAll(() => lantern.close())
beforeEach(async () => {
  const { db } = lantern.ctx
  for (const model of [db.alert, db.roster, db.ssoProbe, db.routeProof, db.hold, db.outage, db.staffEnrolment]) await (model as typeof db.alert).deleteMany()
  await db.person.deleteMany()
  await db.institution.update({ where: { id: where.institutionId }, data: { checks: [], checkedAt: null, backupAdminId: null, ssoUrl: null } })
})

async function look(id: CheckId, ctx: ServiceContext = lantern.ctx) {
  const { checks } = await checkInstitution(ctx, { institution: "ABC", only: [id] })
  return checks.find((check) => check.id === id)!
}
const withSettings = (more: Partial<ServiceContext["settings"]>): ServiceContext => ({ ...lantern.ctx, settings: { ...lantern.ctx.settings, ...more } })

/** A password and an app of one's own. */
const WHOLE = { passwordHash: "x", totpSealed: "x", totpConfirmedAt: new Date() }

async function person(name: string, role: "admin" | "liaison" | "observer", more: object = {}, institutionId: string | null = where.institutionId) {
  return lantern.ctx.db.person.create({ data: { email: `${name.toLowerCase()}@abbey.example.edu`, name, memberships: { create: { institutionId, role } }, ...more } })
}

describe("people", () => {
  it("asks for two who can declare, each with a whole second factor", async () => {
    expect(await look("people")).toMatchObject({ status: "warn", message: expect.stringContaining("need a sign-in link") })
    await person("Ada", "admin", WHOLE)
    await person("Begun", "liaison", { passwordHash: "x", totpSealed: "begun" })
    await person("Campus", "liaison", { ...WHOLE, passwordHash: null })
    await person("Gone", "liaison", { ...WHOLE, disabledAt: new Date() })
    await person("Olga", "observer", WHOLE)
    expect(await look("people")).toMatchObject({ status: "warn", message: "Only Ada can declare.", fix: expect.stringContaining("Begun has no second factor; Campus has no password: send") })
    await person("Paz", "liaison", { passwordHash: "x", passkeys: { create: { credentialId: "c", publicKey: Buffer.from("k"), name: "phone", createdAt: new Date() } } }, null)
    expect(await look("people")).toMatchObject({ status: "ok", message: "2 people can declare: Ada and Paz." })
  })
})

describe("rosters", () => {
  const enrol = (primaryId: string) => lantern.ctx.db.staffEnrolment.create({
    data: { ...where, primaryId, primaryIdKey: primaryId, createdAt: new Date(), createdBy: "Ada", cards: { create: { hash: primaryId, createdAt: new Date() } } },
  })

  it("asks for one, reads a sample of who was never read, and names who could not be switched", async () => {
    expect(await look("roster")).toMatchObject({ status: "warn", message: expect.stringContaining("No roster") })
    await saveRoster(lantern.ctx, { institution: "ABC", name: "Desk", staff: ["aabernethy", "mixedseg"].map((primaryId) => ({ primaryId, name: null })) })
    await enrol("mixedseg")
    expect(await look("roster")).toMatchObject({ status: "ok", message: "1 roster, 2 people: everyone can be switched, and 1 of 2 could pick up without a liaison." })
    await saveRoster(lantern.ctx, { institution: "ABC", name: "All", staff: ["hlindqvist", "zokafor", "ogrady", "nobody_here"].map((primaryId) => ({ primaryId, name: null })) })
    const found = await look("roster")
    expect(found).toMatchObject({ status: "warn", message: expect.stringContaining("2 rosters, 6 people; 3 could not be switched") })
    expect(found.parts?.map((part) => [part.of, part.id]).toSorted()).toEqual([["hlindqvist", "expired"], ["nobody_here", "not_found"], ["zokafor", "no_external_id"]])
  })

  it("takes what a refresh has read, and asks for another after thirty days", async () => {
    const staff = [{ primaryId: "aabernethy", name: "Amara" }, { primaryId: "zokafor", name: "Zuri" }]
    const fact = (verdict: string, reason: string) => ({ verdict, reason, name: "Zuri Okafor", department: null, readAt: daysAgo(31).toISOString() })
    const facts = { aabernethy: fact("switch", ""), zokafor: fact("inactive", "Inactive: could not log in.") }
    await lantern.ctx.db.roster.create({ data: { ...where, name: "Desk", staff, facts, updatedAt: daysAgo(90), updatedBy: "Ada", refreshedAt: daysAgo(31) } })
    expect((await look("roster")).parts).toMatchObject([{ of: "zokafor", title: "Zuri Okafor", message: "Inactive: could not log in." }])
    await lantern.ctx.db.roster.updateMany({ data: { facts: { ...facts, zokafor: fact("switch", "") } } })
    expect(await look("roster")).toMatchObject({ status: "warn", message: expect.stringContaining("not refreshed for 30 days: Desk") })
    await lantern.ctx.db.roster.updateMany({ data: { refreshedAt: daysAgo(29) } })
    await enrol("zokafor")
    expect((await look("roster")).status).toBe("ok")
  })

  it("asks that half could pick up without a liaison, by an enrolment or by a colleague who has one", async () => {
    const { db } = lantern.ctx
    const pair = (voucher: string, other: string) => db.voucherPair.create({ data: { ...where, voucherId: voucher, voucherKey: voucher, forId: other, forKey: other, createdAt: new Date(), createdBy: "Ada" } })
    await saveRoster(lantern.ctx, { institution: "ABC", name: "Desk", staff: ["aabernethy", "mixedseg", "bare"].map((primaryId) => ({ primaryId, name: null })) })
    expect(await look("roster")).toMatchObject({ status: "warn", message: "1 roster, 3 people: nobody could pick up without a liaison.", fix: expect.stringContaining("Enrol 2 of them at least") })
    const { id } = await enrol("bare")
    await pair("aabernethy", "mixedseg")
    expect(await look("roster"), "a colleague who can't get in themselves lets nobody in").toMatchObject({ status: "warn", message: expect.stringContaining("1 of 3 could") })
    await pair("bare", "aabernethy")
    expect(await look("roster")).toMatchObject({ status: "ok", message: expect.stringContaining("2 of 3 could") })
    await db.recoveryCard.updateMany({ where: { enrolmentId: id }, data: { usedAt: new Date() } })
    expect(await look("roster"), "a card that is used up").toMatchObject({ status: "warn", message: expect.stringContaining("nobody could") })
    await db.voucherPair.deleteMany()
  })

  it("claims nothing of whom it couldn't read", async () => {
    await saveRoster(lantern.ctx, { institution: "ABC", name: "Half", staff: ["aabernethy", "mixedseg"].map((primaryId) => ({ primaryId, name: null })) })
    lantern.alma.faults.add({ match: { primaryId: "mixedseg" }, times: Infinity, fault: { kind: "status", status: 503 } })
    expect(await look("roster")).toMatchObject({ status: "warn", message: "1 roster, 2 people; 1 of them could not be read just now.", unanswered: true })
    lantern.alma.faults.clear()
  })

  it("claims nothing when nobody could be read", async () => {
    await saveRoster(lantern.ctx, { institution: "ABC", name: "Desk", staff: [{ primaryId: "aabernethy", name: null }] })
    lantern.alma.faults.add({ times: Infinity, fault: { kind: "status", status: 503 } })
    expect(await look("roster")).toMatchObject({ status: "warn", message: "Nobody on a roster could be read." })
    lantern.alma.faults.clear()
  })
})

describe("campus sign-on", () => {
  const before = (minutes: number) => new Date(Date.now() - minutes * 60_000)
  const probe = (minutes: number, more: object = {}) => lantern.ctx.db.ssoProbe.create({ data: { ...where, address: "https://sso.example.edu/", at: before(minutes), since: before(minutes), up: true, message: "Answers.", ms: 182, ...more } })

  it("names the way that needs no account changed, whether or not sign-on is watched", async () => {
    expect((await look("sso.probe")).parts).toMatchObject([{ id: "mail_login", status: "unknown", message: "not set up", why: null }])
    const profile = { id: "1", code: "EMAIL", name: "Staff by mail", type: "SOCIAL_LOGIN", system: "Email" }
    const found = await look("sso.probe", lending((alma) => ({ ...alma, integrationProfiles: async () => ({ kind: "ok", value: [profile] }) })))
    expect(found).toMatchObject({ status: "warn", message: expect.stringContaining("Alma has a login by mailed link besides."), parts: [{ status: "ok", message: expect.stringContaining("Staff by mail"), why: expect.stringContaining("nobody need be switched") }] })
  })

  it("says since when it is down, what its certificates say, and when nobody looks", async () => {
    expect((await look("sso.probe")).message).toContain("No address")
    await lantern.ctx.db.institution.update({ where: { id: where.institutionId }, data: { ssoUrl: "https://sso.example.edu/" } })
    expect((await look("sso.probe")).message).toContain("not looked at yet")
    await probe(5, { address: "https://before.example.edu/" })
    expect((await look("sso.probe")).message).toContain("not looked at yet")
    await probe(70)
    expect(await look("sso.probe")).toMatchObject({ status: "warn", message: expect.stringContaining("last looked at") })
    await probe(20, { certificateExpires: new Date(Date.now() + 117.5 * DAY_MS) })
    expect(await look("sso.probe")).toMatchObject({ status: "ok", message: "The campus sign-on answers in 182 ms; its certificate is good for 117 days." })
    await probe(15, { metadataExpires: new Date(Date.now() + 29.5 * DAY_MS) })
    expect(await look("sso.probe")).toMatchObject({ status: "warn", message: expect.stringMatching(/SAML metadata runs out on .* in 29 days/) })
    await probe(12, { stage: "page", message: "It shows an error page" })
    expect(await look("sso.probe")).toMatchObject({ status: "warn", message: "The campus sign-on answers, with a doubt: It shows an error page." })
    const first = await probe(10, { up: false, stage: "tcp", message: "Nothing takes the connection (TCP)." })
    await probe(5, { since: first.at, up: false, stage: "tcp", message: "Nothing takes the connection (TCP)." })
    const since = new Intl.DateTimeFormat("en-GB", { timeZone: lantern.institution.timeZone, timeStyle: "short" }).format(first.at)
    expect(await look("sso.probe")).toMatchObject({ status: "warn", message: expect.stringMatching(new RegExp(`down since .*${since}: Nothing takes`)) })
  })
})

describe("what else decides that morning", () => {
  const drill = (days: number, more: object = {}) => lantern.ctx.db.outage.create({ data: { ...where, drill: true, state: "closed", reason: "Drill", since: daysAgo(days), expectedHours: 1, declaredAt: daysAgo(days), declaredBy: "Ada", closedAt: daysAgo(days), ...more } })

  const held = () => ({ holds: { create: { ...where, primaryId: "x", primaryIdKey: "x", verdict: "switch" as const, state: "returned" as const, stateSince: new Date(), original: "x", intendedAt: new Date() } } })

  it("counts a drill that was walked to its end, and neither the proof of a route nor a drill of nobody", async () => {
    const proved = await drill(1, held())
    await lantern.ctx.db.routeProof.create({ data: { ...where, route: "job", outageId: proved.id, primaryId: "x", consent: "yes", startedAt: new Date(), startedBy: "Ada", steps: [], finishedAt: new Date(), pinAnswer: "works" } })
    await drill(2, { drill: false, ...held() })
    await drill(3)
    expect(await look("drill")).toMatchObject({ status: "warn", message: "There was no drill yet." })
    expect(await look("pin")).toMatchObject({ status: "ok" })
    await drill(91, held())
    expect(await look("drill")).toMatchObject({ status: "warn", message: "The last drill was 91 days ago." })
    await drill(89, held())
    expect(await look("drill")).toMatchObject({ status: "ok" })
  })

  it("believes a backup by the age of its mark, and says whose word that is", async () => {
    const markFile = path.join(lantern.ctx.settings.dataDir, "mark")
    const own = withSettings({ backups: { markFile, ownDatabase: true } })
    expect(await look("backups", own)).toMatchObject({ status: "warn", message: expect.stringContaining("No backup"), fix: expect.stringContaining(`touch ${markFile}`) })
    await writeFile(markFile, "")
    expect(await look("backups", own)).toMatchObject({ status: "ok", message: "Lantern was last backed up today, as the backup itself says." })
    await utimes(markFile, daysAgo(3.5), daysAgo(3.5))
    expect((await look("backups", own)).status).toBe("warn")
    expect(await look("backups", withSettings({ backups: { markFile, ownDatabase: false } }))).toMatchObject({ status: "ok", message: expect.stringContaining("The operator said 3 days ago") })
  })

  it("notices a clock that is wrong, of the database or of Alma", async () => {
    expect(await look("clock")).toMatchObject({ status: "ok", message: "This machine's clock, the database's and Alma's agree." })
    const fast = { ...lantern.ctx, clock: () => new Date(Date.now() + 40_000) }
    expect(await look("clock", fast)).toMatchObject({ status: "fail", message: expect.stringMatching(/^The database's clock is (39|40) s behind/) })
  })

  it("says when the hour's starts of the job are used up", async () => {
    expect((await look("key.jobs")).message).toContain("0 of 5 starts used")
    const outage = await drill(1)
    const startSentAt = new Date(Date.now() - 40 * 60_000)
    for (let at = 0; at < 5; at++) await lantern.ctx.db.jobRun.create({ data: { ...where, outageId: outage.id, state: "done", name: `run ${at}`, startSentAt, createdAt: startSentAt } })
    expect(await look("key.jobs")).toMatchObject({ status: "warn", fix: expect.stringContaining("in 20 min") })
    await lantern.ctx.db.jobRun.deleteMany()
  })
})

describe("what Alma, its key and its login page say", () => {
  const needs: CheckId[] = ["key.read", "key.write", "key.jobs", "environment", "job.payload", "clock"]
  const silent = { status: "warn", unanswered: true }

  it.each<[string, FaultRule["fault"], object]>([
    ["the day's limit", { kind: "daily_threshold" }, { status: "fail", unanswered: true, message: expect.stringContaining("midnight GMT") }],
    ["a page of HTML", { kind: "status", status: 502, body: "html" }, { status: "fail", unanswered: true, message: "Alma did not answer." }],
  ])("is told as not looked at where Alma answers with %s, and never as ready", async (_what, fault, key) => {
    lantern.alma.faults.add({ match: { path: /almaws/ }, times: Infinity, fault })
    const { checks } = await checkInstitution(lantern.ctx, { institution: "ABC", only: needs })
    expect(checks).toMatchObject([key, key, key, silent, silent, silent])
    lantern.alma.faults.clear()
    const { checks: after } = await checkInstitution(lantern.ctx, { institution: "ABC", only: needs })
    expect(after.filter((check) => check.status !== "ok").map((check) => check.id), "the practice Alma is a sandbox").toEqual(["environment"])
  })

  it("waits a pause once, which each 429 lengthens for an outage too, and then says that it couldn't look", async () => {
    let asked = 0
    const error = { code: "PER_SECOND_THRESHOLD", message: "", trackingId: null, httpStatus: 429 }
    const pausing = lending((alma) => ({ ...alma, canReadUsers: async () => (asked++, { kind: "throttled", error }) }))
    expect(await look("key.read", pausing)).toMatchObject({ status: "warn", unanswered: true, message: expect.stringMatching(/^Not looked at: Alma takes no more/) })
    expect(asked).toBe(2)
    const turnless = lending((alma) => ({ ...alma, canWriteUsers: async () => ({ kind: "unreachable", detail: NO_TURN }) }))
    expect(await look("key.write", turnless)).toMatchObject({ status: "warn", unanswered: true, message: expect.stringContaining("an outage") })
  })

  it("takes a revoked key for one that may nothing", async () => {
    lantern.alma.faults.add({ match: { path: /almaws/ }, times: Infinity, fault: { kind: "key_revoked", body: "plain" } })
    const { checks } = await checkInstitution(lantern.ctx, { institution: "ABC", only: needs })
    expect(checks.map(({ id, status, unanswered = false }) => [id, status, unanswered])).toEqual([
      ["key.read", "fail", false], ["key.write", "fail", false], ["key.jobs", "fail", false], ["environment", "warn", false], ["job.payload", "warn", false], ["clock", "warn", true],
    ])
    lantern.alma.faults.clear()
  })

  it("asks by name what is missing on each route", async () => {
    const set = (data: object) => lantern.ctx.db.institution.update({ where: { id: where.institutionId }, data })
    const { jobId } = await lantern.ctx.db.institution.findUniqueOrThrow({ where: { id: where.institutionId } })
    expect(await look("route.proved")).toMatchObject({ status: "warn", message: "The route job is not proved yet." })
    for (const [days, status] of [[89, "ok"], [91, "warn"]] as const) {
      await set({ jobProvedAt: daysAgo(days) })
      expect(await look("route.proved")).toMatchObject({ status, message: expect.stringContaining("proved on") })
    }
    await set({ jobId: "M999" })
    expect(await look("job.payload")).toMatchObject({ status: "fail", message: "Alma knows no job M999." })
    await set({ route: "direct" })
    expect([await look("job.payload"), await look("key.jobs"), await look("route.proved")]).toMatchObject([{ status: "ok" }, { status: "ok" }, { status: "warn" }])
    await set({ route: "manual" })
    expect(await look("route.proved")).toMatchObject({ status: "ok", message: expect.stringContaining("needs no proof") })
    await set({ route: "job", jobId, jobProvedAt: null })
  })

  it("opens the page that staff log in on", async () => {
    const at = (path: string) => lantern.ctx.db.institution.update({ where: { id: where.institutionId }, data: { loginUrl: `${lantern.alma.url}${path}` } })
    for (const [path, found] of [
      ["/SAML", { status: "fail", message: "The login page answers with an error (HTTP 503)." }],
      ["/nowhere", { status: "fail", message: expect.stringContaining("HTTP 404") }],
      ["/mng/login?auth=local", { status: "ok" }],
    ] as const) {
      await at(path)
      expect(await look("login.page")).toMatchObject(found)
    }
  })

  it("takes the time of Alma's answers for its clock", async () => {
    const saying = (value: Date | null) => lending((alma) => ({ ...alma, serverTime: async () => ({ kind: "ok", value }) }))
    expect(await look("clock", saying(new Date(Date.now() + 61_000)))).toMatchObject({ status: "warn", message: expect.stringMatching(/^Alma's clock is (60|61) s ahead/) })
    expect(await look("clock", saying(null))).toMatchObject({ status: "ok", message: expect.stringContaining("carry no time") })
  })

  it("says of a check that breaks that it couldn't look, and looks at the others", async () => {
    const settings = Object.defineProperty({ ...lantern.ctx.settings }, "backups", { get: () => { throw new Error("marked-secret-of-a-bug") } })
    const { checks } = await checkInstitution({ ...lantern.ctx, settings }, { institution: "ABC", only: ["backups", "mail"] })
    expect(checks).toMatchObject([
      { id: "mail", status: "warn" },
      { id: "backups", status: "warn", unanswered: true, message: expect.stringMatching(/^Lantern could not look at this: Lantern backed up\. Reference \w/) },
    ])
    expect(JSON.stringify(checks)).not.toContain("marked-secret")
  })

  it("goes after everything that an outage asks of Alma", async () => {
    await lantern.ctx.db.institution.update({ where: { id: where.institutionId }, data: { rate: 20 } })
    const institution = await lantern.ctx.db.institution.findUniqueOrThrow({ where: { id: where.institutionId } })
    await saveRoster(lantern.ctx, { institution: "ABC", name: "Desk", staff: Array.from({ length: 25 }, (_, at) => ({ primaryId: `nobody${at}`, name: null })) })
    const from = lantern.alma.requests().length
    const checking = checkInstitution(lantern.ctx, { institution: "ABC" })
    await delay(150)
    await Promise.all(Array.from({ length: 40 }, () => lantern.ctx.almaFor(institution).getUser("aabernethy")))
    const during = lantern.alma.requests().slice(from).filter(({ path }) => path.startsWith("/almaws"))
    await checking
    const ofOutage = during.map(({ path }) => path.endsWith("/users/aabernethy"))
    const between = ofOutage.slice(ofOutage.indexOf(true), ofOutage.lastIndexOf(true))
    expect(between.filter((mine) => mine).length).toBeGreaterThan(35)
    expect(between.filter((mine) => !mine).length, "of the checks' own, at most what was reserved already").toBeLessThanOrEqual(3)
    await lantern.ctx.db.institution.update({ where: { id: where.institutionId }, data: { rate: 50 } })
  })
})

/** Somebody else's answers in the place of Alma's. */
function lending(change: (alma: AlmaClient) => AlmaClient): ServiceContext {
  return { ...lantern.ctx, almaFor: (institution) => change(lantern.ctx.almaFor(institution)) }
}

describe("no back-up admin", () => {
  it("is needed where somebody who is Internal all the time may manage users", async () => {
    await saveRoster(lantern.ctx, { institution: "ABC", name: "Desk", staff: ["aabernethy", "tvance", "ogrady"].map((primaryId) => ({ primaryId, name: null })) })
    expect(await look("backup-admin")).toMatchObject({ status: "warn", message: "No back-up admin account is named." })
    const role = { status: { value: "ACTIVE" }, role_type: { value: "21", desc: "User Manager" }, scope: { value: "01PRACTICE_INST" }, parameter: [] }
    lantern.alma.editUser("tvance", (user) => ({ ...user, user_role: [...(user.user_role as object[]), role] }))
    expect(await look("backup-admin")).toMatchObject({ status: "ok", message: expect.stringMatching(/^None is needed: Thea Vance \(User Manager\) is Internal all the time/) })
    lantern.alma.faults.add({ times: Infinity, fault: { kind: "status", status: 503 } })
    expect(await look("backup-admin"), "whether one is needed isn't known then").toMatchObject({ status: "warn", message: "Alma did not answer.", unanswered: true })
    lantern.alma.faults.clear()
    lantern.alma.editUser("tvance", (user) => ({ ...user, status: { value: "INACTIVE" } }))
    expect((await look("backup-admin")).status).toBe("warn")
    lantern.alma.reset()
  })
})

describe("something that was ready and isn't", () => {
  it("is told once by an alert, and no longer when it is ready again", async () => {
    await person("Ada", "admin", WHOLE)
    await person("Ben", "liaison", WHOLE)
    await checkInstitution(lantern.ctx, { institution: "ABC" })
    expect(await lantern.ctx.db.alert.count(), "nothing has fallen").toBe(0)
    await lantern.ctx.db.person.deleteMany({ where: { name: "Ben" } })
    await Promise.all(Array.from({ length: 4 }, () => checkInstitution(lantern.ctx, { institution: "ABC", only: ["people"] })))
    expect(await lantern.ctx.db.alert.findMany()).toMatchObject([{ kind: "readiness_fell", message: "Two people can declare: Only Ada can declare.", seenAt: null }])
    await person("Cleo", "liaison", WHOLE)
    await checkInstitution(lantern.ctx, { institution: "ABC" })
    expect(await lantern.ctx.db.alert.findMany()).toMatchObject([{ seenBy: "Lantern" }])
  })

  it("is seen by somebody of this institution, and by nobody else", async () => {
    const alert = await lantern.ctx.db.alert.create({ data: { ...where, kind: "readiness_fell", message: "Mail: gone", at: new Date() } })
    const as = (institutionId: string, role: "liaison" | "observer"): ServiceContext => ({ ...lantern.ctx, actor: { kind: "person", personId: "p", name: "Ben", memberships: [{ institutionId, role }] } })
    await expect(seeAlerts(as(where.institutionId, "observer"), { institution: "ABC", ids: [alert.id] })).rejects.toMatchObject({ code: "not_allowed" })
    await expect(seeAlerts(as("00000000-0000-4000-8000-000000000001", "liaison"), { institution: "ABC", ids: [alert.id] })).rejects.toMatchObject({ code: "not_found" })
    await seeAlerts(as(where.institutionId, "liaison"), { institution: "ABC", ids: [alert.id] })
    expect(await lantern.ctx.db.alert.findFirst()).toMatchObject({ seenBy: "Ben" })
  })

  it("is looked for every day, and by a button at most every few seconds", async () => {
    await checkWhoIsDue(lantern.ctx)
    const requests = () => lantern.alma.requests().length
    const [before, first] = [requests(), await lantern.ctx.db.institution.findUniqueOrThrow({ where: { id: where.institutionId } })]
    await checkWhoIsDue(lantern.ctx)
    await checkAgain(lantern.ctx, { institution: "ABC" })
    expect(requests()).toBe(before)
    await lantern.ctx.db.rateLimiterFlexible.deleteMany()
    const tomorrow = { ...lantern.ctx, clock: () => new Date(Date.now() + DAY_MS + 1000) }
    await checkWhoIsDue(tomorrow)
    expect(requests()).toBeGreaterThan(before)
    const then = await lantern.ctx.db.institution.findUniqueOrThrow({ where: { id: where.institutionId } })
    expect(then.checkedAt! > first.checkedAt!).toBe(true)
  })

  it("is looked for again in an hour where something couldn't be looked at, once however many look", async () => {
    await lantern.ctx.db.rateLimiterFlexible.deleteMany()
    const later = { ...lantern.ctx, clock: () => new Date(Date.now() + 61 * 60_000) }
    const looks = () => lantern.ctx.db.auditEntry.count({ where: { action: "institution.checked" } })
    const before = await looks()
    lantern.alma.faults.add({ match: { path: /conf\/general/ }, times: Infinity, fault: { kind: "status", status: 503 } })
    await checkWhoIsDue(lantern.ctx)
    lantern.alma.faults.clear()
    await lantern.ctx.db.rateLimiterFlexible.deleteMany()
    await checkWhoIsDue(lantern.ctx)
    expect(await looks() - before, "a look that is new").toBe(1)
    await Promise.all(Array.from({ length: 4 }, () => checkWhoIsDue(later)))
    expect(await looks() - before).toBe(2)
    await lantern.ctx.db.rateLimiterFlexible.deleteMany()
    await checkWhoIsDue({ ...later, clock: () => new Date(Date.now() + 123 * 60_000) })
    expect(await looks() - before, "all could be looked at then").toBe(2)
  })
})

describe("mail", () => {
  let server: Server
  let received: string[]
  let smtpUrl: string
  beforeAll(async () => {
    received = []
    server = mailServer(received)
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
    smtpUrl = `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => new Promise((done) => server.close(done)))
  const mailing = (more: object = {}) => withSettings({ mail: { smtpUrl, from: "Lantern <lantern@abbey.example.edu>", ...more } })

  it("is looked at, and a fall goes to everybody who may act, one by one", async () => {
    expect(await look("mail")).toMatchObject({ status: "warn", message: expect.stringContaining("No mail server") })
    expect((await look("mail", mailing())).status).toBe("ok")
    await person("Ada", "admin", WHOLE)
    await person("Ben", "liaison", WHOLE)
    await look("people", mailing())
    await lantern.ctx.db.person.update({ where: { email: "ben@abbey.example.edu" }, data: { totpConfirmedAt: null } })
    await look("people", mailing())
    expect(received).toHaveLength(2)
    expect(received.map((mail) => /^To: .*?([a-z]+@)/m.exec(mail)?.[1] ?? "").toSorted()).toEqual(["ada@", "ben@"])
    expect(received[0]).toContain("Only Ada can declare.")
  })

  it("goes to the others where the server doesn't take one address", async () => {
    expect(await sendMail(mailing(), { to: ["nobody-knows@abbey.example.edu", "ada@abbey.example.edu"], subject: "x", text: "y" })).toBe(1)
    expect(received.at(-1)).toContain("ada@abbey.example.edu")
  })

  it("that can't be sent fails nobody, and its server's password is told to nobody", async () => {
    const dead = mailing({ smtpUrl: "smtp://user:s3cretmailword@127.0.0.1:1" })
    expect(await look("mail", dead)).toMatchObject({ status: "fail", message: "The mail server does not let Lantern in: no connection can be made." })
    expect(await sendMail(dead, { to: ["ada@abbey.example.edu"], subject: "x", text: "y" })).toBe(0)
    expect(JSON.stringify(await lantern.ctx.db.institution.findMany())).not.toContain("s3cretmailword")
  })
})
