import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { identityContext, makeInstitution, OPERATOR, testKeyring, type TestClock } from "@/lib/auth/identity-fixtures"
import { FRESH_MS, findLiveSession, openSession } from "@/lib/auth/sessions"
import { testDatabase, type TestDatabase } from "@/lib/db/test-database"
import type { Db } from "@/lib/db/types"
import type { Actor, Role } from "@/lib/domain/actor"
import { LINK_OVER } from "@/lib/domain/sentences"
import { addPerson } from "./add-person"
import { changeRole } from "./change-role"
import { createSignInLink } from "./create-sign-in-link"
import { endOwnSessions } from "./end-own-sessions"
import { endSessionsOf } from "./end-sessions-of"
import { listPeople } from "./list-people"
import { redeemSignInLink } from "./redeem-sign-in-link"
import { setPersonDisabled } from "./set-person-disabled"

const keyring = testKeyring()
const clock: TestClock = { now: new Date() }
let database: TestDatabase
let db: Db
let alder: { id: string; code: string }
let birch: { id: string; code: string }
let count = 0

beforeAll(async () => {
  database = await testDatabase()
  db = database.db.prisma
})
afterAll(() => database.drop())
beforeEach(async () => {
  clock.now = new Date()
  await db.person.deleteMany()
  await db.institution.deleteMany()
  alder = await makeInstitution(db, "ALDER")
  birch = await makeInstitution(db, "BIRCH")
})

const as = (actor: Actor) => identityContext(db, keyring, clock, actor)
const operator = () => as(OPERATOR)
type Place = { id: string } | null

/** Somebody with these roles, who gets in by themselves unless `able` is false. */
async function person(roles: [Role, Place][], able = true) {
  const email = `p${++count}@people.example`
  const memberships = { create: roles.map(([role, place]) => ({ role, institutionId: place?.id ?? null })) }
  const factors = able ? { passwordHash: "x", totpSealed: "x", totpConfirmedAt: clock.now } : {}
  const { id } = await db.person.create({ data: { email, name: `Person ${count}`, memberships, ...factors } })
  const actor = (): Actor => ({
    kind: "person", personId: id, name: `Person ${count}`, memberships: roles.map(([role, place]) => ({ role, institutionId: place?.id ?? null })),
    secondFactor: { at: clock.now, by: "code" },
  })
  return { id, email, ctx: () => as(actor()), session: () => openSession(db, id, "totp", clock.now) }
}
const lives = async (token: string) => (await findLiveSession(db, token, clock.now)) !== null
const roleOf = async (who: { id: string }, place: Place) => (await db.membership.findFirst({ where: { personId: who.id, institutionId: place?.id ?? null } }))?.role ?? null
const change = (ctx: ReturnType<typeof as>, who: { id: string }, code: string | null, role: Role | null) =>
  changeRole(ctx, { person: { personId: who.id }, institutionCode: code, role })

describe("a role", () => {
  it("is changed by an admin there, ends the person's sessions with the next look, and is told and audited", async () => {
    const [admin, liaison] = [await person([["admin", alder]]), await person([["liaison", alder]])]
    const token = await liaison.session()
    await change(admin.ctx(), liaison, "ALDER", "observer")
    expect([await roleOf(liaison, alder), await lives(token)]).toEqual(["observer", false])
    expect(await db.auditEntry.findFirst({ where: { action: "person.role_changed" } })).toMatchObject({ chain: alder.id, personId: admin.id })
    expect(await db.alert.findFirst({ where: { personId: liaison.id } })).toMatchObject({ kind: "role_changed" })
    await change(admin.ctx(), liaison, "ALDER", null)
    expect(await roleOf(liaison, alder)).toBeNull()
  })

  it("is nothing to a liaison, to another institution's admin, nor to an admin with an old second factor", async () => {
    const [admin, liaison, stranger] = [await person([["admin", alder]]), await person([["liaison", alder]]), await person([["admin", birch]])]
    await expect(change(liaison.ctx(), admin, "ALDER", "observer")).rejects.toMatchObject({ code: "not_allowed" })
    await expect(change(stranger.ctx(), liaison, "ALDER", "observer")).rejects.toMatchObject({ code: "not_found" })
    const stale = admin.ctx()
    clock.now = new Date(clock.now.getTime() + FRESH_MS + 1)
    await expect(change(stale, liaison, "ALDER", "observer")).rejects.toMatchObject({ code: "step_up_required" })
    expect(await roleOf(liaison, alder)).toBe("liaison")
  })

  it("in one institution is all that its admin reaches of somebody with two, or of the whole Lantern", async () => {
    const admin = await person([["admin", alder]])
    const both = await person([["liaison", alder], ["admin", birch]])
    const whole = await person([["admin", null]])
    await expect(change(admin.ctx(), both, "BIRCH", "observer")).rejects.toMatchObject({ code: "not_found" })
    await expect(change(admin.ctx(), whole, null, "observer")).rejects.toMatchObject({ code: "not_found" })
    await change(admin.ctx(), both, "ALDER", "observer")
    expect([await roleOf(both, alder), await roleOf(both, birch)]).toEqual(["observer", "admin"])
    await expect(setPersonDisabled(admin.ctx(), { person: { personId: both.id }, disabled: true })).rejects.toMatchObject({ code: "not_allowed" })
    await expect(endSessionsOf(admin.ctx(), { personId: both.id })).rejects.toMatchObject({ code: "not_allowed" })
    await expect(createSignInLink(admin.ctx(), { email: both.email })).rejects.toMatchObject({ code: "not_found" })
  })
})

