import { afterEach, expect, it } from "vitest"
import { practicePeople, plainId } from "@/lib/practice/people"
import { endOutage } from "@/lib/services/end-outage"
import type { TestLantern } from "./test-lantern"
import { testLantern } from "./test-lantern"
import { asked } from "./test-steps"

let lantern: TestLantern
afterEach(() => lantern.close())

it("doesn't ask the database over and over for a job run while accounts wait to be returned", async () => {
  lantern = await testLantern({ alma: { people: practicePeople({ count: 40 }) }, rate: 50 })
  await lantern.work()
  const staff = Array.from({ length: 40 }, (_, at) => plainId(at))
  const outageId = await asked(lantern, staff)
  await lantern.untilOutage(outageId, "active", 100)
  await lantern.ctx.db.institution.updateMany({ data: { rate: 15 } })
  const { db } = lantern.ctx
  const scans = async () => {
    await db.$executeRaw`select pg_stat_force_next_flush()`
    const [row] = await db.$queryRaw<{ scans: number }[]>`
      select (seq_scan + coalesce(idx_scan, 0))::int as "scans" from pg_stat_user_tables where relname = 'JobRun'`
    return row!.scans
  }
  const before = await scans()
  const from = Date.now()
  await endOutage(lantern.ctx, { outageId })
  while ((await db.hold.count({ where: { outageId, state: { in: ["external_watching", "returned"] } } })) < 40) {
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  // Backends tell their counts when they have been idle for a second or so.
  await new Promise((resolve) => setTimeout(resolve, 2_000))
  const perSecond = ((await scans()) - before) / ((Date.now() - from) / 1000)
  // A busy machine looks a little more often a second; asked over and over it would be some 28.
  expect(perSecond).toBeLessThan(16)
}, 200_000)
