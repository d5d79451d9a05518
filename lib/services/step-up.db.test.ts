import { Secret, TOTP } from "otpauth"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { identityContext, makeInstitution, personActor, testKeyring, type TestClock } from "@/lib/auth/identity-fixtures"
import { FRESH_MS, isFresh, openSession, revokeSessions } from "@/lib/auth/sessions"
import { sessionHash } from "@/lib/auth/tokens"
import { newTotpSecret, sealTotpSecret } from "@/lib/auth/totp"
import { testDatabase, type TestDatabase } from "@/lib/db/test-database"
import type { Db } from "@/lib/db/types"
import type { Actor } from "@/lib/domain/actor"
import { acceptUnresolved } from "./accept-unresolved"
import type { ServiceContext } from "./context"
import { declareOutage } from "./declare-outage"
import { endOutage } from "./end-outage"
import { CODE_NOT_RIGHT } from "./finish-sign-in"
import { stepUp } from "./step-up"
import { tickByHand } from "./tick-by-hand"

const PERIOD_MS = 30_000
const keyring = testKeyring()
const clock: TestClock = { now: new Date() }
let database: TestDatabase
let db: Db
let institutionId: string
let personId: string
let totp: TOTP
let count = 0

beforeAll(async () => {
  database = await testDatabase()
  db = database.db.prisma
  institutionId = (await makeInstitution(db, "ALDER")).id
})
afterAll(() => database.drop())
beforeEach(async () => {
  clock.now = new Date()
  await db.rateLimiterFlexible.deleteMany()
  const memberships = { create: { institutionId, role: "liaison" as const } }
  personId = (await db.person.create({ data: { email: `p${++count}@alder.example.edu`, name: "Ruth Okafor", memberships } })).id
  const secret = newTotpSecret()
  totp = new TOTP({ secret: Secret.fromBase32(secret) })
  const totpSealed = sealTotpSecret(keyring, personId, secret)
  await db.person.update({ where: { id: personId }, data: { totpSealed, totpConfirmedAt: clock.now } })
})

const codeAt = (later = 0) => totp.generate({ timestamp: clock.now.getTime() + later })
const wrong = () => String((Number(codeAt()) + 1) % 1_000_000).padStart(6, "0")
const give = (sessionId: string, code: string, who = personId) =>
  stepUp(identityContext(db, keyring, clock, personActor(who, "liaison", institutionId)), { sessionId, code, address: "198.51.100.7" })
const fresh = async (id: string) => isFresh(await db.session.findUniqueOrThrow({ where: { id } }), clock.now)

/** A session whose second factor was given 11 minutes ago. */
async function staleSession(): Promise<string> {
  const token = await openSession(db, personId, "totp", new Date(clock.now.getTime() - FRESH_MS - 60_000))
  return (await db.session.findUniqueOrThrow({ where: { hash: sessionHash(token) } })).id
}

it("lifts this session for 10 minutes, no other one, and is audited by name", async () => {
  const [here, elsewhere] = [await staleSession(), await staleSession()]
  expect(await fresh(here)).toBe(false)
  await give(here, codeAt())
  expect([await fresh(here), await fresh(elsewhere)]).toEqual([true, false])
  const [entry] = await db.auditEntry.findMany({ where: { personId }, orderBy: { seq: "desc" } })
  expect(entry).toMatchObject({ action: "person.stepped_up", actor: "Ruth Okafor", chain: institutionId })
  clock.now = new Date(clock.now.getTime() + FRESH_MS + 1)
  expect(await fresh(here)).toBe(false)
})

it("takes no wrong code, and writes the try down", async () => {
  const here = await staleSession()
  for (const code of [wrong(), "12345", "abcdef", codeAt(-10 * PERIOD_MS)]) await expect(give(here, code)).rejects.toThrow(CODE_NOT_RIGHT)
  expect(await fresh(here)).toBe(false)
  const entries = await db.auditEntry.findMany({ where: { personId } })
  expect(entries.map((entry) => entry.action)).toEqual(Array(4).fill("person.step_up_refused"))
  expect(JSON.stringify(entries)).not.toContain(codeAt())
})

