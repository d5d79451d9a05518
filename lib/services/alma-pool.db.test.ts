import { afterAll, beforeAll, expect, it } from "vitest"
import { makeInstitution } from "@/lib/auth/identity-fixtures"
import { say, startTestServer } from "@/lib/alma/test-server"
import { seal } from "@/lib/db/seal"
import { apiKeyPlace, createAlmaPool } from "./context"
import { testContext, type TestContext } from "./test-context"

let test: TestContext
let server: Awaited<ReturnType<typeof startTestServer>>
beforeAll(async () => {
  test = await testContext()
  server = await startTestServer(say(200, {}))
})
afterAll(() => Promise.all([server.close(), test.close()]))

async function stored(code: string, data: { apiUrl: string; practice?: boolean }) {
  const { db, keyring } = test.ctx
  const { id } = await makeInstitution(db, code)
  await db.almaBudget.create({ data: { institutionId: id, tat: new Date(0) } })
  return db.institution.update({ where: { id }, data: { ...data, apiKeySealed: seal(keyring, apiKeyPlace(id), "l8xx-a-key") } })
}

async function ask(institution: Awaited<ReturnType<typeof stored>>, allowHosts: string[]) {
  const before = server.seen.length
  const client = createAlmaPool(test.ctx.db, test.ctx.keyring, allowHosts)(institution)
  const answer = await client.canReadUsers()
  await client.close()
  return { asked: server.seen.length > before, kind: answer.kind, says: JSON.stringify(answer) }
}

it("asks an Alma inside the network only while the operator allows it", async () => {
  const { host } = new URL(server.url)
  const institution = await stored("ALDER", { apiUrl: server.url })
  expect((await ask(institution, [host])).asked).toBe(true)
  const after = await ask(institution, ["127.0.0.1:1"])
  expect(after).toMatchObject({ asked: false, kind: "unreachable" })
  expect(after.says).toContain("nothing was sent (NOT_ALLOWED)")
})

it("asks the practice Alma without that", async () => {
  expect((await ask(await stored("PRAC", { apiUrl: server.url, practice: true }), [])).asked).toBe(true)
})

it.each(["http://169.254.169.254", "http://[::1]:80", "http://2130706433", "https://internal.example.edu"])("sends no key to %s", async (apiUrl) => {
  const institution = await stored(`X${Math.random().toString(36).slice(2, 8).toUpperCase()}`, { apiUrl })
  expect(await ask(institution, [])).toMatchObject({ asked: false, kind: "unreachable" })
})
