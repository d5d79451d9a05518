import { afterEach, describe, expect, it } from "vitest"
import type { AlmaClient } from "@/lib/alma/alma-client"
import type { RequestPriority } from "@/lib/domain/request-budget"
import { endOutage } from "@/lib/services/end-outage"
import { issueCodes } from "@/lib/services/issue-codes"
import { redeemCode } from "@/lib/services/redeem-code"
import { asked } from "../test-steps"
import type { Stepping } from "./stepping"
import { madeInternal, stepping } from "./stepping"

let lantern: Stepping
afterEach(() => lantern.close())

/** Who goes first of what this client sends; as in `lib/alma/alma-caller.ts` where nothing is said. */
async function noting(): Promise<{ alma: AlmaClient; said: string[] }> {
  const said: string[] = []
  const note = (call: string, usual: RequestPriority, options?: { priority?: RequestPriority }) => said.push(`${call} ${options?.priority ?? usual}`)
  const alma = await lantern.client((real) => ({
    getUser: (id, options) => (note("getUser", "change", options), real.getUser(id, options)),
    putUser: (id, body, options) => (note("putUser", "write", options), real.putUser(id, body, options)),
    checkPassword: (id, password, options) => (note("checkPassword", "change", options), real.checkPassword(id, password, options)),
  }))
  return { alma, said }
}

describe("requests to one Alma", () => {
  it("go first for a pick-up, then for a change, and last for watching", async () => {
    lantern = await stepping({ quietSeconds: 0 })
    const outageId = await asked(lantern, ["bare"])
    const there = await noting()
    await lantern.step("bare", { alma: there.alma })
    expect(there.said).toEqual(["getUser change", "putUser write", "getUser write"])
    const pickup = await noting()
    lantern.alma.faults.add({ match: { method: "PUT" }, fault: "reset_before_apply" })
    const [issued] = await issueCodes(lantern.ctx, { outageId, kind: "slip" })
    await redeemCode({ ...lantern.ctx, almaFor: () => pickup.alma }, { primaryId: "bare", code: issued!.code, address: "127.0.0.1" })
    expect(new Set(pickup.said)).toEqual(new Set(["getUser pickup", "putUser pickup", "checkPassword pickup"]))
    const watching = await noting()
    await lantern.step("bare", { alma: watching.alma })
    expect(watching.said).toEqual(["getUser watch"])
    await endOutage(lantern.ctx, { outageId })
    const back = await noting()
    await lantern.step("bare", { alma: back.alma })
    expect(back.said).toEqual(["getUser change", "putUser write", "getUser write"])
    for (let reads = 0; reads < 2; reads++) await lantern.step("bare")
    const late = await noting()
    await lantern.step("bare", { alma: late.alma })
    expect(late.said).toEqual(["getUser watch"])
  }, 90_000)

  it("stay inside one budget, two clients together, whatever they are for", async () => {
    lantern = await stepping({ rate: 4 })
    await madeInternal(lantern, ["bare"])
    // A second process has a client of its own, and the same row of the database.
    const clients = await Promise.all([lantern.client(() => ({})), lantern.client(() => ({}))])
    const since = lantern.alma.requests().length
    const reads = clients.flatMap((alma) => Array.from({ length: 10 }, () => alma.getUser("bare", { priority: "pickup" })))
    await Promise.all(reads)
    const at = lantern.alma.requests().slice(since).map((request) => request.ms)
    expect(at).toHaveLength(20)
    // 20 requests at 4 a second: the last is sent 4.75 s after the first, or later.
    expect(Math.max(...at) - Math.min(...at)).toBeGreaterThan(4_500)
  }, 90_000)
})
