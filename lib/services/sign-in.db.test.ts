import { TOTP, Secret } from "otpauth"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { identityContext, makeInstitution, OPERATOR, personActor, testKeyring, type TestClock } from "@/lib/auth/identity-fixtures"
import { ABSOLUTE_MS, findLiveSession, touchSession } from "@/lib/auth/sessions"
import { verifyAudit } from "@/lib/db/audit"
import { IDLE_MS } from "@/lib/db/open-sessions"
import { testDatabase, type TestDatabase } from "@/lib/db/test-database"
import type { Db } from "@/lib/db/types"
import type { Actor } from "@/lib/domain/actor"
import { LINK_OVER } from "@/lib/domain/sentences"
import { addPerson } from "./add-person"
import { createSignInLink } from "./create-sign-in-link"
import { beginTotpEnrolment, confirmTotpEnrolment } from "./enrol-totp"
import { CHALLENGE_OVER, CODE_NOT_RIGHT, finishSignIn } from "./finish-sign-in"
import { redeemSignInLink } from "./redeem-sign-in-link"
import { setPassword } from "./set-password"
import { signOut } from "./sign-out"
import { NOT_RIGHT, startSignIn } from "./start-sign-in"

const MINUTE = 60_000
const PASSWORD = "gravel teapot umbrella nine"
const keyring = testKeyring()
const clock: TestClock = { now: new Date() }
let database: TestDatabase
let db: Db
let institutionId: string
let email: string
let count = 0

const as = (actor: Actor) => identityContext(db, keyring, clock, actor)
const nobody = () => as({ kind: "pickup", name: "Somebody" })
const later = (ms: number) => (clock.now = new Date(clock.now.getTime() + ms))

beforeAll(async () => {
  database = await testDatabase()
  db = database.db.prisma
  institutionId = (await makeInstitution(db, "ALDER")).id
})
afterAll(() => database.drop())
beforeEach(async () => {
  clock.now = new Date()
  email = `person${++count}@alder.example.edu`
  await addPerson(as(OPERATOR), { email, name: "Ruth Okafor", role: "liaison", institutionCode: "ALDER" })
  await db.rateLimiterFlexible.deleteMany()
})

async function linkToken() {
  const { url } = await createSignInLink(as(OPERATOR), { email })
  return new URLSearchParams(new URL(url).hash.slice(1)).get("link")!
}

/** Of whoever has no second factor yet. */
async function signInByLink() {
  const entered = await redeemSignInLink(nobody(), { token: await linkToken() })
  if (!("sessionToken" in entered)) throw new Error("asked for a second factor")
  const { sessionToken } = entered
  const live = await findLiveSession(db, sessionToken, clock.now)
  return { sessionToken, sessionId: live!.session.id, actor: personActor(live!.person.id, "liaison", institutionId) }
}

/** A person who has everything; gives back the codes of their app. */
async function setUpPerson() {
  const { sessionId, actor } = await signInByLink()
  await setPassword(as(actor), { sessionId, password: PASSWORD })
  const { secret, pending } = await beginTotpEnrolment(as(actor), { sessionId })
  const totp = new TOTP({ secret: Secret.fromBase32(secret) })
  const codeAt = (at: Date) => totp.generate({ timestamp: at.getTime() })
  await confirmTotpEnrolment(as(actor), { sessionId, pending, code: codeAt(clock.now) })
  later(MINUTE)
  return { codeAt, sessionId, actor }
}

/** Of whoever has one: the link stands in the place of the password alone. */
async function challengeByLink() {
  const entered = await redeemSignInLink(nobody(), { token: await linkToken() })
  if (!("challenge" in entered)) throw new Error("signed in without a second factor")
  return entered
}

const start = (password = PASSWORD, who = email) => startSignIn(nobody(), { email: who, password, address: "198.51.100.7" })
const finish = (challenge: string, code: string) => finishSignIn(nobody(), { challenge, code, address: "198.51.100.7" })