it("takes a code once: not again, not an older one, not one that signed in, and of several at once one", async () => {
  const [here, elsewhere] = [await staleSession(), await staleSession()]
  const tries = await Promise.allSettled([here, here, elsewhere].map((id) => give(id, codeAt())))
  expect(tries.filter((one) => one.status === "fulfilled")).toHaveLength(1)
  for (const code of [codeAt(), codeAt(-PERIOD_MS)]) await expect(give(elsewhere, code)).rejects.toThrow(CODE_NOT_RIGHT)
  clock.now = new Date(clock.now.getTime() + 2 * PERIOD_MS)
  // What finishing a sign-in with the present code leaves.
  await db.person.update({ where: { id: personId }, data: { totpLastStep: Math.floor(clock.now.getTime() / PERIOD_MS) } })
  await expect(give(elsewhere, codeAt())).rejects.toThrow(CODE_NOT_RIGHT)
  await expect(give(elsewhere, codeAt(PERIOD_MS))).resolves.toMatchObject({ expiresAt: expect.any(Date) })
})

it("slows guesses down as sign-in does, and then takes no right code either", async () => {
  const here = await staleSession()
  for (let at = 0; at < 6; at++) await give(here, wrong()).catch(() => {})
  await expect(give(here, codeAt())).rejects.toThrow(/too many tries/)
  expect(await fresh(here)).toBe(false)
})

it("is nothing for a session that is over, somebody else's, or a person without an app", async () => {
  const here = await staleSession()
  const stranger = await db.person.create({ data: { email: `s${count}@alder.example.edu`, name: "Mira Sol" } })
  await expect(give(here, codeAt(), stranger.id)).rejects.toMatchObject({ code: "not_allowed" })
  await db.person.update({ where: { id: personId }, data: { totpConfirmedAt: null } })
  await expect(give(here, codeAt())).rejects.toThrow(/no authenticator app/)
  await db.person.update({ where: { id: personId }, data: { totpConfirmedAt: clock.now } })
  await revokeSessions(db, personId, null, clock.now)
  await expect(give(here, codeAt())).rejects.toMatchObject({ code: "not_allowed" })
})

describe("the services themselves, whoever calls them", () => {
  const holdId = "018f0000-0000-7000-8000-000000000001"
  const words = "Seen to at the desk, in Alma's own screen."
  const asked: Record<string, (ctx: ServiceContext, outageId: string) => Promise<unknown>> = {
    declare: (ctx) => declareOutage(ctx, { institution: "ALDER", reason: "SSO is down", hours: 2, text: "bare" }),
    end: (ctx, outageId) => endOutage(ctx, { outageId }),
    accept: (ctx, outageId) => acceptUnresolved(ctx, { outageId, holdId, reason: words }),
    tick: (ctx, outageId) => tickByHand(ctx, { outageId, holdId, words }),
  }

  it.each(Object.entries(asked))("%s needs one of the last 10 minutes of a person, and none of the operator", async (_, ask) => {
    const at = clock.now
    const declared = { reason: "SSO is down", since: at, expectedHours: 2, declaredAt: at, declaredBy: "Operator" }
    await db.outage.updateMany({ data: { state: "closed" } })
    const { id } = await db.outage.create({ data: { institutionId, ...declared } })
    const person = personActor(personId, "liaison", institutionId)
    const old = new Date(at.getTime() - FRESH_MS - 1)
    const factors = [undefined, { at: null, by: "link" as const }, { at: old, by: "code" as const }]
    for (const secondFactor of factors) {
      const refused = ask(identityContext(db, keyring, clock, { ...person, secondFactor } as Actor), id)
      await expect(refused).rejects.toMatchObject({ code: "step_up_required", by: secondFactor?.by ?? "link" })
    }
    const answer = await ask(identityContext(db, keyring, clock), id).catch((error: unknown) => error)
    expect(answer ?? {}).not.toMatchObject({ code: "step_up_required" })
  })
})
