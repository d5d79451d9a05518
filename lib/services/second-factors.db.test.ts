import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { identityContext, makeInstitution, personActor, testKeyring, type TestClock } from "@/lib/auth/identity-fixtures"
import { hashPassword } from "@/lib/auth/password-hash"
import { FRESH_MS, findLiveSession, isFresh, openSession } from "@/lib/auth/sessions"
import { sessionHash } from "@/lib/auth/tokens"
import { verifyAudit } from "@/lib/db/audit"
import { testDatabase, type TestDatabase } from "@/lib/db/test-database"
import type { Db } from "@/lib/db/types"
import { readRecoveryCode, RECOVERY_CODE_LENGTH } from "@/lib/domain/recovery-code"
import { askPasskeyAtSignIn, askPasskeyForStepUp } from "./ask-passkey"
import { finishSignIn, PASSKEY_NOT_RIGHT, RECOVERY_NOT_RIGHT } from "./finish-sign-in"
import { makeRecoveryCodes } from "./make-recovery-codes"
import { beginPasskey, confirmPasskey } from "./register-passkey"
import { renamePasskey } from "./rename-passkey"
import { revokePasskey } from "./revoke-passkey"
import { type Odd, SoftwareAuthenticator } from "./software-authenticator"
import { startSignIn } from "./start-sign-in"
import { stepUp } from "./step-up"

const MINUTE = 60_000
const PASSWORD = "gravel teapot umbrella nine"
const ADDRESS = "198.51.100.7"
const ORIGIN = "https://lantern.example.edu"
const keyring = testKeyring()
const clock: TestClock = { now: new Date() }
let database: TestDatabase
let db: Db
let institutionId: string
let passwordHash: string
let count = 0
let me: Awaited<ReturnType<typeof makePerson>>

beforeAll(async () => {
  database = await testDatabase()
  db = database.db.prisma
  institutionId = (await makeInstitution(db, "ALDER")).id
  passwordHash = await hashPassword(PASSWORD)
})
afterAll(() => database.drop())
beforeEach(async () => {
  clock.now = new Date()
  await db.rateLimiterFlexible.deleteMany()
  me = await makePerson()
})

/** Somebody with a password and a session that was opened just now. */
async function makePerson() {
  const email = `p${++count}@alder.example.edu`
  const { id } = await db.person.create({ data: { email, name: "Ruth Okafor", passwordHash, memberships: { create: { institutionId, role: "liaison" } } } })
  const actor = () => ({ ...personActor(id, "liaison", institutionId), secondFactor: { at: clock.now, by: "passkey" as const } })
  const sessionId = async (at = clock.now) => {
    const token = await openSession(db, id, "link", at)
    return (await db.session.findUniqueOrThrow({ where: { hash: sessionHash(token) } })).id
  }
  return { id, email, ctx: () => identityContext(db, keyring, clock, actor()), sessionId: await sessionId(), newSession: sessionId }
}

const nobody = () => identityContext(db, keyring, clock, { kind: "pickup", name: "Somebody" })
const later = (ms: number) => (clock.now = new Date(clock.now.getTime() + ms))

async function addPasskey(who = me, name = "Phone", device = new SoftwareAuthenticator(ORIGIN), odd: Odd = {}) {
  const options = await beginPasskey(who.ctx(), { sessionId: who.sessionId })
  const { id } = await confirmPasskey(who.ctx(), { sessionId: who.sessionId, name, answer: device.create(options, odd) })
  return { id, device }
}

async function askToSignIn(who = me) {
  const { challenge, by } = await startSignIn(nobody(), { email: who.email, password: PASSWORD, address: ADDRESS })
  return { challenge, by, options: await askPasskeyAtSignIn(nobody(), { challenge, address: ADDRESS }) }
}
const finish = (challenge: string, passkey: unknown) => finishSignIn(nobody(), { challenge, passkey, address: ADDRESS, browser: "Firefox on Windows" })

