import { mkdtemp, rm } from "node:fs/promises"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import path from "node:path"
import { encode } from "next-auth/jwt"
import { NextRequest } from "next/server"
import { Secret, TOTP } from "otpauth"
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { makeInstitution } from "@/lib/auth/identity-fixtures"
import { hashPassword } from "@/lib/auth/password-hash"
import { FRESH_MS, openSession } from "@/lib/auth/sessions"
import { testCampusProvider, type ProviderOdds } from "@/lib/auth/test-campus-provider"
import { sessionHash } from "@/lib/auth/tokens"
import { newTotpSecret, sealTotpSecret } from "@/lib/auth/totp"
import { testDatabase, type TestDatabase } from "@/lib/db/test-database"
import type { Db } from "@/lib/db/types"

// The browser's side of a request, which only exists inside Next: for Lantern's own code and for next-auth.
const browser = vi.hoisted(() => {
  const jar = new Map<string, string>()
  const cookies = {
    get: (name: string) => (jar.has(name) ? { name, value: jar.get(name)! } : undefined),
    getAll: () => [...jar].map(([name, value]) => ({ name, value })),
    set: (name: string, value: string, options?: { maxAge?: number }) => void (options?.maxAge === 0 ? jar.delete(name) : jar.set(name, value)),
  }
  const sent = { jar, headers: new Headers(), next: { cookies: async () => cookies, headers: async () => sent.headers } }
  return sent
})
vi.mock("next/headers", () => browser.next)
vi.mock("server-only", () => ({}))
const require = createRequire(import.meta.url)
const nextHeaders = require.resolve("next/headers")
require(nextHeaders)
require.cache[nextHeaders]!.exports = browser.next

const URL_OF_LANTERN = "https://lantern.example.edu"
let provider: Awaited<ReturnType<typeof testCampusProvider>>
let database: TestDatabase
let db: Db
let dataDir: string
let institutionId: string
let passwordHash: string
let count = 0

beforeAll(async () => {
  database = await testDatabase()
  db = database.db.prisma
  provider = await testCampusProvider()
  dataDir = await mkdtemp(path.join(tmpdir(), "lantern-campus-"))
  Object.assign(process.env, {
    DATABASE_URL: database.url, LANTERN_DATA_DIR: dataDir, LANTERN_URL: URL_OF_LANTERN,
    LANTERN_OIDC_ISSUER: provider.issuer, LANTERN_OIDC_CLIENT_ID: provider.client.id, LANTERN_OIDC_CLIENT_SECRET: provider.client.secret,
  })
  institutionId = (await makeInstitution(db, "ALDER")).id
  passwordHash = await hashPassword("gravel teapot umbrella nine")
})
afterAll(async () => {
  const { getDb } = await import("@/lib/db/client")
  await getDb().close()
  await provider.close()
  await database.drop()
  await rm(dataDir, { recursive: true, force: true })
})
beforeEach(async () => {
  browser.jar.clear()
  browser.headers = new Headers()
  provider.state.odd = {}
  provider.state.subject = `staff-${++count}`
  provider.asked.length = 0
  await db.rateLimiterFlexible.deleteMany()
})

const route = () => import("./route")
const context = (...nextauth: string[]) => ({ params: Promise.resolve({ nextauth }) })

/** What the browser does with an answer's cookies. */
function keep(answer: Response): Response {
  for (const line of answer.headers.getSetCookie()) {
    const [pair = ""] = line.split(";")
    const at = pair.indexOf("=")
    const value = decodeURIComponent(pair.slice(at + 1))
    if (/max-age=0/i.test(line) || value === "") browser.jar.delete(pair.slice(0, at))
    else browser.jar.set(pair.slice(0, at), value)
  }
  return answer
}

async function begin(search = ""): Promise<{ answer: Response; body: { url?: string; message?: string; code?: string } }> {
  const { GET, POST } = await route()
  const asked = keep(await GET(new NextRequest(`${URL_OF_LANTERN}/api/auth/csrf`), context("csrf")))
  const { csrfToken } = (await asked.json()) as { csrfToken: string }
  const headers = { origin: URL_OF_LANTERN, "content-type": "application/x-www-form-urlencoded" }
  const body = new URLSearchParams({ csrfToken, json: "true" }).toString()
  const answer = keep(await POST(new NextRequest(`${URL_OF_LANTERN}/api/auth/signin/campus${search}`, { method: "POST", headers, body }), context("signin", "campus")))
  return { answer, body: await answer.json() }
}

/** The browser is sent back from the provider: where it goes from here. */
async function comeBack(to: string): Promise<string | null> {
  const { GET } = await route()
  return keep(await GET(new NextRequest(to), context("callback", "campus"))).headers.get("location")
}

