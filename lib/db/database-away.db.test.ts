import { afterAll, beforeAll, expect, it } from "vitest"
import { createDb } from "./client"
import { isDatabaseAway } from "./database-away"
import { testDatabase, type TestDatabase } from "./test-database"
import type { Tx } from "./types"

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())

it("knows a pool that is used up from an error of one's own", async () => {
  const { prisma, close } = createDb(database.url, { poolSize: 1 })
  const [begun, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const hold = async (tx: Tx) => {
    await tx.outage.count()
    begun.resolve()
    await release.promise
  }
  const held = prisma.$transaction(hold, { timeout: 14_000 })
  await begun.promise
  const query = prisma.outage.count().catch((error: unknown) => error)
  const transaction = prisma.$transaction((tx) => tx.outage.count()).catch((error: unknown) => error)
  expect(isDatabaseAway(await query), "a query").toBe(true)
  expect(isDatabaseAway(await transaction), "a transaction").toBe(true)
  release.resolve()
  await held
  const own = await prisma.outage.findUniqueOrThrow({ where: { id: "00000000-0000-7000-8000-000000000000" } }).catch((error: unknown) => error)
  expect(own).toBeInstanceOf(Error)
  expect(isDatabaseAway(own)).toBe(false)
  await close()
}, 30_000)

it("knows a statement that was stopped for its time, raw or not", async () => {
  const { prisma, close } = createDb(database.url, { poolSize: 4, statementTimeoutMs: 300 })
  const [begun, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const lock = async (tx: Tx) => {
    await tx.$executeRaw`lock table "Institution"`
    begun.resolve()
    await release.promise
  }
  const held = database.db.prisma.$transaction(lock, { timeout: 14_000 })
  await begun.promise
  expect(isDatabaseAway(await prisma.institution.count().catch((error: unknown) => error)), "a query").toBe(true)
  expect(isDatabaseAway(await prisma.$queryRaw`select pg_sleep(2)::text`.catch((error: unknown) => error)), "a raw query").toBe(true)
  release.resolve()
  await held
  await close()
})

it("knows a server that isn't there", async () => {
  const { prisma, close } = createDb("postgresql://nobody@127.0.0.1:1/nothing")
  expect(isDatabaseAway(await prisma.outage.count().catch((error: unknown) => error))).toBe(true)
  await close()
})