const auditOf = async (personId: string) => (await db.auditEntry.findMany({ where: { personId }, orderBy: { seq: "asc" } })).map((entry) => entry.action)
const noticesOf = async (personId: string) => (await db.alert.findMany({ where: { personId }, orderBy: { at: "asc" } })).map((notice) => notice.kind)

describe("a passkey", () => {
  it("is a second factor like an app: with the password it signs in, and says where from", async () => {
    const { device } = await addPasskey()
    const { challenge, by, options } = await askToSignIn()
    expect(by).toBe("passkey")
    expect(options).toMatchObject({ rpId: "lantern.example.edu", userVerification: "required", allowCredentials: [{ transports: ["internal"] }] })
    const { sessionToken } = await finish(challenge, device.get(options))
    const live = await findLiveSession(db, sessionToken, clock.now)
    expect(live).toMatchObject({ session: { method: "passkey", secondFactorAt: clock.now }, person: { hasPasskey: true, hasTotp: false } })
    expect(await db.session.findUnique({ where: { hash: sessionHash(sessionToken) } })).toMatchObject({ clientAddress: ADDRESS, browser: "Firefox on Windows" })
    expect(await auditOf(me.id)).toEqual(["person.passkey_added", "person.signed_in"])
    expect((await verifyAudit(db, keyring)).every((chain) => chain.broken === null)).toBe(true)
  })

  const wrongs: [string, Odd][] = [
    ["another origin", { origin: "https://lantern.example.edu.evil.example" }],
    ["plain http", { origin: "http://lantern.example.edu" }],
    ["another RP id", { rpId: "evil.example" }],
    ["nobody verified", { unverified: true }],
    ["a challenge of its own making", { challenge: "A".repeat(43) }],
  ]
  it.each(wrongs)("opens nothing with %s, neither made nor used", async (_, odd) => {
    await expect(addPasskey(me, "Phone", undefined, odd)).rejects.toMatchObject({ code: "refused" })
    expect(await db.passkey.count({ where: { personId: me.id } })).toBe(0)
    const { device } = await addPasskey()
    const { challenge, options } = await askToSignIn()
    await expect(finish(challenge, device.get(options, odd))).rejects.toThrow(PASSKEY_NOT_RIGHT)
    expect(await auditOf(me.id)).toContain("person.sign_in_refused")
  })

  it("answers one challenge once, whatever came of the answer, and within five minutes", async () => {
    const { device } = await addPasskey()
    const first = await askToSignIn()
    const answer = device.get(first.options)
    await finish(first.challenge, answer)
    await expect(finish((await askToSignIn()).challenge, answer)).rejects.toThrow(PASSKEY_NOT_RIGHT)
    const second = await askToSignIn()
    await expect(finish(second.challenge, device.get(second.options, { unverified: true }))).rejects.toThrow(PASSKEY_NOT_RIGHT)
    await expect(finish(second.challenge, device.get(second.options))).rejects.toThrow(PASSKEY_NOT_RIGHT)
    const third = await askToSignIn()
    const late = device.get(third.options)
    later(5 * MINUTE)
    await expect(finish((await askToSignIn()).challenge, late)).rejects.toThrow(PASSKEY_NOT_RIGHT)
  })

  it("of one answer given at once, signs in once", async () => {
    const { device } = await addPasskey()
    const { challenge, options } = await askToSignIn()
    const answer = device.get(options)
    const tries = await Promise.allSettled([1, 2, 3, 4].map(() => finish(challenge, answer)))
    expect(tries.filter((one) => one.status === "fulfilled")).toHaveLength(1)
  })

  it("of somebody else, or asked for something else, opens nothing", async () => {
    const { device } = await addPasskey()
    const other = await makePerson()
    const stranger = (await addPasskey(other)).device
    const mine = await askToSignIn()
    await expect(finish(mine.challenge, stranger.get(mine.options))).rejects.toThrow(PASSKEY_NOT_RIGHT)
    const theirs = await askToSignIn(other)
    await expect(finish(theirs.challenge, device.get(mine.options))).rejects.toThrow(PASSKEY_NOT_RIGHT)
    // A challenge to step up signs nobody in, and one to sign in lifts no session.
    const lift = await askPasskeyForStepUp(me.ctx())
    await expect(finish((await askToSignIn()).challenge, device.get(lift))).rejects.toThrow(PASSKEY_NOT_RIGHT)
    const signIn = (await askToSignIn()).options
    await expect(stepUp(me.ctx(), { sessionId: me.sessionId, passkey: device.get(signIn), address: ADDRESS })).rejects.toThrow(PASSKEY_NOT_RIGHT)
  })

  it("whose counter goes back is refused, and its owner told", async () => {
    const { id, device } = await addPasskey()
    const { challenge, options } = await askToSignIn()
    await db.passkey.update({ where: { id }, data: { counter: 7 } })
    await expect(finish(challenge, device.get(options))).rejects.toThrow(PASSKEY_NOT_RIGHT)
    expect(await noticesOf(me.id)).toContain("passkey_refused")
    await db.passkey.update({ where: { id }, data: { counter: 1 } })
    const again = await askToSignIn()
    // It has counted two by now.
    await finish(again.challenge, device.get(again.options))
    expect(await db.passkey.findUnique({ where: { id } })).toMatchObject({ counter: 2n, lastUsedAt: clock.now })
  })

  it("lifts an old session for ten minutes", async () => {
    const { device } = await addPasskey()
    const old = await me.newSession(new Date(clock.now.getTime() - FRESH_MS - 1))
    const fresh = async () => isFresh(await db.session.findUniqueOrThrow({ where: { id: old } }), clock.now)
    await expect(stepUp(me.ctx(), { sessionId: old, passkey: device.get(await askPasskeyForStepUp(me.ctx()), { origin: "https://evil.example" }), address: ADDRESS })).rejects.toThrow(PASSKEY_NOT_RIGHT)
    expect(await fresh()).toBe(false)
    await stepUp(me.ctx(), { sessionId: old, passkey: device.get(await askPasskeyForStepUp(me.ctx())), address: ADDRESS })
    expect(await fresh()).toBe(true)
  })

  it("is changed only by whoever gave both factors within ten minutes: a step-up alone is not enough, with the password it is", async () => {
    const { device } = await addPasskey()
    const old = await me.newSession(new Date(clock.now.getTime() - FRESH_MS - 1))
    const begin = () => beginPasskey(me.ctx(), { sessionId: old })
    const lift = async (password?: string) => stepUp(me.ctx(), { sessionId: old, passkey: device.get(await askPasskeyForStepUp(me.ctx())), address: ADDRESS, ...(password !== undefined && { password }) })
    await expect(begin()).rejects.toMatchObject({ code: "step_up_required", by: "passkey", whole: true })
    await lift()
    await expect(begin()).rejects.toMatchObject({ code: "step_up_required", by: "passkey", whole: true })
    for (const wrong of ["", "wrong wrong wrong"]) await expect(lift(wrong)).rejects.toThrow(/password isn't right/)
    await lift(PASSWORD)
    await expect(begin()).resolves.toMatchObject({ challenge: expect.any(String) })
    later(FRESH_MS + 1)
    await expect(begin()).rejects.toMatchObject({ whole: true })
  })

  it("is one of several with names of their own; the last way in can't be removed, and removing ends other sessions", async () => {
    const phone = await addPasskey()
    await expect(revokePasskey(me.ctx(), { sessionId: me.sessionId, passkeyId: phone.id })).rejects.toThrow(/only second factor/)
    const key = await addPasskey(me, "Key ring")
    await renamePasskey(me.ctx(), { sessionId: me.sessionId, passkeyId: phone.id, name: "Old phone" })
    const elsewhere = await me.newSession()
    const races = await Promise.allSettled([phone, key].map(({ id }) => revokePasskey(me.ctx(), { sessionId: me.sessionId, passkeyId: id })))
    expect(races.map((one) => one.status).toSorted()).toEqual(["fulfilled", "rejected"])
    expect(await db.passkey.count({ where: { personId: me.id } })).toBe(1)
    expect((await db.session.findUniqueOrThrow({ where: { id: elsewhere } })).revokedAt).not.toBeNull()
    expect((await db.session.findUniqueOrThrow({ where: { id: me.sessionId } })).revokedAt).toBeNull()
    expect(await noticesOf(me.id)).toEqual(["passkey_added", "passkey_added", "passkey_removed"])
  })

  it("is changed by its owner alone, and a second one asks for a fresh second factor", async () => {
    const { id } = await addPasskey()
    const other = await makePerson()
    await addPasskey(other)
    await expect(revokePasskey(other.ctx(), { sessionId: other.sessionId, passkeyId: id })).rejects.toMatchObject({ code: "not_found" })
    await expect(renamePasskey(other.ctx(), { sessionId: other.sessionId, passkeyId: id, name: "Mine" })).rejects.toMatchObject({ code: "not_found" })
    await expect(beginPasskey(other.ctx(), { sessionId: me.sessionId })).rejects.toMatchObject({ code: "not_allowed" })
    later(FRESH_MS + 1)
    await expect(beginPasskey(me.ctx(), me)).rejects.toMatchObject({ code: "step_up_required", by: "passkey" })
    await expect(revokePasskey(me.ctx(), { sessionId: me.sessionId, passkeyId: id })).rejects.toMatchObject({ code: "step_up_required", by: "passkey" })
  })

  it("is taken from one device once, and made for its challenge's owner alone", async () => {
    const device = new SoftwareAuthenticator(ORIGIN)
    const options = await beginPasskey(me.ctx(), me)
    const answer = device.create(options)
    const other = await makePerson()
    await expect(confirmPasskey(other.ctx(), { sessionId: other.sessionId, name: "Theirs", answer })).rejects.toMatchObject({ code: "refused" })
    await confirmPasskey(me.ctx(), { sessionId: me.sessionId, name: "Phone", answer })
    await expect(confirmPasskey(me.ctx(), { sessionId: me.sessionId, name: "Again", answer })).rejects.toMatchObject({ code: "refused" })
    expect(await db.passkey.count({ where: { credentialId: answer.id } })).toBe(1)
  })
})

describe("recovery codes", () => {
  const useCode = async (recoveryCode: string, who = me) => {
    const { challenge } = await startSignIn(nobody(), { email: who.email, password: PASSWORD, address: ADDRESS })
    return finishSignIn(nobody(), { challenge, recoveryCode, address: ADDRESS })
  }

  it("are ten of 120 bits, of which only a hash is kept", async () => {
    await addPasskey()
    const { codes } = await makeRecoveryCodes(me.ctx(), me)
    expect(new Set(codes).size).toBe(10)
    expect(RECOVERY_CODE_LENGTH * 5).toBeGreaterThanOrEqual(112)
    for (const code of codes) expect(readRecoveryCode(code.toLowerCase())).toMatch(/^[0-9A-HJKMNP-TV-Z]{24}$/)
    const kept = JSON.stringify(await db.recoveryCode.findMany())
    for (const code of codes) expect(kept).not.toContain(readRecoveryCode(code))
  })

  it("made twice at once, are ten that are good", async () => {
    await addPasskey()
    await Promise.all([1, 2, 3, 4].map(() => makeRecoveryCodes(me.ctx(), me)))
    expect(await db.recoveryCode.count({ where: { personId: me.id } })).toBe(10)
  })

  it("sign in once each instead of the second factor, and tell the person", async () => {
    await addPasskey()
    const { codes } = await makeRecoveryCodes(me.ctx(), me)
    const { sessionToken } = await useCode(` ${codes[3]!.toLowerCase()} `)
    expect((await findLiveSession(db, sessionToken, clock.now))?.session.method).toBe("recovery")
    await expect(useCode(codes[3]!)).rejects.toThrow(RECOVERY_NOT_RIGHT)
    expect(await db.alert.findFirst({ where: { personId: me.id, kind: "recovery_code_used" } })).toMatchObject({ message: expect.stringContaining("9 of yours are left") })
    expect(await auditOf(me.id)).toContain("person.sign_in_refused")
  })

  it("are told alike, in words and about in time, whether used, replaced, another's or never made", async () => {
    await addPasskey()
    const other = await makePerson()
    await addPasskey(other)
    const replaced = (await makeRecoveryCodes(me.ctx(), me)).codes[0]!
    const used = (await makeRecoveryCodes(me.ctx(), me)).codes[0]!
    await useCode(used)
    const kinds = { used, replaced, "another's": (await makeRecoveryCodes(other.ctx(), other)).codes[0]!, "never made": "0".repeat(RECOVERY_CODE_LENGTH) }
    const { challenge } = await startSignIn(nobody(), { email: me.email, password: PASSWORD, address: ADDRESS })
    const quickest: Record<string, number> = {}
    for (let round = 0; round < 6; round++) {
      for (const [kind, recoveryCode] of Object.entries(kinds)) {
        await db.rateLimiterFlexible.deleteMany()
        const began = performance.now()
        await expect(finishSignIn(nobody(), { challenge, recoveryCode, address: ADDRESS })).rejects.toThrow(RECOVERY_NOT_RIGHT)
        quickest[kind] = Math.min(quickest[kind] ?? Infinity, performance.now() - began)
      }
    }
    const times = Object.values(quickest)
    // The quickest of six: the same looks and the same lines written down. A busy machine is 10 ms late for any of them.
    expect(Math.max(...times), JSON.stringify(quickest)).toBeLessThan(Math.min(...times) * 2 + 10)
  })

  it("of one code used in many sign-ins at once, one wins", async () => {
    await addPasskey()
    const { codes } = await makeRecoveryCodes(me.ctx(), me)
    const challenges = await Promise.all([1, 2, 3, 4, 5].map(async () => (await startSignIn(nobody(), { email: me.email, password: PASSWORD, address: ADDRESS })).challenge))
    await db.rateLimiterFlexible.deleteMany()
    const tries = await Promise.allSettled(challenges.map((challenge) => finishSignIn(nobody(), { challenge, recoveryCode: codes[0]!, address: ADDRESS })))
    expect(tries.filter((one) => one.status === "fulfilled")).toHaveLength(1)
  })

  it("need the password, their owner, and a fresh second factor to be made anew; older ones die", async () => {
    await expect(makeRecoveryCodes(me.ctx(), me)).rejects.toThrow(/First set up/)
    await addPasskey()
    const first = await makeRecoveryCodes(me.ctx(), me)
    const other = await makePerson()
    await addPasskey(other)
    await expect(useCode(first.codes[0]!, other)).rejects.toThrow(RECOVERY_NOT_RIGHT)
    const second = await makeRecoveryCodes(me.ctx(), me)
    await expect(useCode(first.codes[0]!)).rejects.toThrow(RECOVERY_NOT_RIGHT)
    await expect(useCode(second.codes[0]!)).resolves.toBeDefined()
    const stale = me.ctx()
    later(FRESH_MS + 1)
    await expect(makeRecoveryCodes(stale, me)).rejects.toMatchObject({ code: "step_up_required" })
  })
})

it("a refused password is written down, and told to whom it was tried on; of an unknown e-mail nothing is kept", async () => {
  await addPasskey()
  const tries = [me.email, "a password typed in the wrong field"].map((email) => startSignIn(nobody(), { email, password: "wrong wrong wrong", address: ADDRESS }))
  expect((await Promise.allSettled(tries)).every((one) => one.status === "rejected")).toBe(true)
  expect(await db.alert.findFirst({ where: { personId: me.id, kind: "sign_in_refused" } })).toMatchObject({ message: `A wrong password was refused at sign-in, from ${ADDRESS}.` })
  const refused = await db.auditEntry.findMany({ where: { action: "person.sign_in_refused", at: clock.now.toISOString() } })
  expect(new Set(refused.map((entry) => entry.personId))).toEqual(new Set([me.id, null]))
  expect(JSON.stringify(refused)).not.toMatch(/wrong field|wrong wrong/)
})