describe("the last who can manage people", () => {
  it("stays, whoever asks: role, disabling, the whole Lantern's too", async () => {
    const admin = await person([["admin", alder]])
    await person([["liaison", alder]])
    for (const ctx of [admin.ctx(), operator()]) {
      await expect(change(ctx, admin, "ALDER", "liaison")).rejects.toThrow(/nobody who can sign in could manage/)
      await expect(change(ctx, admin, "ALDER", null)).rejects.toMatchObject({ code: "refused" })
      await expect(setPersonDisabled(ctx, { person: { personId: admin.id }, disabled: true })).rejects.toMatchObject({ code: "refused" })
    }
    expect(await roleOf(admin, alder)).toBe("admin")
    const whole = await person([["admin", null]])
    await change(admin.ctx(), admin, "ALDER", "liaison")
    await expect(change(whole.ctx(), whole, null, "liaison")).rejects.toMatchObject({ code: "refused" })
  })

  it("isn't somebody who never set up their sign-in, nor somebody disabled", async () => {
    const admin = await person([["admin", alder]])
    const invited = await person([["admin", alder]], false)
    await expect(change(admin.ctx(), admin, "ALDER", "liaison")).rejects.toMatchObject({ code: "refused" })
    await change(admin.ctx(), invited, "ALDER", "observer")
    const second = await person([["admin", alder]])
    await setPersonDisabled(admin.ctx(), { person: { personId: second.id }, disabled: true })
    await expect(change(admin.ctx(), admin, "ALDER", "liaison")).rejects.toMatchObject({ code: "refused" })
  })

  it("is left when two take each other's role at once", async () => {
    const [one, other] = [await person([["admin", alder]]), await person([["admin", alder]])]
    const tries = await Promise.allSettled([change(one.ctx(), other, "ALDER", "liaison"), change(other.ctx(), one, "ALDER", "liaison")])
    expect(tries.filter((each) => each.status === "fulfilled")).toHaveLength(1)
    expect(await db.membership.count({ where: { institutionId: alder.id, role: "admin" } })).toBe(1)
  })
})

describe("disabling, links and sessions", () => {
  it("a disabled person is out at once, with their links, and back when enabled", async () => {
    const [admin, liaison] = [await person([["admin", alder]]), await person([["liaison", alder]])]
    const token = await liaison.session()
    const link = new URL((await createSignInLink(admin.ctx(), { email: liaison.email })).url).hash.replace("#link=", "")
    await setPersonDisabled(admin.ctx(), { person: { personId: liaison.id }, disabled: true })
    expect(await lives(token)).toBe(false)
    await setPersonDisabled(admin.ctx(), { person: { personId: liaison.id }, disabled: false })
    expect(await lives(token)).toBe(false)
    await expect(redeemSignInLink(operator(), { token: link })).rejects.toThrow(LINK_OVER)
  })

  it("a link opens nothing but the set-up until its person gets in without one; the operator's more, in practice and where they say so", async () => {
    const [admin, whole] = [await person([["admin", alder]]), operator()]
    await addPerson(admin.ctx(), { email: "new@people.example", name: "Mira Sol", role: "liaison", institutionCode: "ALDER" })
    const live = async (ctx: typeof whole, skipSetUp?: boolean) => {
      const { url } = await createSignInLink(ctx, { email: "new@people.example", skipSetUp })
      const entered = await redeemSignInLink(whole, { token: new URL(url).hash.replace("#link=", "") })
      if (!("sessionToken" in entered)) throw new Error("asked for a second factor")
      return () => findLiveSession(db, entered.sessionToken, clock.now)
    }
    const session = await live(admin.ctx())
    expect(await session()).toMatchObject({ walled: true, person: { memberships: [] } })
    await db.person.update({ where: { email: "new@people.example" }, data: { passwordHash: "x" } })
    expect(await session()).toMatchObject({ walled: true, person: { memberships: [] } })
    await db.person.update({ where: { email: "new@people.example" }, data: { totpSealed: "x", totpConfirmedAt: clock.now } })
    expect(await session()).toMatchObject({ walled: false, person: { memberships: [{ role: "liaison" }] } })
    await db.person.update({ where: { email: "new@people.example" }, data: { passwordHash: null, totpSealed: null, totpConfirmedAt: null } })
    expect(await (await live(whole))()).toMatchObject({ walled: true })
    await expect(live(admin.ctx(), true)).rejects.toMatchObject({ code: "not_allowed" })
    const open = { walled: false, person: { memberships: [{ role: "liaison" }] } }
    expect(await (await live(whole, true))()).toMatchObject(open)
    await db.institution.update({ where: { id: alder.id }, data: { practice: true } })
    expect([await (await live(whole))(), await (await live(admin.ctx()))()]).toMatchObject([open, { walled: true }])
  })

  it("sessions end one by one or all, each person's own, or by their admin", async () => {
    const [admin, liaison] = [await person([["admin", alder]]), await person([["liaison", alder]])]
    const [one, two, admins] = [await liaison.session(), await liaison.session(), await admin.session()]
    const { session } = (await findLiveSession(db, one, clock.now))!
    await expect(endOwnSessions(admin.ctx(), { sessionId: session.id })).rejects.toMatchObject({ code: "not_found" })
    await endOwnSessions(liaison.ctx(), { sessionId: session.id })
    expect([await lives(one), await lives(two)]).toEqual([false, true])
    await endSessionsOf(admin.ctx(), { personId: liaison.id })
    expect([await lives(two), await lives(admins)]).toEqual([false, true])
    await endOwnSessions(admin.ctx(), {})
    expect(await lives(admins)).toBe(false)
  })
})