describe("a sign-in link", () => {
  it("carries its token after # only, with 256 bits, and stores only a hash of it", async () => {
    const { url } = await createSignInLink(as(OPERATOR), { email })
    const token = url.split("#link=")[1]!
    expect(url).toMatch(/^https:\/\/lantern\.example\.edu\/sign-in#link=[\w-]{43}$/)
    expect(JSON.stringify(await db.signInLink.findMany())).not.toContain(token)
  })

  it("works once: of two at once, one wins", async () => {
    const token = await linkToken()
    const tries = await Promise.allSettled([1, 2, 3, 4].map(() => redeemSignInLink(nobody(), { token })))
    expect(tries.filter((one) => one.status === "fulfilled")).toHaveLength(1)
    await expect(redeemSignInLink(nobody(), { token })).rejects.toThrow(LINK_OVER)
  })

  it("answers alike when it is old, replaced, unknown or malformed", async () => {
    const replaced = await linkToken()
    const old = await linkToken()
    await expect(redeemSignInLink(nobody(), { token: replaced })).rejects.toThrow(LINK_OVER)
    later(10 * MINUTE)
    await expect(redeemSignInLink(nobody(), { token: old })).rejects.toThrow(LINK_OVER)
    await expect(redeemSignInLink(nobody(), { token: "x".repeat(43) })).rejects.toThrow(LINK_OVER)
    await expect(redeemSignInLink(nobody(), { token: "" })).rejects.toThrow(LINK_OVER)
  })

  it("opens nothing for a disabled person", async () => {
    const token = await linkToken()
    await db.person.update({ where: { email }, data: { disabledAt: clock.now } })
    await expect(redeemSignInLink(nobody(), { token })).rejects.toThrow(LINK_OVER)
  })

  it("opens the set-up, counts as a fresh second factor and is audited in the institution's chain", async () => {
    const { sessionId } = await signInByLink()
    const session = await db.session.findUniqueOrThrow({ where: { id: sessionId } })
    expect(session).toMatchObject({ method: "set-up", secondFactorAt: clock.now })
    const entries = await db.auditEntry.findMany({ where: { chain: institutionId }, orderBy: { seq: "desc" }, take: 2 })
    expect(entries.map((entry) => entry.action)).toEqual(["person.signed_in", "person.link_made"])
    expect(entries[0]!.actor).toBe("Ruth Okafor")
    expect((await verifyAudit(db, keyring)).every((chain) => chain.broken === null)).toBe(true)
  })

  it("stands in the place of the password alone for whoever has a second factor, whoever made it", async () => {
    const { codeAt, actor } = await setUpPerson()
    const sessions = await db.session.count()
    const { challenge, by } = await challengeByLink()
    expect([by, await db.session.count()]).toEqual(["code", sessions])
    expect(await db.auditEntry.findFirst({ where: { chain: institutionId }, orderBy: { seq: "desc" } })).toMatchObject({ action: "person.link_used", actor: "Ruth Okafor" })
    await expect(finish(challenge, "000000")).rejects.toThrow(CODE_NOT_RIGHT)
    await finish(challenge, codeAt(clock.now))
    await expect(finish(challenge, codeAt(clock.now))).rejects.toThrow(CHALLENGE_OVER)
    const admin = as({ ...actor, memberships: [{ institutionId: null, role: "admin" }] } as Actor)
    const { opens, url } = await createSignInLink(admin, { email })
    expect([opens, await redeemSignInLink(nobody(), { token: url.split("#link=")[1]! })]).toEqual(["second-factor", expect.objectContaining({ by: "code" })])
  })

  it("opens the set-up of somebody whose factors were all cleared, in the shell alone, told and audited", async () => {
    const { actor, codeAt } = await setUpPerson()
    const { challenge } = await start()
    const { sessionToken } = await finish(challenge, codeAt(clock.now))
    const begun = (await start()).challenge
    const admin = as({ ...actor, memberships: [{ institutionId: null, role: "admin" }] } as Actor)
    await expect(createSignInLink(admin, { email, clearFactors: true })).rejects.toMatchObject({ code: "not_allowed" })
    expect((await db.person.findUniqueOrThrow({ where: { email } })).passwordHash).not.toBeNull()

    const { url, opens } = await createSignInLink(as(OPERATOR), { email, clearFactors: true })
    const person = await db.person.findUniqueOrThrow({ where: { email }, include: { alerts: { orderBy: { at: "desc" } } } })
    expect(person).toMatchObject({ passwordHash: null, totpSealed: null, totpConfirmedAt: null })
    expect(person.alerts.map(({ kind }) => kind)).toContain("factors_cleared")
    expect(await findLiveSession(db, sessionToken, clock.now)).toBeNull()
    later(MINUTE)
    await expect(finish(begun, codeAt(clock.now))).rejects.toThrow(CHALLENGE_OVER)
    await expect(start()).rejects.toThrow(NOT_RIGHT)
    const entered = await redeemSignInLink(nobody(), { token: url.split("#link=")[1]! })
    expect([opens, "sessionToken" in entered && (await findLiveSession(db, entered.sessionToken, clock.now))?.walled]).toEqual(["set-up", true])
    const entries = await db.auditEntry.findMany({ where: { action: { in: ["person.factors_cleared", "person.link_made"] }, actor: "Operator" }, orderBy: { seq: "desc" }, take: 2 })
    expect(entries.map(({ action }) => action)).toEqual(["person.link_made", "person.factors_cleared"])
  })

  it("can't be made by a liaison, nor by an admin for somebody with more than the admin has", async () => {
    const person = await db.person.findUniqueOrThrow({ where: { email } })
    const liaison = as(personActor(person.id, "liaison", institutionId))
    await expect(createSignInLink(liaison, { email })).rejects.toMatchObject({ code: "not_allowed" })
    const admin = as(personActor(person.id, "admin", institutionId))
    await expect(createSignInLink(admin, { email })).resolves.toBeDefined()
    await db.membership.create({ data: { personId: person.id, institutionId: null, role: "admin" } })
    await expect(createSignInLink(admin, { email })).rejects.toMatchObject({ code: "not_found" })
  })
})

describe("password and code", () => {
  it("a right password alone makes a challenge and no session", async () => {
    await setUpPerson()
    const before = await db.session.count()
    await start()
    expect(await db.session.count()).toBe(before)
  })

  it("the code finishes it, once", async () => {
    const { codeAt } = await setUpPerson()
    const { challenge } = await start()
    const { sessionToken } = await finish(challenge, codeAt(clock.now))
    expect((await findLiveSession(db, sessionToken, clock.now))?.session.method).toBe("totp")
    later(MINUTE)
    await expect(finish(challenge, codeAt(clock.now))).rejects.toThrow(CHALLENGE_OVER)
  })

  it("of one challenge used at once, one wins", async () => {
    const { codeAt } = await setUpPerson()
    const { challenge } = await start()
    const code = codeAt(clock.now)
    const tries = await Promise.allSettled([1, 2, 3].map(() => finish(challenge, code)))
    expect(tries.filter((one) => one.status === "fulfilled")).toHaveLength(1)
  })

  it("refuses a code that was taken, also by another challenge, and one before it", async () => {
    const { codeAt } = await setUpPerson()
    const code = codeAt(clock.now)
    await finish((await start()).challenge, code)
    const second = (await start()).challenge
    await expect(finish(second, code)).rejects.toThrow(CODE_NOT_RIGHT)
    await expect(finish(second, codeAt(new Date(clock.now.getTime() - 30_000)))).rejects.toThrow(CODE_NOT_RIGHT)
    await expect(finish(second, codeAt(new Date(clock.now.getTime() + 30_000)))).resolves.toBeDefined()
  })

  it("refuses a challenge after 5 minutes", async () => {
    const { codeAt } = await setUpPerson()
    const { challenge } = await start()
    later(5 * MINUTE)
    await expect(finish(challenge, codeAt(clock.now))).rejects.toThrow(CHALLENGE_OVER)
  })

  it("answers alike for an unknown e-mail, a wrong password, a disabled and an unfinished account", async () => {
    await expect(start("wrong wrong wrong", "nobody@alder.example.edu")).rejects.toThrow(NOT_RIGHT)
    await expect(start()).rejects.toThrow(NOT_RIGHT)
    await setUpPerson()
    await expect(start("wrong wrong wrong")).rejects.toThrow(NOT_RIGHT)
    await db.person.update({ where: { email }, data: { disabledAt: clock.now } })
    await expect(start()).rejects.toThrow(NOT_RIGHT)
  })

  it("takes about as long for an unknown e-mail as for a wrong password", async () => {
    await setUpPerson()
    const timed = async (who: string) => {
      await db.rateLimiterFlexible.deleteMany()
      const begun = performance.now()
      await start("wrong wrong wrong", who).catch(() => {})
      return performance.now() - begun
    }
    const known: number[] = []
    const unknown: number[] = []
    for (let round = 0; round < 7; round++) {
      known.push(await timed(email))
      unknown.push(await timed("nobody@alder.example.edu"))
    }
    const median = (list: number[]) => list.toSorted((a, b) => a - b)[3]!
    expect(median(unknown)).toBeGreaterThan(median(known) * 0.5)
    expect(median(unknown)).toBeLessThan(median(known) * 2)
  })

  it("slows an account's guesses, also at once, and neither its owner's elsewhere nor another account's", async () => {
    const { codeAt } = await setUpPerson()
    const guess = (password: string) => startSignIn(nobody(), { email, password, address: "198.51.100.1" })
    const answers = await Promise.allSettled(Array.from({ length: 15 }, () => guess("wrong wrong wrong")))
    const heard = answers.filter((one) => one.status === "rejected" && String(one.reason).includes(NOT_RIGHT))
    expect(heard.length).toBeLessThanOrEqual(6)
    await expect(guess(PASSWORD)).rejects.toThrow(/too many tries/)
    await expect(start()).resolves.toBeDefined()
    await expect(start("wrong wrong wrong", "other@alder.example.edu")).rejects.toThrow(NOT_RIGHT)
    // A link, and the code after it, are the way in that guessing can't shut.
    for (let tries = 0; tries < 30; tries++) await startSignIn(nobody(), { email: `p${tries}@x.example`, password: "wrong", address: `203.0.113.${tries}` }).catch(() => {})
    const { challenge } = await challengeByLink()
    await expect(finish(challenge, codeAt(clock.now))).resolves.toBeDefined()
  })
})

describe("a session", () => {
  it("ends by sign-out, idleness, age and when its person is disabled", async () => {
    const first = await signInByLink()
    await signOut(nobody(), first)
    expect(await findLiveSession(db, first.sessionToken, clock.now)).toBeNull()

    const { sessionToken } = await signInByLink()
    const at = (ms: number) => new Date(clock.now.getTime() + ms)
    expect(await findLiveSession(db, sessionToken, at(IDLE_MS))).not.toBeNull()
    expect(await findLiveSession(db, sessionToken, at(IDLE_MS + 1))).toBeNull()
    await db.session.updateMany({ data: { lastSeenAt: at(ABSOLUTE_MS) } })
    expect(await findLiveSession(db, sessionToken, at(ABSOLUTE_MS - 1))).not.toBeNull()
    expect(await findLiveSession(db, sessionToken, at(ABSOLUTE_MS))).toBeNull()
    await db.person.update({ where: { email }, data: { disabledAt: clock.now } })
    expect(await findLiveSession(db, sessionToken, at(IDLE_MS - 1))).toBeNull()
  })

  it("notes its use at most once a minute", async () => {
    const { sessionToken } = await signInByLink()
    const touched = async (ms: number) => {
      const live = await findLiveSession(db, sessionToken, clock.now)
      await touchSession(db, live!.session, new Date(clock.now.getTime() + ms))
      return (await findLiveSession(db, sessionToken, clock.now))!.session.lastSeenAt.getTime() - clock.now.getTime()
    }
    expect(await touched(MINUTE - 1)).toBe(0)
    expect(await touched(MINUTE)).toBe(MINUTE)
  })

  it("ends elsewhere when the password is set, and stays here", async () => {
    const elsewhere = await signInByLink()
    const here = await signInByLink()
    await setPassword(as(here.actor), { sessionId: here.sessionId, password: PASSWORD })
    expect(await findLiveSession(db, elsewhere.sessionToken, clock.now)).toBeNull()
    expect(await findLiveSession(db, here.sessionToken, clock.now)).not.toBeNull()
  })

  it("asks for a fresh second factor before a password or an app that stands is replaced", async () => {
    const { sessionId, actor } = await setUpPerson()
    later(10 * MINUTE)
    const replace = setPassword(as(actor), { sessionId, password: "another umbrella in gravel" })
    await expect(replace).rejects.toMatchObject({ code: "step_up_required" })
    await expect(beginTotpEnrolment(as(actor), { sessionId })).rejects.toMatchObject({ code: "step_up_required" })
  })

  it("asks for the present password too before it is replaced, unless they came by a link and may have forgotten it", async () => {
    const { codeAt, sessionId: byLink, actor } = await setUpPerson()
    const { sessionToken } = await finish((await start()).challenge, codeAt(clock.now))
    const { session } = (await findLiveSession(db, sessionToken, clock.now))!
    const change = (sessionId: string, present?: string) => setPassword(as(actor), { sessionId, password: "another umbrella in gravel", present })
    await expect(change(session.id)).rejects.toMatchObject({ code: "refused", message: expect.stringContaining("isn't the password") })
    await expect(change(session.id, "wrong wrong wrong")).rejects.toMatchObject({ code: "refused" })
    await change(session.id, PASSWORD)
    await expect(setPassword(as(actor), { sessionId: byLink, password: PASSWORD })).rejects.toMatchObject({ code: "not_allowed" })
    later(MINUTE)
    const { challenge } = await challengeByLink()
    const vouched = (await findLiveSession(db, (await finish(challenge, codeAt(clock.now))).sessionToken, clock.now))!
    expect(vouched.session.method).toBe("link-totp")
    await setPassword(as(actor), { sessionId: vouched.session.id, password: PASSWORD })
  })

  it("can't be used to change another person", async () => {
    const { sessionId } = await signInByLink()
    const stranger = personActor("018f0000-0000-7000-8000-000000000000", "admin", null)
    await expect(setPassword(as(stranger), { sessionId, password: PASSWORD })).rejects.toMatchObject({ code: "not_allowed" })
  })
})

describe("adding people", () => {
  it("refuses the same person twice and adds a second institution", async () => {
    await makeInstitution(db, `BIRCH${count}`)
    const again = { email: email.toUpperCase(), name: "R. Okafor", role: "admin" as const }
    await expect(addPerson(as(OPERATOR), { ...again, institutionCode: "ALDER" })).rejects.toThrow(/already a liaison of Library ALDER/)
    await addPerson(as(OPERATOR), { ...again, institutionCode: `BIRCH${count}` })
    expect(await db.membership.count({ where: { person: { email } } })).toBe(2)
  })

  it("makes one person and one role of several clicks at once, and tells the others so", async () => {
    const somebody = { email: `twice${count}@alder.example.edu`, name: "Mira Sol", role: "observer" as const }
    const clicks = await Promise.allSettled([1, 2, 3, 4].map(() => addPerson(as(OPERATOR), somebody)))
    expect(clicks.filter((click) => click.status === "fulfilled")).toHaveLength(1)
    const refused = clicks.flatMap((click) => (click.status === "rejected" ? [(click.reason as { code?: string }).code] : []))
    expect(refused).toEqual(["refused", "refused", "refused"])
    expect(await db.membership.count({ where: { person: { email: somebody.email } } })).toBe(1)
  })

  it("is an admin's, in their own institution only", async () => {
    const other = await makeInstitution(db, `CEDAR${count}`)
    const person = await db.person.findUniqueOrThrow({ where: { email } })
    const somebody = { email: `new${count}@alder.example.edu`, name: "Mira Sol", role: "observer" as const }
    const admin = as(personActor(person.id, "admin", other.id))
    await expect(addPerson(admin, { ...somebody, institutionCode: "ALDER" })).rejects.toMatchObject({ code: "not_allowed" })
    await expect(addPerson(admin, somebody)).rejects.toMatchObject({ code: "not_allowed" })
    await expect(addPerson(admin, { ...somebody, institutionCode: other.code })).resolves.toBeDefined()
  })
})