async function signOn(odd: ProviderOdds = {}): Promise<string | null> {
  provider.state.odd = odd
  const { body } = await begin()
  return comeBack(provider.back(new URL(body.url!)))
}

async function makePerson({ tied = false, factor = true } = {}) {
  const { webKeyring } = await import("@/lib/services/web-context")
  const email = `p${++count}@alder.example.edu`
  const { id } = await db.person.create({ data: { email, name: "Ruth Okafor", passwordHash, memberships: { create: { institutionId, role: "liaison" } } } })
  const secret = newTotpSecret()
  const totpSealed = sealTotpSecret(await webKeyring(), id, secret)
  if (factor) await db.person.update({ where: { id }, data: { totpSealed, totpConfirmedAt: new Date() } })
  if (tied) await db.campusLogin.create({ data: { personId: id, issuer: provider.issuer, subject: provider.state.subject, createdAt: new Date() } })
  return { id, email, code: () => new TOTP({ secret: Secret.fromBase32(secret) }).generate() }
}

/** From now on this browser is signed in. */
async function signIn(personId: string, secondFactorAt = new Date()): Promise<string> {
  const { nextAuthSecret } = await import("@/lib/auth/next-auth-secret")
  const sid = await openSession(db, personId, "totp", new Date())
  const session = await db.session.update({ where: { hash: sessionHash(sid) }, data: { secondFactorAt } })
  browser.jar.set("__Host-lantern.session", await encode({ token: { sid }, secret: await nextAuthSecret() }))
  return session.id
}

async function beginTie() {
  browser.headers = new Headers({ origin: URL_OF_LANTERN, host: "lantern.example.edu" })
  const { beginCampusTieAction } = await import("@/lib/actions/begin-campus-tie")
  return beginCampusTieAction()
}

const challengesOf = (personId: string) => db.signInChallenge.count({ where: { personId } })

describe("a campus sign-on that its person tied", () => {
  it("is a first factor alone: no session before their own second factor, then one that says so", async () => {
    const { id, code } = await makePerson({ tied: true })
    const { answer, body } = await begin()
    const asked = new URL(body.url!)
    expect([answer.status, asked.origin]).toEqual([200, provider.issuer])
    expect(Object.fromEntries(asked.searchParams)).toMatchObject({
      response_type: "code", scope: "openid", code_challenge_method: "S256", redirect_uri: `${URL_OF_LANTERN}/api/auth/callback/campus`,
      state: expect.stringMatching(/.{30}/), nonce: expect.stringMatching(/.{30}/), code_challenge: expect.stringMatching(/.{43}/),
    })
    expect(await comeBack(provider.back(asked))).toBe("/sign-in?then=code")
    expect(await db.session.count({ where: { personId: id } })).toBe(0)
    expect([...browser.jar.keys()].filter((name) => /session|campus/.test(name))).toEqual([])
    expect(await db.campusLogin.findFirst({ where: { personId: id } })).toMatchObject({ lastUsedAt: expect.any(Date) })

    const { webContext } = await import("@/lib/services/web-context")
    const { finishSignIn } = await import("@/lib/services/finish-sign-in")
    const challenge = browser.jar.get("__Host-lantern.challenge")!
    await finishSignIn(await webContext({ kind: "pickup", name: "Somebody" }), { challenge, code: code(), address: "198.51.100.7" })
    expect(await db.session.findFirst({ where: { personId: id } })).toMatchObject({ method: "campus-totp" })
    expect(await db.auditEntry.findFirst({ where: { personId: id, action: "person.signed_in" } })).toMatchObject({ detail: expect.stringContaining("campus sign-on and code") })
  })

  it.each<[string, ProviderOdds]>([
    ["with a nonce of another sign-on", { claims: { nonce: "n".repeat(43) } }],
    ["for another client", { claims: { aud: "another" } }],
    ["for several clients, of which another asked", { claims: { aud: ["lantern", "another"], azp: "another" } }],
    ["by another issuer", { claims: { iss: "https://login.example.org" } }],
    ["that is over", { claims: { exp: Math.floor(Date.now() / 1000) - 60 } }],
    ["with a key that isn't the provider's", { signature: "other key" }],
    ["without a signature", { signature: "none" }],
  ])("opens nothing by an ID token %s", async (_, odd) => {
    const { id } = await makePerson({ tied: true })
    expect(await signOn(odd)).toBe("/sign-in?campus=refused")
    expect(await challengesOf(id)).toBe(0)
  })

  it("asks for no token by metadata of another issuer, though all of it agrees", async () => {
    const { id } = await makePerson({ tied: true })
    expect(await signOn({ issuer: "https://login.example.org", claims: { iss: "https://login.example.org" } })).toBe("/sign-in?campus=refused")
    expect(await challengesOf(id)).toBe(0)
    expect(provider.asked).not.toContain("/token")
  })

  it("works once: not by the same code again, nor by a provider that forgets which it has taken", async () => {
    const { id } = await makePerson({ tied: true })
    for (const forgetful of [false, true]) {
      provider.state.odd = { forgetful }
      const to = provider.back(new URL((await begin()).body.url!))
      const cookies = [...browser.jar]
      expect(await comeBack(to)).toBe("/sign-in?then=code")
      for (const [name, value] of cookies) browser.jar.set(name, value)
      expect(await comeBack(to)).toBe(`/sign-in?campus=${forgetful ? "old" : "refused"}`)
    }
    expect(await challengesOf(id)).toBe(2)
  })

  it("belongs to the browser that began it: a state that was made up, or another browser's, sends no code anywhere", async () => {
    await makePerson({ tied: true })
    const to = provider.back(new URL((await begin()).body.url!))
    const made = new URL(to)
    made.searchParams.set("state", "s".repeat(43))
    expect(await comeBack(made.href)).toBe("/sign-in?campus=refused")
    browser.jar.clear()
    expect(await comeBack(to)).toBe("/sign-in?campus=refused")
    expect(provider.asked).not.toContain("/token")
  })

  it.each(["disabled", "without a second factor", "without a password"])("opens nothing for a person %s", async (how) => {
    const { id } = await makePerson({ tied: true, factor: how !== "without a second factor" })
    if (how === "disabled") await db.person.update({ where: { id }, data: { disabledAt: new Date() } })
    if (how === "without a password") await db.person.update({ where: { id }, data: { passwordHash: null } })
    expect(await signOn()).toBe("/sign-in?campus=unknown")
    expect(await challengesOf(id)).toBe(0)
  })
})

