import { setTimeout as delay } from "node:timers/promises"
import { afterEach, expect, it } from "vitest"
import { commitHold } from "@/lib/db/journal"
import { auditFrame } from "@/lib/services/context"
import type { TestLantern } from "./test-lantern"
import { testLantern } from "./test-lantern"
import { asked } from "./test-steps"

let lantern: TestLantern
afterEach(() => lantern.close())

async function until(look: () => Promise<boolean>): Promise<void> {
  while (!(await look())) await delay(20)
}

it("commits a hold's step once, after a deadlock that Postgres ended at its cost", async () => {
  lantern = await testLantern()
  await asked(lantern, ["bare"])
  const { ctx, institution } = lantern
  const hold = await lantern.hold("bare")
  let committed: Promise<unknown> | undefined
  await ctx.db.$transaction(
    async (tx) => {
      // Postgres ends whoever notices first: that must be the step, also on a busy machine.
      await tx.$executeRaw`set local deadlock_timeout = '60s'`
      // The wrong way round: the audit's lock first, and the hold, which the step has by then.
      await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`audit:${institution.id}`}, 0))`
      committed = commitHold(ctx.db, auditFrame(ctx, institution.id), hold, {
        patch: { reason: "Tried." },
        intent: { kind: "switch_manual" },
        audit: [{ action: "test.step" }],
        release: true,
      })
      await until(async () => (await tx.$queryRaw<unknown[]>`select 1 from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`).length > 0)
      await tx.hold.update({ where: { id: hold.id }, data: { attempts: 7 } })
    },
    { timeout: 10_000 },
  )
  await committed
  expect(await lantern.hold("bare")).toMatchObject({ reason: "Tried.", attempts: 7 })
  expect(await ctx.db.auditEntry.count({ where: { action: "test.step" } })).toBe(1)
  expect(await ctx.db.intent.count({ where: { holdId: hold.id } })).toBe(1)
}, 20_000)
