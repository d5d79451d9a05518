import { afterAll, beforeAll, expect, it } from "vitest"
import { makeInstitution } from "@/lib/auth/identity-fixtures"
import { findLiveSession, openSession } from "@/lib/auth/sessions"
import { verifyAudit } from "@/lib/db/audit"
import { seal } from "@/lib/db/seal"
import { apiKeyPlace } from "@/lib/services/context"
import { type TestContext, testContext } from "@/lib/services/test-context"
import { EXIT } from "./exit-codes"
import { typedCommand } from "./typed-command"

const ADA = "ada@abbey.example"
const BO = "bo@abbey.example"
let lantern: TestContext
let abbey: string

beforeAll(async () => {
  lantern = await testContext()
  abbey = (await makeInstitution(lantern.ctx.db, "ABC")).id
  const apiKeySealed = seal(lantern.ctx.keyring, apiKeyPlace(abbey), "l8xx-a-key")
  await lantern.ctx.db.institution.update({ where: { id: abbey }, data: { apiKeySealed } })
  for (const [email, name, role] of [[ADA, "Ada Marsh", "admin"], [BO, "Bo Lindqvist", "liaison"]] as const) {
    await run("person", "add", "--email", email, "--name", name, "--role", role, "--institution", "abc")
  }
})
afterAll(() => lantern.close())

const run = (...args: string[]) => typedCommand({ ...lantern.ctx, actor: { kind: "operator", name: "Operator pat" } })(...args)

/** Sets up what they sign in with, and signs them in. */
async function signedIn(email: string): Promise<() => Promise<boolean>> {
  const { db, clock } = lantern.ctx
  const { id } = await db.person.update({ where: { email }, data: { passwordHash: "x", totpSealed: "1.x", totpConfirmedAt: clock() } })
  const token = await openSession(db, id, "totp", clock())
  return async () => (await findLiveSession(db, token, clock())) !== null
}

it("person list says who may what and signs in with what; person role, disable and enable change it at once, in the operator's name", async () => {
  expect((await run("person", "list")).text).toMatch(/ada@abbey\.example +Ada Marsh +admin of ABC +nothing yet +never/)
  const [ada, bo] = [await signedIn(ADA), await signedIn(BO)]
  const listed = await run("person", "list")
  expect(listed.text).toMatch(/bo@abbey\.example +Bo Lindqvist +liaison of ABC +password, app +2\d{3}-/)
  expect(listed.document).toMatchObject({ people: [{ email: ADA, roles: [{ institution: "ABC", role: "admin" }], openSessions: 1 }, { email: BO, disabled: false }] })
  expect(JSON.stringify(listed.document)).not.toContain("1.x")

  expect(await run("person", "role", BO, "--role", "observer", "--institution", "abc")).toMatchObject({ code: EXIT.done, document: { email: BO, role: "observer", institution: "ABC" }, text: "Bo Lindqvist is observer there now." })
  expect(await bo()).toBe(false)
  // The last who could manage people stays, also in the shell.
  for (const refused of [["role", ADA, "--role", "none", "--institution", "ABC"], ["disable", ADA]]) expect((await run("person", ...refused)).code).toBe(EXIT.refused)
  expect(await ada()).toBe(true)
  expect([(await run("person", "role", BO, "--role", "boss")).code, (await run("person", "role", "who@abbey.example", "--role", "admin")).code]).toEqual([EXIT.usage, EXIT.usage])

  const again = await signedIn(BO)
  expect((await run("person", "disable", BO)).text).toBe("Bo Lindqvist is disabled.")
  expect([await again(), (await run("person", "link", BO)).code, (await run("person", "disable", BO)).code]).toEqual([false, EXIT.refused, EXIT.refused])
  expect(await run("person", "enable", BO)).toMatchObject({ code: EXIT.done, document: { email: BO, disabled: false } })

  const entries = await lantern.ctx.db.auditEntry.findMany({ where: { chain: abbey, actor: "Operator pat" }, orderBy: { seq: "asc" } })
  expect(entries.map(({ action }) => action)).toEqual(["person.added", "person.added", "person.role_changed", "person.disabled", "person.enabled"])
})

it("person link says what it opens, and clears all factors only when told to", async () => {
  await signedIn(BO)
  const link = await run("person", "link", BO)
  expect(link).toMatchObject({ code: EXIT.done, document: { opens: "second-factor", url: expect.stringContaining("#link=") } })
  const has = async () => (await lantern.ctx.db.person.findUniqueOrThrow({ where: { email: BO } })).passwordHash !== null
  expect(await has()).toBe(true)
  expect((await run("person", "link", BO, "--clear-factors")).document).toMatchObject({ opens: "set-up" })
  expect(await has()).toBe(false)
  expect((await run("person", "link", BO, "--skip-set-up")).document).toMatchObject({ opens: "session" })
})

it("key rotate says under which key everything is, and what to keep; nothing of a key is printed", async () => {
  await lantern.ctx.db.person.updateMany({ data: { totpSealed: null } })
  const rotated = await run("key", "rotate")
  expect(rotated).toMatchObject({ code: EXIT.done, document: { version: "2", finished: false }, text: expect.stringMatching(/^Everything is sealed under key 2 now: 1 API keys, /) })
  expect(rotated.messages).toContain("Keep the older keys")
  const { apiKeySealed } = await lantern.ctx.db.institution.findUniqueOrThrow({ where: { id: abbey } })
  expect(apiKeySealed).toMatch(/^2\./)
  expect(await verifyAudit(lantern.ctx.db, lantern.ctx.keyring)).toSatisfy((chains: { broken: unknown }[]) => chains.every(({ broken }) => broken === null))
  const withoutFile = lantern.ctx.keyring
  lantern.ctx.keyring = { ...withoutFile, sealing: () => withoutFile.sealing(), addKey: null }
  const refused = await run("key", "rotate")
  expect([refused.code, refused.messages]).toEqual([EXIT.refused, expect.stringContaining("LANTERN_NEW_KEYS")])
})
