import { afterEach, describe, expect, it } from "vitest"
import { HOLD_STATES, isSettled } from "@/lib/domain/states"
import { sweepExpired } from "@/lib/services/housekeeping"
import { asked } from "../test-steps"
import type { Stepping } from "./stepping"
import { madeInternal, stepping } from "./stepping"

let lantern: Stepping
afterEach(() => lantern.close())

const OPEN = HOLD_STATES.filter((state) => !isSettled(state))

describe("a hold that isn't closed", () => {
  it("is removed by nobody, in whatever state it is: the database refuses", async () => {
    lantern = await stepping()
    await madeInternal(lantern, ["bare"])
    const { db } = lantern.ctx
    const { id } = await lantern.hold("bare")
    await db.intent.deleteMany({ where: { holdId: id } })
    await db.observation.deleteMany({ where: { holdId: id } })
    for (const state of OPEN) {
      await db.hold.update({ where: { id }, data: { state } })
      await expect(db.hold.delete({ where: { id } }), state).rejects.toThrow("is open and stays")
    }
    // Accepted by a named person, it is closed.
    await db.hold.update({ where: { id }, data: { acceptedAt: new Date() } })
    await db.hold.delete({ where: { id } })
    expect(await db.hold.count()).toBe(0)
  }, 90_000)

  it("goes with nothing it belongs to or that belongs to it", async () => {
    lantern = await stepping()
    const outageId = await madeInternal(lantern, ["bare"])
    const { db } = lantern.ctx
    await expect(db.outage.delete({ where: { id: outageId } })).rejects.toThrow()
    await expect(db.institution.delete({ where: { id: lantern.institution.id } })).rejects.toThrow()
    await expect(db.$executeRaw`delete from "Hold"`).rejects.toThrow()
    const { rows } = (await db.$queryRaw<{ rows: number }[]>`
      select count(*)::int as "rows" from information_schema.referential_constraints r
      join information_schema.table_constraints t on t.constraint_name = r.unique_constraint_name
      join information_schema.table_constraints o on o.constraint_name = r.constraint_name
      where r.delete_rule <> 'RESTRICT' and (o.table_name in ('Hold', 'Intent', 'Observation', 'PickupCode', 'JobRun') or t.table_name = 'Hold')`)[0]!
    expect(rows).toBe(0)
  }, 90_000)

  it("runs out never, and neither do its facts, intents and audit", async () => {
    lantern = await stepping()
    await asked(lantern, ["mixedseg"])
    await lantern.step("mixedseg")
    const { db } = lantern.ctx
    const counts = async () => [await db.hold.count(), await db.intent.count(), await db.observation.count(), await db.auditEntry.count()]
    const before = { rows: await counts(), hold: await lantern.hold("mixedseg") }
    await sweepExpired({ ...lantern.ctx, clock: () => new Date("2076-01-01") })
    expect({ rows: await counts(), hold: await lantern.hold("mixedseg") }).toEqual(before)
  }, 90_000)
})
