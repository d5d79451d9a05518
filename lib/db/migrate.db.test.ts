import { afterAll, beforeAll, expect, it } from "vitest"
import { migrate } from "@/lib/db/migrate"
import { testDatabase, type TestDatabase } from "@/lib/db/test-database"

let test: TestDatabase
beforeAll(async () => {
  test = await testDatabase()
})
afterAll(() => test.drop())

it("keeps the record Prisma's own command keeps", async () => {
  const { rows } = await test.db.pool.query("select finished_at, applied_steps_count from _prisma_migrations")
  expect(rows.length).toBeGreaterThan(0)
  expect(rows.every((row) => row.finished_at && row.applied_steps_count === 1)).toBe(true)
})

it("has nothing to do the second time, also when two processes ask at once", async () => {
  expect(await Promise.all([migrate(test.url), migrate(test.url)])).toEqual([[], []])
})

it("brings an empty database up to date once when several processes start together", async () => {
  await test.db.pool.query("drop schema public cascade; create schema public")
  const applied = await Promise.all([migrate(test.url), migrate(test.url), migrate(test.url)])
  expect(applied.filter((names) => names.length > 0)).toHaveLength(1)
})
