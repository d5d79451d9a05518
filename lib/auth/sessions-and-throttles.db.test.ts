import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import type { TestDatabase } from "@/lib/db/test-database"
import { testDatabase } from "@/lib/db/test-database"
import { currentInstitutionId, institutionsOf } from "./current-institution"
import { makeInstitution, personActor, testKeyring } from "./identity-fixtures"
import { mayAnywhere } from "./permissions"
import { passwordProblem } from "./password-policy"
import { reportUnexpected } from "./report-unexpected"
import { findLiveSession, openSession, revokeSessions, touchSession } from "./sessions"
import { requireStepUp } from "./step-up"
import { createSignInThrottle } from "./throttle"
import { throttlePickup } from "./throttle-pickup"

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())

const AT = new Date("2026-03-02T10:00:00Z")
const later = (milliseconds: number) => new Date(AT.getTime() + milliseconds)
const MINUTE = 60_000

describe("a session", () => {
  const db = () => database.db.prisma
  let personId: string
  let token: string
  beforeEach(async () => {
    await db().person.deleteMany()
    personId = (await db().person.create({ data: { name: "Ada", email: "ada@a.example" } })).id
    token = await db().$transaction((tx) => openSession(tx, personId, "link", AT))
  })

  it("says who it is of, what they have, and where they belong", async () => {
    const { id: institutionId } = await makeInstitution(db(), `S${Math.floor(Math.random() * 90 + 10)}`)
    await db().membership.create({ data: { personId, institutionId, role: "liaison" } })
    const live = await findLiveSession(db(), token, AT)
    expect(live).toMatchObject({
      session: { method: "link", createdAt: AT, lastSeenAt: AT, expiresAt: later(12 * 60 * MINUTE), secondFactorAt: AT, institutionId: null },
      person: { id: personId, email: "ada@a.example", name: "Ada", hasPassword: false, hasTotp: false, memberships: [{ institutionId, role: "liaison" }] },
    })
    const has = async (data: object) => {
      await db().person.update({ where: { id: personId }, data })
      const person = (await findLiveSession(db(), token, AT))!.person
      return [person.hasPassword, person.hasTotp]
    }
    expect(await has({ passwordHash: "x", totpSealed: "y" })).toEqual([true, false])
    expect(await has({ totpSealed: null, totpConfirmedAt: AT })).toEqual([true, false])
    expect(await has({ totpSealed: "y" })).toEqual([true, true])
    expect(await findLiveSession(db(), "unknown", AT)).toBeNull()
  })

  it("ends after half an hour unused, after half a day, and with its person's account", async () => {
    const lives = async (at: Date) => (await findLiveSession(db(), token, at)) !== null
    expect([await lives(later(30 * MINUTE)), await lives(later(30 * MINUTE + 1))]).toEqual([true, false])
    await db().session.updateMany({ data: { lastSeenAt: later(12 * 60 * MINUTE - 1) } })
    expect([await lives(later(12 * 60 * MINUTE - 1)), await lives(later(12 * 60 * MINUTE))]).toEqual([true, false])
    await db().person.updateMany({ data: { disabledAt: AT } })
    expect(await lives(later(12 * 60 * MINUTE - 1))).toBe(false)
  })

  it("notes its use once a minute, and never backwards", async () => {
    const other = await db().$transaction((tx) => openSession(tx, personId, "link", AT))
    const seen = async (which: string) => (await findLiveSession(db(), which, later(2 * MINUTE)))!.session
    const { session } = (await findLiveSession(db(), token, AT))!
    await touchSession(db(), session, later(MINUTE - 1))
    expect((await seen(token)).lastSeenAt).toEqual(AT)
    await touchSession(db(), session, later(MINUTE))
    expect([(await seen(token)).lastSeenAt, (await seen(other)).lastSeenAt]).toEqual([later(MINUTE), AT])
    // A slower request with an older view of the row.
    await touchSession(db(), session, later(MINUTE + 1))
    expect((await seen(token)).lastSeenAt).toEqual(later(MINUTE))
  })

  it("is ended with all others of its person, or all but one", async () => {
    const other = await db().$transaction((tx) => openSession(tx, personId, "totp", AT))
    const { session } = (await findLiveSession(db(), token, AT))!
    await db().$transaction((tx) => revokeSessions(tx, personId, session.id, AT))
    expect([await findLiveSession(db(), token, AT), await findLiveSession(db(), other, AT)]).toEqual([expect.anything(), null])
    await db().$transaction((tx) => revokeSessions(tx, personId, null, AT))
    expect(await findLiveSession(db(), token, AT)).toBeNull()
  })
})

