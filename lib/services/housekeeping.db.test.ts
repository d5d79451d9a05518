import { afterAll, beforeAll, expect, it } from "vitest"
import { makeInstitution } from "@/lib/auth/identity-fixtures"
import { openSession } from "@/lib/auth/sessions"
import type { Db } from "@/lib/db/types"
import { sweepExpired } from "./housekeeping"
import { makeChallenge } from "./make-challenge"
import { noteRefusedTry } from "./note-refused-try"
import { type TestContext, testContext } from "./test-context"

const DAY_MS = 86_400_000
let lantern: TestContext
let db: Db
beforeAll(async () => {
  lantern = await testContext()
  db = lantern.ctx.db
})
afterAll(() => lantern.close())

it("sweeps what has run out, a day later, and nothing sooner; what nobody has seen stays, but for refused sign-ins", async () => {
  const now = new Date()
  const { id: institutionId } = await makeInstitution(db, "ALDER")
  const { id: personId } = await db.person.create({ data: { email: "ruth@people.example", name: "Ruth" } })
  await openSession(db, personId, "totp", now)
  await makeChallenge(lantern.ctx, { personId, first: "link" })
  await db.passkeyChallenge.create({ data: { challenge: "c", purpose: "sign-in", personId, expiresAt: now } })
  await db.signInLink.create({ data: { personId, hash: "h", createdAt: now, createdBy: "Ada", expiresAt: now } })
  await db.rateLimiterFlexible.create({ data: { key: "tries:x", points: 1, expire: now } })
  await db.draft.create({ data: { personId, institutionId, content: {}, updatedAt: now } })
  const alert = (kind: string, seenAt: Date | null) => db.alert.create({ data: { personId, kind, message: kind, at: now, seenAt } })
  for (const [kind, seenAt] of [["password_set", now], ["app_set", null], ["sign_in_refused", null]] as const) await alert(kind, seenAt)

  const left = async (days: number) => {
    await sweepExpired({ ...lantern.ctx, clock: () => new Date(now.getTime() + days * DAY_MS) })
    const rows = [db.session.count(), db.signInChallenge.count(), db.passkeyChallenge.count(), db.signInLink.count(), db.rateLimiterFlexible.count(), db.draft.count()]
    return [...await Promise.all(rows), (await db.alert.findMany({ orderBy: { kind: "asc" } })).map(({ kind }) => kind)]
  }
  const all = ["app_set", "password_set", "sign_in_refused"]
  expect(await left(0.9)).toEqual([1, 1, 1, 1, 1, 1, all])
  expect(await left(1.6)).toEqual([0, 0, 0, 0, 0, 1, all])
  expect(await left(31)).toEqual([0, 0, 0, 0, 0, 0, all])
  expect(await left(91)).toEqual([0, 0, 0, 0, 0, 0, ["app_set"]])
})

it("tells of refused tries from one address once an hour, and writes each down", async () => {
  const { id, name } = await db.person.create({ data: { email: "bo@people.example", name: "Bo" } })
  const person = { id, name, memberships: [] }
  const at = (minutes: number) => ({ ...lantern.ctx, clock: () => new Date(Date.now() + minutes * 60_000) })
  for (const minutes of [0, 1, 59]) await noteRefusedTry(at(minutes), { person, factor: "password", address: "198.51.100.7" })
  await noteRefusedTry(at(2), { person, factor: "code", address: "198.51.100.7" })
  expect(await db.alert.count({ where: { personId: id } })).toBe(2)
  await noteRefusedTry(at(61), { person, factor: "password", address: "198.51.100.7" })
  expect(await db.alert.count({ where: { personId: id } })).toBe(3)
  expect(await db.auditEntry.count({ where: { action: "person.sign_in_refused", personId: id } })).toBe(5)
})