it("an identity that nobody tied opens nothing and makes nobody, whatever e-mail it brings", async () => {
  const { email } = await makePerson()
  const before = await db.person.count()
  expect(await signOn({ claims: { email, email_verified: true } })).toBe("/sign-in?campus=unknown")
  expect([await db.person.count(), await db.campusLogin.count({ where: { subject: provider.state.subject } })]).toEqual([before, 0])
})

it.each<[string, string | null]>([["takes what it is asked and is silent", null], ["isn't there", "http://127.0.0.1:9"]])("a provider that %s is waited for 2 seconds, then told calmly", async (_, issuer) => {
  const { rereadEnv } = await import("@/lib/env")
  process.env.LANTERN_OIDC_ISSUER = issuer ?? provider.issuer
  rereadEnv()
  provider.state.odd = { silent: true }
  const from = Date.now()
  const { answer, body } = await begin()
  expect([answer.status, body.message]).toEqual([503, expect.stringContaining("Use your Lantern password")])
  expect(Date.now() - from).toBeLessThan(4_000)
  process.env.LANTERN_OIDC_ISSUER = provider.issuer
  rereadEnv()
})

it("isn't there unless all three settings are, and hands nothing on that a caller adds", async () => {
  const { rereadEnv } = await import("@/lib/env")
  expect((await begin("?prompt=none")).answer.status).toBe(400)
  delete process.env.LANTERN_OIDC_CLIENT_SECRET
  rereadEnv()
  expect((await begin()).answer.status).toBe(404)
  process.env.LANTERN_OIDC_CLIENT_SECRET = provider.client.secret
  rereadEnv()
})

it("hammers on no provider for whoever hammers on Lantern", async () => {
  const answers = await Promise.all(Array.from({ length: 61 }, async () => comeBack(`${URL_OF_LANTERN}/api/auth/callback/campus?code=1&state=2`)))
  expect(answers.filter((to) => to === "/sign-in?campus=wait")).toHaveLength(1)
  expect((await begin()).answer.status).toBe(429)
  expect(provider.asked).toHaveLength(60)
})

/** A form of the sign-in page, as next-auth's client sends it. @returns where the page goes on, or what went wrong */
async function send(way: "link" | "code", fields: Record<string, string>): Promise<string> {
  const { GET, POST } = await route()
  const asked = keep(await GET(new NextRequest(`${URL_OF_LANTERN}/api/auth/csrf`), context("csrf")))
  const { csrfToken } = (await asked.json()) as { csrfToken: string }
  const headers = { origin: URL_OF_LANTERN, "content-type": "application/x-www-form-urlencoded" }
  const body = new URLSearchParams({ ...fields, csrfToken, json: "true" }).toString()
  const answer = keep(await POST(new NextRequest(`${URL_OF_LANTERN}/api/auth/callback/${way}`, { method: "POST", headers, body }), context("callback", way)))
  const { pathname, search } = new URL(((await answer.json()) as { url: string }).url)
  return pathname + search
}