describe("somebody who is known already", () => {
  const add = (ctx: ReturnType<typeof as>, email: string, institutionCode = "ALDER") => addPerson(ctx, { email, name: "Mira Sol", role: "liaison", institutionCode })

  it("whose sign-in another institution's admin may have made, isn't added by an admin of this one alone", async () => {
    const [here, everywhere, theirs] = [await person([["admin", alder]]), await person([["admin", null]]), await person([["observer", birch]])]
    await expect(add(here.ctx(), theirs.email)).rejects.toMatchObject({ code: "refused", message: expect.stringContaining("roles that you don't manage") })
    expect(await roleOf(theirs, alder)).toBeNull()
    const before = await theirs.session()
    const link = new URL((await createSignInLink(operator(), { email: theirs.email })).url).hash.replace("#link=", "")
    await add(everywhere.ctx(), theirs.email)
    // What was opened for the smaller role isn't one for the larger.
    expect([await roleOf(theirs, alder), await lives(before)]).toEqual(["liaison", false])
    await expect(redeemSignInLink(operator(), { token: link })).rejects.toThrow(LINK_OVER)
  })

  it("and has no role any more, sets up their sign-in anew", async () => {
    const [here, gone] = [await person([["admin", alder]]), await person([["observer", birch]])]
    await db.membership.deleteMany({ where: { personId: gone.id } })
    await db.campusLogin.create({ data: { personId: gone.id, issuer: "https://id.example", subject: "s", createdAt: clock.now } })
    expect(await add(here.ctx(), gone.email)).toMatchObject({ linkOwed: true })
    const { passwordHash, totpSealed, campusLogins } = await db.person.findUniqueOrThrow({ where: { id: gone.id }, include: { campusLogins: true } })
    expect([passwordHash, totpSealed, campusLogins]).toEqual([null, null, []])
  })
})

it("an admin sees the people of their institution and of none else; the operator everybody", async () => {
  const admin = await person([["admin", alder]])
  const both = await person([["liaison", alder], ["observer", birch]])
  const whole = await person([["admin", null]])
  const stranger = await person([["admin", birch]])
  const seen = await listPeople(admin.ctx())
  expect(seen.map(({ id }) => id).toSorted()).toEqual([admin.id, both.id, whole.id].toSorted())
  expect(seen.find(({ id }) => id === both.id)).toMatchObject({ mayActOn: false, roles: [{ institution: { code: "ALDER" }, role: "liaison", mayChange: true }] })
  expect(seen.find(({ id }) => id === whole.id)).toMatchObject({ mayActOn: false, roles: [{ institution: null, role: "admin", mayChange: false }] })
  expect(JSON.stringify(seen)).not.toContain("BIRCH")
  expect((await listPeople(whole.ctx())).map(({ id }) => id)).toContain(stranger.id)
  expect(await listPeople(operator())).toHaveLength(4)
  await expect(listPeople((await person([["liaison", alder]])).ctx())).rejects.toMatchObject({ code: "not_allowed" })
})
