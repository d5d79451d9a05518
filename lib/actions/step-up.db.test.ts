import { encode } from "next-auth/jwt"
import { Secret, TOTP } from "otpauth"
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest"
import { FRESH_MS, openSession } from "@/lib/auth/sessions"
import { newTotpSecret, sealTotpSecret } from "@/lib/auth/totp"
import { PRACTICE_API_KEY } from "@/lib/practice/practice-alma"
import type { TestLantern } from "@/lib/runner/test-lantern"
import { testLantern } from "@/lib/runner/test-lantern"
import type { Waker } from "@/lib/services/waker"

// Next's request, which only exists inside Next: what the test puts there is what a browser sends.
const request = vi.hoisted(() => ({ headers: new Headers(), cookies: new Map<string, { value: string }>() }))
vi.mock("next/headers", () => ({ headers: async () => request.headers, cookies: async () => ({ get: (name: string) => request.cookies.get(name), set: (name: string, value: string) => request.cookies.set(name, { value }) }) }))
vi.mock("server-only", () => ({}))

let lantern: TestLantern
let personId: string
let totp: TOTP

beforeAll(async () => {
  // The key only reads: a password is made on each card of the manual route, and no account comes back by itself.
  const keys = { [PRACTICE_API_KEY]: { read: true, write: false, conf: false, confWrite: false } }
  lantern = await testLantern({ route: "manual", alma: { keys } })
  const { dataDir, allowHosts } = lantern.ctx.settings
  Object.assign(process.env, {
    DATABASE_URL: lantern.url, LANTERN_DATA_DIR: dataDir, LANTERN_URL: "https://lantern.example.edu", LANTERN_ALLOW_API_HOSTS: allowHosts.join(","),
  })
  const memberships = { create: { institutionId: lantern.institution.id, role: "liaison" as const } }
  const { db } = lantern.ctx
  personId = (await db.person.create({ data: { email: "ada@alder.example.edu", name: "Ada Quill", memberships } })).id
  const secret = newTotpSecret()
  totp = new TOTP({ secret: Secret.fromBase32(secret) })
  const totpSealed = sealTotpSecret(lantern.ctx.keyring, personId, secret)
  await db.person.update({ where: { id: personId }, data: { totpSealed, totpConfirmedAt: new Date() } })
  await lantern.work()
})
afterAll(async () => {
  const { getDb } = await import("@/lib/db/client")
  await (await (globalThis as { lanternWaker?: Promise<Waker> }).lanternWaker)?.stop()
  await getDb().close()
  await lantern.close()
})
beforeEach(async () => {
  request.headers = new Headers({ origin: "https://lantern.example.edu", host: "lantern.example.edu" })
  await signIn(new Date(Date.now() - FRESH_MS - 60_000))
})

/** The browser's cookie is from now on that of a session whose second factor was given at this time. */
async function signIn(secondFactorAt: Date): Promise<void> {
  const { nextAuthSecret } = await import("@/lib/auth/next-auth-secret")
  const sid = await openSession(lantern.ctx.db, personId, "totp", new Date())
  await lantern.ctx.db.session.updateMany({ where: { personId, revokedAt: null, secondFactorAt: { gt: secondFactorAt } }, data: { secondFactorAt } })
  request.cookies.set("__Host-lantern.session", { value: await encode({ token: { sid }, secret: await nextAuthSecret() }) })
}

/** The code of now, or of a time step later. */
async function giveCode(later = 0) {
  const { stepUpAction } = await import("./step-up")
  return stepUpAction({ code: totp.generate({ timestamp: Date.now() + later }) })
}

const REASON = "Seen to at the desk, in Alma's own screen."
const ANY = "018f0000-0000-7000-8000-000000000001"

async function actions(outageId: string, holdId: string) {
  const { declareOutageAction } = await import("./declare-outage")
  const { endOutageAction } = await import("./end-outage")
  const { acceptUnresolvedAction } = await import("./accept-unresolved")
  const { openHandCardAction } = await import("./open-hand-card")
  const { tickByHandAction } = await import("./tick-by-hand")
  return {
    declare: () => declareOutageAction({ reason: "SSO is down", hours: 2, text: "bare", confirmCount: 1 }),
    reveal: () => openHandCardAction({ outageId, holdId }),
    tick: () => tickByHandAction({ outageId, holdId, words: REASON }),
    end: () => endOutageAction({ outageId }),
    accept: () => acceptUnresolvedAction({ outageId, holdId, reason: REASON }),
  }
}

it("with a second factor of more than 10 minutes ago declares, shows, ticks, ends and accepts nothing; after a code each goes through", async () => {
  const { db } = lantern.ctx
  expect((await (await actions(ANY, ANY)).declare()).serverError).toMatchObject({ code: "step_up_required", by: "code" })
  expect(await db.outage.count()).toBe(0)

  expect((await giveCode()).data).toEqual({ done: true })
  const outageId = (await (await actions(ANY, ANY)).declare()).data!.outageId
  const { id: holdId } = await lantern.until("bare", ["needs_person"])

  await signIn(new Date(Date.now() - FRESH_MS - 1000))
  const { declare: _, ...rest } = await actions(outageId, holdId)
  for (const [name, act] of Object.entries(rest)) expect((await act()).serverError, name).toMatchObject({ code: "step_up_required" })
  expect(await db.hold.findUniqueOrThrow({ where: { id: holdId } })).toMatchObject({ handBy: null, tickedBy: null, acceptedBy: null, desired: "internal" })
  expect((await db.outage.findUniqueOrThrow({ where: { id: outageId } })).endedAt).toBeNull()

  expect((await giveCode(30_000)).data).toEqual({ done: true })
  expect((await rest.reveal()).data).toMatchObject({ card: { primaryId: "bare", throwAway: false } })
  // The key can read: Alma is asked, not a person. That it is asked at all is what the code was for.
  expect((await rest.tick()).serverError).toMatchObject({ code: "refused" })
  lantern.alma.editUser("bare", (user) => void Object.assign(user, { account_type: { value: "INTERNAL" } }))
  expect((await rest.end()).serverError).toBeUndefined()
  await lantern.until("bare", ["needs_person"])
  expect((await rest.accept()).serverError).toBeUndefined()
  expect(await lantern.hold("bare")).toMatchObject({ acceptedBy: "Ada Quill", acceptedReason: REASON })
}, 60_000)