describe("a sign-in link", () => {
  const linkFor = async (email: string) => {
    const { webContext } = await import("@/lib/services/web-context")
    const { createSignInLink } = await import("@/lib/services/create-sign-in-link")
    return (await createSignInLink(await webContext({ kind: "operator", name: "Operator" }), { email })).url.split("#link=")[1]!
  }
  const hasSession = () => browser.jar.has("__Host-lantern.session")

  it("leads whoever has a second factor to the question for it, and only that signs in, ending what was signed in here", async () => {
    const { id, email, code } = await makePerson()
    const former = await signIn((await makePerson()).id)
    expect(await send("link", { token: await linkFor(email) })).toBe("/sign-in?then=code")
    expect(await db.session.count({ where: { personId: id } })).toBe(0)
    expect(await db.session.findUnique({ where: { id: former } })).toMatchObject({ revokedAt: null })
    expect(await send("code", { code: code() })).toBe("/")
    expect([hasSession(), await db.session.findFirst({ where: { personId: id } })]).toEqual([true, expect.objectContaining({ method: "link-totp" })])
    expect((await db.session.findUnique({ where: { id: former } }))?.revokedAt).not.toBeNull()
  })

  it("signs in whoever has none yet", async () => {
    const { email } = await makePerson({ factor: false })
    expect([await send("link", { token: await linkFor(email) }), hasSession()]).toEqual(["/", true])
    expect(await send("link", { token: "x".repeat(43) })).toContain("error=This%20link")
  })
})

describe("tying", () => {
  it("is for the person who began it in this session, with a fresh second factor, and is written down", async () => {
    const { id } = await makePerson()
    await signIn(id)
    expect(await beginTie()).toMatchObject({ data: { begun: true } })
    expect(await signOn()).toBe("/account?campus=tied")
    expect(await db.campusLogin.findFirst({ where: { personId: id } })).toMatchObject({ issuer: provider.issuer, subject: provider.state.subject })
    expect(await db.auditEntry.count({ where: { personId: id, action: "person.campus_tied" } })).toBe(1)
    expect(await db.alert.count({ where: { personId: id, kind: "campus_tied" } })).toBe(1)
    const { untieCampusLoginAction } = await import("@/lib/actions/untie-campus-login")
    expect(await untieCampusLoginAction()).toMatchObject({ data: { done: true } })
    expect(await db.campusLogin.count({ where: { personId: id } })).toBe(0)
    expect((await untieCampusLoginAction())?.serverError?.code).toBe("refused")
  })

  it("isn't begun with an old second factor, nor by somebody for whom it would be the only way in", async () => {
    const { id } = await makePerson()
    await signIn(id, new Date(Date.now() - FRESH_MS - 1000))
    expect((await beginTie())?.serverError?.code).toBe("step_up_required")
    const other = await makePerson({ factor: false })
    await signIn(other.id)
    expect((await beginTie())?.serverError).toMatchObject({ code: "refused", message: expect.stringContaining("fails in an outage") })
  })

  it("isn't done by a sign-on that comes back to a signed-in browser unasked, or to another session", async () => {
    const { id } = await makePerson()
    await signIn(id)
    expect(await signOn()).toBe("/account?campus=old")
    await beginTie()
    await signIn(id)
    expect(await signOn()).toBe("/account?campus=old")
    expect(await db.campusLogin.count({ where: { personId: id } })).toBe(0)
  })

  it("takes nobody else's identity, and one a person", async () => {
    const owner = await makePerson({ tied: true })
    const { id } = await makePerson()
    await signIn(id)
    await beginTie()
    expect(await signOn()).toBe("/account?campus=taken")
    await signIn(owner.id)
    await beginTie()
    provider.state.subject = "another of the same person"
    expect(await signOn()).toBe("/account?campus=taken")
    expect(await db.campusLogin.count({ where: { personId: { in: [id, owner.id] } } })).toBe(1)
  })

  it("keeps the last second factor of one's own where it is", async () => {
    const { id } = await makePerson({ tied: true, factor: false })
    const key = await db.passkey.create({ data: { personId: id, credentialId: `key-${id}`, publicKey: Buffer.from("key"), name: "Phone", createdAt: new Date() } })
    await signIn(id)
    browser.headers = new Headers({ origin: URL_OF_LANTERN, host: "lantern.example.edu" })
    const { revokePasskeyAction } = await import("@/lib/actions/revoke-passkey")
    expect((await revokePasskeyAction({ passkeyId: key.id }))?.serverError?.message).toContain("Campus sign-on can't be your only way in")
    expect(await db.passkey.count({ where: { personId: id } })).toBe(1)
  })
})
