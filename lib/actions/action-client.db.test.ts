import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { encode } from "next-auth/jwt"
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest"
import { z } from "zod"
import { currentInstitutionId } from "@/lib/auth/current-institution"
import { identityContext, makeInstitution, OPERATOR, personActor } from "@/lib/auth/identity-fixtures"
import { FRESH_MS, openSession } from "@/lib/auth/sessions"
import { sessionHash } from "@/lib/auth/tokens"
import { testDatabase, type TestDatabase } from "@/lib/db/test-database"
import type { Role } from "@/lib/domain/actor"
import { changeRole } from "@/lib/services/change-role"
import type { ServiceContext } from "@/lib/services/context"
import { endOwnSessions } from "@/lib/services/end-own-sessions"
import { endSessionsOf } from "@/lib/services/end-sessions-of"
import { revokePasskey } from "@/lib/services/revoke-passkey"
import { setPersonDisabled } from "@/lib/services/set-person-disabled"

// Next's request, which only exists inside Next: what the test puts there is what a browser sends.
const request = vi.hoisted(() => ({ headers: new Headers(), cookies: new Map<string, { value: string }>() }))
vi.mock("next/headers", () => ({ headers: async () => request.headers, cookies: async () => request.cookies }))
vi.mock("server-only", () => ({}))

let database: TestDatabase
let institutionId: string
const ran = vi.fn<() => void>()

beforeAll(async () => {
  database = await testDatabase()
  process.env.DATABASE_URL = database.url
  process.env.LANTERN_DATA_DIR = mkdtempSync(path.join(tmpdir(), "lantern-action-"))
  process.env.LANTERN_URL = "https://lantern.example.edu"
  institutionId = (await makeInstitution(database.db.prisma, "ALDER")).id
})
afterAll(async () => {
  const { getDb } = await import("@/lib/db/client")
  await getDb().close()
  await database.drop()
})
beforeEach(() => {
  ran.mockClear()
  request.headers = new Headers({ origin: "https://lantern.example.edu", host: "lantern.example.edu" })
  request.cookies.clear()
})

let count = 0
async function signIn(role: Role, at = new Date()) {
  const { nextAuthSecret } = await import("@/lib/auth/next-auth-secret")
  const db = database.db.prisma
  const data = { email: `p${++count}@alder.example.edu`, name: "Ada", memberships: { create: { institutionId, role } } }
  const person = await db.person.create({ data })
  const sid = await openSession(db, person.id, "link", at)
  const value = await encode({ token: { sid }, secret: await nextAuthSecret() })
  request.cookies.set("__Host-lantern.session", { value })
  return person
}

async function declare(stepUp = false) {
  const { actionClient } = await import("./action-client")
  const action = actionClient
    .metadata({ name: "test", permission: "outage.declare", stepUp })
    .inputSchema(z.object({ text: z.string() }))
    .action(async ({ ctx }) => {
      ran()
      return { who: ctx.actor.name, session: ctx.session.id, db: typeof ctx.db.person.count }
    })
  return action({ text: "x" })
}

it("gives a liaison's action their own context", async () => {
  await signIn("liaison")
  const { data } = await declare()
  expect(data).toMatchObject({ who: "Ada", db: "function" })
})

it("refuses a role without the permission, and doesn't run", async () => {
  await signIn("observer")
  expect((await declare()).serverError).toMatchObject({ code: "not_allowed" })
  expect(ran).not.toHaveBeenCalled()
})

it("refuses what needs a fresh second factor 10 minutes after the last one, and says what can be given", async () => {
  await signIn("liaison", new Date(Date.now() - FRESH_MS - 1000))
  expect((await declare(true)).serverError).toMatchObject({ code: "step_up_required", by: "link" })
  expect(ran).not.toHaveBeenCalled()
  expect((await declare(false)).data).toBeDefined()
  await signIn("liaison", new Date(Date.now() - FRESH_MS + 60_000))
  expect((await declare(true)).data).toBeDefined()
})

it("looks at the session row at every call", async () => {
  const person = await signIn("liaison")
  expect((await declare()).data).toBeDefined()
  await database.db.prisma.session.updateMany({ where: { personId: person.id }, data: { revokedAt: new Date() } })
  expect((await declare()).serverError?.message).toMatch(/signed out/)
  expect(ran).toHaveBeenCalledTimes(1)
})

it("acts at the institution of the page that asks, wherever the session went meanwhile, and at none that isn't its person's", async () => {
  const db = database.db.prisma
  const [beech, cedar] = [await makeInstitution(db, "BEECH"), await makeInstitution(db, "CEDAR")]
  const person = await signIn("liaison")
  await db.membership.create({ data: { personId: person.id, institutionId: beech.id, role: "observer" } })
  const { actionClient } = await import("./action-client")
  const { chooseInstitutionAction } = await import("./choose-institution")
  const at = actionClient.metadata({ name: "test", permission: "outage.read", stepUp: false })
    .inputSchema(z.object({ institution: z.string().optional() })).action(async ({ ctx }) => currentInstitutionId(ctx))

  expect((await at({})).data).toBe(institutionId)
  expect((await chooseInstitutionAction({ institution: beech.id })).data).toEqual({ name: "Library BEECH" })
  expect((await at({})).data).toBe(beech.id)
  expect((await at({ institution: institutionId })).data).toBe(institutionId)

  expect((await chooseInstitutionAction({ institution: cedar.id })).serverError).toMatchObject({ code: "not_found" })
  expect((await at({ institution: cedar.id })).serverError).toMatchObject({ code: "not_found", message: expect.stringContaining("Nothing was changed") })
  expect((await at({})).data).toBe(beech.id)
  // Another's session is never moved, and who signs in once more goes on where they were.
  expect(await db.session.count({ where: { institutionId: beech.id } })).toBe(1)
  await openSession(db, person.id, "link", new Date())
  expect(await db.session.count({ where: { institutionId: beech.id, personId: person.id } })).toBe(2)

  await db.membership.deleteMany({ where: { personId: person.id, institutionId: beech.id } })
  expect((await at({})).data).toBe(institutionId)
  expect((await at({ institution: beech.id })).serverError).toMatchObject({ code: "not_found" })
})