describe("the institution that a person works in", () => {
  it("is the one chosen in the session, else the first by name, and none without a membership", async () => {
    const db = database.db.prisma
    const made = [await makeInstitution(db, "ZZZ"), await makeInstitution(db, "AAA")]
    const [zzz, aaa] = made.map((one) => one.id)
    const memberships = made.map((one) => ({ institutionId: one.id, role: "observer" as const }))
    const current = (institutionId: string | null, of = memberships) => currentInstitutionId({ db, memberships: of, session: { institutionId } })
    expect((await institutionsOf(db, memberships)).map((one) => one.code)).toEqual(["AAA", "ZZZ"])
    expect([await current(null), await current(zzz!), await current(aaa!)]).toEqual([aaa, zzz, aaa])
    expect((await institutionsOf(db, [{ institutionId: null, role: "admin" }])).length).toBeGreaterThanOrEqual(2)
    await expect(current(zzz!, [])).rejects.toMatchObject({ code: "not_found", message: "You belong to no institution of this Lantern yet." })
  })
})

describe("guessing is slowed", () => {
  const db = () => database.db.prisma
  const keyring = testKeyring()
  const shiftGates = (prefix: string, milliseconds: number) =>
    db().rateLimiterFlexible.updateMany({ where: { key: { startsWith: prefix } }, data: { expire: new Date(Date.now() + milliseconds) } })
  beforeEach(() => db().rateLimiterFlexible.deleteMany())
  const waitOf = (work: Promise<unknown>) => work.then(() => 0, (error: Error) => Number(/Wait (\d+)/.exec(error.message)?.[1]))

  it("at sign-in: five tries an hour for an account, then each waits twice as long, five minutes at most", async () => {
    const throttle = createSignInThrottle(db(), keyring)
    let address = 0
    const enter = () => throttle.enter("code", "ada", `10.0.0.${address++}`)
    for (let free = 0; free < 5; free++) await enter()
    const waits: (string | null)[] = []
    for (let over = 1; over <= 10; over++) {
      // The first one over passes and shuts the gate behind it.
      await enter()
      const told = await enter().then(() => null, (error: Error) => error.message)
      waits.push(/Wait (.*) and try again\. A sign-in link works without waiting\.$/.exec(told ?? "")?.[1] ?? null)
      await db().rateLimiterFlexible.deleteMany({ where: { key: { startsWith: "all:" } } })
      await shiftGates("gate:", -1_000)
    }
    expect(waits).toEqual(["2 seconds", "4 seconds", "8 seconds", "16 seconds", "32 seconds", "64 seconds", "3 minutes", "5 minutes", "5 minutes", "5 minutes"])
    await shiftGates("gate:", 600)
    await expect(enter()).rejects.toThrow("Wait 1 second and")
    // Another kind and another account aren't slowed by it; after a whole sign-in nothing is.
    await throttle.enter("password", "ada", "10.0.1.1")
    await throttle.enter("code", "bo", "10.0.1.2")
    await throttle.forget("ada", "10.0.1.1")
    await enter()
  }, 60_000)

  it("at sign-in: a stranger's wrong passwords keep the account's owner out nowhere else, nor everybody", async () => {
    const throttle = createSignInThrottle(db(), keyring)
    const tries = async (address: (n: number) => string, many = 12) => {
      const done = await Promise.allSettled(Array.from({ length: many }, (_, n) => throttle.enter("password", "ada", address(n))))
      return done.filter((each) => each.status === "fulfilled").length
    }
    expect(await tries(() => "10.0.0.9")).toBeLessThanOrEqual(6)
    await throttle.enter("password", "ada", "10.0.1.1")
    // One network of IPv6 is one address, also where a port stands beside it.
    await db().rateLimiterFlexible.deleteMany()
    expect(await tries((n) => `2001:db8:1:2::${n.toString(16)}`)).toBeLessThanOrEqual(6)
    await throttle.enter("password", "ada", "2001:db8:1:3::1")
    // From one address, no more comes through to what all have together.
    await tries(() => "10.0.0.8", 31)
    await db().rateLimiterFlexible.deleteMany({ where: { key: { startsWith: "all:" } } })
    await tries(() => "10.0.0.8", 31)
    expect((await db().rateLimiterFlexible.findFirst({ where: { key: { startsWith: "all:" } } }))?.points ?? 0).toBeLessThan(3)
  }, 60_000)

  it("at sign-in: fifty tries an hour for an account from wherever, then each waits, a minute at most", async () => {
    const throttle = createSignInThrottle(db(), keyring)
    for (let at = 0; at < 51; at++) {
      await throttle.enter("password", "ada", `10.3.0.${at}`)
      if (at % 20 === 19) await db().rateLimiterFlexible.deleteMany({ where: { key: { startsWith: "all:" } } })
    }
    expect(await waitOf(throttle.enter("password", "ada", "10.4.0.1"))).toBe(2)
  }, 60_000)

  it("at pick-up: all of one network of IPv6 together", async () => {
    const of = (address: string) => throttlePickup(db(), keyring, { primaryId: "ada", address })
    for (let n = 0; n < 7; n++) await of(`2001:db8:5:5::${n}`).enter()
    expect(await waitOf(of("2001:db8:5:5:ffff::1").enter())).toBe(2)
    await of("2001:db8:5:6::1").enter()
  }, 60_000)

  it("of one challenge after five codes, and of everybody together after thirty in ten seconds", async () => {
    const throttle = createSignInThrottle(db(), keyring)
    for (let tries = 0; tries < 5; tries++) await throttle.enterChallenge("c1")
    await expect(throttle.enterChallenge("c1")).rejects.toThrow("Too many codes were tried. Start again with your e-mail and password, or a new sign-in link.")
    await throttle.enterChallenge("c2")
    await db().rateLimiterFlexible.deleteMany()
    for (let tries = 0; tries < 30; tries++) await throttle.enter("password", `person${tries}`, `10.1.0.${tries}`)
    await expect(throttle.enter("password", "another", "10.2.0.1")).rejects.toThrow("There were too many tries.")
  }, 60_000)

  it("at pick-up: six tries an hour for a person from an address, then each waits twice as long, two minutes at most", async () => {
    const ada = throttlePickup(db(), keyring, { primaryId: "ada", address: "10.0.0.1" })
    for (let free = 0; free < 6; free++) await ada.enter()
    const waits: number[] = []
    for (let over = 1; over <= 9; over++) {
      await ada.enter()
      waits.push(await waitOf(ada.enter()))
      await shiftGates("pickup-gate:", -1_000)
    }
    expect(waits).toEqual([2, 4, 8, 16, 32, 64, 120, 120, 120])
    // From another address, and for another person, the way is free.
    await throttlePickup(db(), keyring, { primaryId: "ada", address: "10.0.0.2" }).enter()
    await throttlePickup(db(), keyring, { primaryId: "bo", address: "10.0.0.1" }).enter()
    await shiftGates("pickup-gate:", 60_000)
    await expect(ada.enter()).rejects.toThrow("Wait 60 seconds and try again: your code is still good.")
    await ada.fitted()
    await ada.enter()
  }, 60_000)

  it("at pick-up, of an address that has had sixty wrong tries, whoever they are for", async () => {
    const of = (person: string) => throttlePickup(db(), keyring, { primaryId: person, address: "10.9.0.1" })
    for (let wrong = 0; wrong < 60; wrong++) await of(`person${wrong}`).failed()
    await of("ada").enter()
    await of("bo").failed()
    expect(await waitOf(of("cy").enter())).toBe(2)
    await of("di").failed()
    await shiftGates("pickup-gate:", -1_000)
    await of("cy").enter()
  }, 60_000)
})

