import { afterEach, describe, expect, it } from "vitest"
import { claimHold, releaseHold } from "@/lib/db/claims"
import { endOutage } from "@/lib/services/end-outage"
import { returnAccounts } from "@/lib/services/return-accounts"
import type { TestLantern } from "./test-lantern"
import { testLantern } from "./test-lantern"
import { asked } from "./test-steps"

let lantern: TestLantern
afterEach(() => lantern.close())

describe("a worker that is woken", () => {
  it("again and again while it is at work misses nothing, and does everything once", async () => {
    lantern = await testLantern({ alma: { latencyMs: 20 } })
    const worker = await lantern.work()
    const staff = ["aabernethy", "mixedseg", "noteworthy", "bare"]
    const outageId = await asked(lantern, staff)
    let going = true
    const waking = (async () => {
      while (going) {
        await worker.wake(lantern.institution.id)
        await new Promise((resolve) => setTimeout(resolve, 15))
      }
    })()
    for (const id of staff) await lantern.until(id, ["internal"], 60)
    await returnAccounts(lantern.ctx, { outageId, text: "bare" })
    await lantern.until("bare", ["returned"], 60)
    await endOutage(lantern.ctx, { outageId })
    await lantern.untilOutage(outageId, "closed", 60)
    going = false
    await waking
    for (const id of staff) {
      const types = lantern.alma.history(id).filter((entry) => entry.what === "account_type").map((entry) => entry.to)
      expect(types, id).toEqual(["INTERNAL", "EXTERNAL"])
    }
    expect(lantern.alma.requests().filter((one) => one.op === "run")).toHaveLength(1)
  }, 200_000)

  it("leaves what it has claimed to nobody when it is told to stop", async () => {
    lantern = await testLantern({ alma: { latencyMs: 200 } })
    const worker = await lantern.work()
    const outageId = await asked(lantern, ["bare", "mixedseg"])
    for (const id of ["bare", "mixedseg"]) await lantern.until(id, ["internal"], 60)
    await endOutage(lantern.ctx, { outageId })
    await lantern.until("bare", ["returning", "external_watching", "returned"], 60)
    await worker.stop()
    const { id } = await lantern.hold("bare")
    const mine = await claimHold(lantern.ctx.db, id, "pickup:test")
    expect(mine).not.toBeNull()
    await releaseHold(lantern.ctx.db, id, mine!.fence)
    await lantern.work()
    await lantern.untilOutage(outageId, "closed", 60)
  }, 200_000)
})
