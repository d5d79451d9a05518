import { afterAll, beforeAll, expect, it, vi } from "vitest"
import { makeInstitution } from "@/lib/auth/identity-fixtures"
import { testDatabase, type TestDatabase } from "@/lib/db/test-database"

vi.mock("server-only", () => ({}))

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
  process.env.DATABASE_URL = database.url
  vi.useFakeTimers({ toFake: ["Date"] })
})
afterAll(async () => {
  vi.useRealTimers()
  const { getDb } = await import("@/lib/db/client")
  await getDb().close()
  await database.drop()
})

it("lights the pick-up page while some outage is open, and asks the database every few seconds only", async () => {
  const { isSomeOutageOpen } = await import("./pickup")
  const { prisma: db } = database.db
  const at = new Date()
  const after = (seconds: number) => vi.setSystemTime(at.getTime() + seconds * 1000)
  after(0)
  expect(await isSomeOutageOpen()).toBe(false)
  const institutionId = (await makeInstitution(db, "ALDER")).id
  const { id } = await db.outage.create({ data: { institutionId, reason: "x", since: at, expectedHours: 1, declaredAt: at, declaredBy: "Ada", state: "active" } })
  expect(await isSomeOutageOpen(), "as asked just now").toBe(false)
  after(6)
  expect(await isSomeOutageOpen()).toBe(true)
  await db.outage.update({ where: { id }, data: { state: "ending", endedAt: at } })
  after(12)
  expect(await isSomeOutageOpen(), "codes are dead").toBe(false)
})