const ended: [string, (ctx: ServiceContext, personId: string) => Promise<unknown>][] = [
  ["a disabled person", (ctx, personId) => setPersonDisabled(ctx, { person: { personId }, disabled: true })],
  ["a changed role", (ctx, personId) => changeRole(ctx, { person: { personId }, institutionCode: "ALDER", role: "observer" })],
  ["a sign-out everywhere", (ctx, personId) => endOwnSessions({ ...ctx, actor: personActor(personId, "liaison", institutionId) }, {})],
  ["an admin who ends the sessions", (ctx, personId) => endSessionsOf(ctx, { personId })],
  ["a passkey removed elsewhere", removePasskey],
]
it.each(ended)("feels %s with the very next request", async (_, end) => {
  const { webKeyring } = await import("@/lib/services/web-context")
  const { id } = await signIn("liaison")
  expect((await declare()).data).toBeDefined()
  await end(identityContext(database.db.prisma, await webKeyring(), { now: new Date() }, OPERATOR), id)
  expect((await declare()).serverError?.message).toMatch(/signed out/)
  expect(ran).toHaveBeenCalledTimes(1)
})

/** From another browser of theirs: with a passkey left, as the last way in can't be removed. */
async function removePasskey(ctx: ServiceContext, personId: string): Promise<void> {
  const key = (name: string) => ({ personId, name, credentialId: `${personId} ${name}`, publicKey: Buffer.alloc(1), transports: [], createdAt: new Date() })
  const { id: passkeyId } = await ctx.db.passkey.create({ data: key("phone") })
  await ctx.db.passkey.create({ data: key("key ring") })
  const { id: sessionId } = await ctx.db.session.findUniqueOrThrow({ where: { hash: sessionHash(await openSession(ctx.db, personId, "passkey", new Date())) } })
  await revokePasskey({ ...ctx, actor: personActor(personId, "liaison", institutionId) }, { sessionId, passkeyId })
}

it("refuses text that the database can't keep, of whoever may act, and doesn't run", async () => {
  const { actionClient } = await import("./action-client")
  const action = actionClient
    .metadata({ name: "test", permission: "outage.declare", stepUp: false })
    .inputSchema(z.object({ list: z.array(z.string()) }))
    .action(async () => ran())
  expect((await action({ list: ["a\0"] })).serverError?.message).toMatch(/signed out/)
  await signIn("liaison")
  for (const text of ["a\0b", "\ud800"]) expect((await action({ list: ["x", text] })).serverError).toMatchObject({ code: "input" })
  expect(ran).not.toHaveBeenCalled()
  expect((await action({ list: ["Zoë 💥"] })).serverError).toBeUndefined()
})

it("answers a pick-up that isn't a form as one with empty fields", async () => {
  const { redeemCodeAction } = await import("./redeem-code")
  const call = redeemCodeAction as (before: unknown, form: unknown) => Promise<unknown>
  for (const form of [undefined, null, "x", { get: "x" }, []]) {
    expect(await call(null, form)).toEqual({ error: expect.stringContaining("typing mistake"), primaryId: "" })
  }
})

it("refuses nobody, a cookie that isn't ours, and a missing or foreign Origin", async () => {
  expect((await declare()).serverError?.message).toMatch(/signed out/)
  request.cookies.set("__Host-lantern.session", { value: "abc.def.ghi" })
  expect((await declare()).serverError?.message).toMatch(/signed out/)
  await signIn("admin")
  request.headers.delete("origin")
  expect((await declare()).serverError).toMatchObject({ code: "not_allowed" })
  request.headers.set("origin", "https://evil.example")
  expect((await declare()).serverError).toMatchObject({ code: "not_allowed" })
  expect(ran).not.toHaveBeenCalled()
})

it("doesn't compile without a declared permission and whether it needs a fresh second factor", async () => {
  const { actionClient } = await import("./action-client")
  // @ts-expect-error no metadata
  expect(() => actionClient.action(async () => {})).not.toThrow()
  // @ts-expect-error not a permission
  actionClient.metadata({ name: "test", permission: "everything", stepUp: true })
  // @ts-expect-error doesn't say
  actionClient.metadata({ name: "test", permission: "outage.end" })
  // @ts-expect-error managing people always needs one
  actionClient.metadata({ name: "test", permission: "people.manage", stepUp: false })
  // @ts-expect-error nor an institution's key without one
  actionClient.metadata({ name: "test", permission: "institution.manage", stepUp: false })
  actionClient.metadata({ name: "test", permission: "people.manage", stepUp: true })
})
