import { afterEach, describe, expect, it } from "vitest"
import { declareOutage } from "@/lib/services/declare-outage"
import { endOutage } from "@/lib/services/end-outage"
import { switchAccounts } from "@/lib/services/switch-accounts"
import type { TestLantern } from "./test-lantern"
import { testLantern } from "./test-lantern"
import { asked, runUntil, stepContext } from "./test-steps"

let lantern: TestLantern
afterEach(() => lantern.close())

async function thereAndBack(staff: string[]): Promise<string> {
  lantern = await testLantern()
  const runner = await lantern.work()
  const outageId = await asked(lantern, staff)
  for (const id of staff) await lantern.until(id, ["internal"])
  await endOutage(lantern.ctx, { outageId })
  await lantern.untilOutage(outageId, "closed")
  await runner.stop()
  return outageId
}

const internal = (user: object) => ({ ...user, account_type: { value: "INTERNAL", desc: "Internal" }, external_id: "" })

describe("the late check of a returned account", () => {
  it("opens the outage again when a very late write made it Internal, and brings it back", async () => {
    const outageId = await thereAndBack(["bare"])
    const { db } = lantern.ctx
    const returned = await lantern.hold("bare")
    expect(returned.dueAt!.getTime() - returned.returnedAt!.getTime()).toBe(3_600_000)
    lantern.alma.editUser("bare", internal)
    await db.hold.updateMany({ data: { dueAt: new Date() } })
    await lantern.work()
    await expect.poll(async () => (await db.auditEntry.count({ where: { action: "hold.reopened" } })), { timeout: 10_000 }).toBe(1)
    await lantern.untilOutage(outageId, "closed")
    expect(lantern.alma.user("bare")).toMatchObject({ account_type: { value: "EXTERNAL" }, external_id: "SIS_BANNER" })
    expect(await db.auditEntry.count({ where: { action: "outage.closed" } })).toBe(2)
  }, 60_000)

  it("keeps nobody else from being switched in the next outage", async () => {
    await thereAndBack(["bare"])
    const { db } = lantern.ctx
    // Opened again, and still being proved External, while the next outage is switched.
    const later = { state: "external_watching" as const, returnedAt: null, dueAt: null, quietFrom: new Date() }
    await db.hold.updateMany({ data: later })
    const text = "bare\nmixedseg"
    const outageId = await declareOutage(lantern.ctx, { institution: "ABC", reason: "SSO is down", hours: 4, text })
    // The worker has left, so nobody hears a wake-up.
    await switchAccounts({ ...lantern.ctx, wake: async () => {} }, { outageId })
    await runUntil(lantern, await stepContext(lantern), "intended")
    expect(await lantern.hold("mixedseg")).toMatchObject({ state: "switching" })
    expect(await lantern.hold("bare")).toMatchObject({ state: "needs_person", intendedAt: null })
  }, 60_000)
})