describe("a fresh second factor", () => {
  it("is asked of a person, not of whoever has a shell, with what this person can give", () => {
    const person = { ...personActor("p", "admin", null), kind: "person" as const, personId: "p", name: "Ada", memberships: [] }
    const ask = (actor: Parameters<typeof requireStepUp>[0]["actor"]) => () => requireStepUp({ actor, clock: () => AT })
    expect(ask({ kind: "operator", name: "O" })).not.toThrow()
    expect(ask({ ...person, secondFactor: { at: later(-10 * MINUTE), by: "code" } })).not.toThrow()
    expect(ask({ ...person, secondFactor: { at: later(-10 * MINUTE - 1), by: "code" } })).toThrow(expect.objectContaining({ code: "step_up_required", by: "code" }))
    expect(ask({ ...person, secondFactor: undefined })).toThrow(expect.objectContaining({ by: "link" }))
  })
})

describe("small things that would pass unnoticed", () => {
  it("one membership of several is enough", () => {
    const memberships = [{ institutionId: "here", role: "observer" as const }, { institutionId: "there", role: "admin" as const }]
    expect(mayAnywhere({ kind: "person", personId: "p", name: "Ada", memberships }, "people.manage")).toBe(true)
  })

  it("one's name stays out of a password also where the address doesn't hold it; five different characters are enough", () => {
    const person = { email: "desk@x.edu", name: "Ruth  Okafor" }
    for (const word of ["ruth", "okafor"]) expect(passwordProblem(`gravel ${word} teapot`, person)).toContain("Leave your name")
    expect(passwordProblem("gravel teapot pebble", person)).toBeNull()
    expect(passwordProblem("nitxoxnitxoxnit", { email: "", name: "" })).toBeNull()
  })

  it("a message that looks like a stack's line is not logged", () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {})
    const error = new Error("typed gravel at teapot")
    error.stack = `Error: typed gravel at teapot\n    at here (file.ts:1:1)`
    reportUnexpected("a page", error)
    expect(JSON.parse(String(log.mock.calls[0]![0]))).toMatchObject({ stack: ["at here (file.ts:1:1)"] })
    log.mockRestore()
  })
})
