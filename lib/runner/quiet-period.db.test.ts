import { afterEach, expect, it } from "vitest"
import { endOutage } from "@/lib/services/end-outage"
import type { TestLantern } from "./test-lantern"
import { testLantern } from "./test-lantern"
import { asked } from "./test-steps"

const QUIET_SECONDS = 3

let lantern: TestLantern
afterEach(() => lantern.close())

it("never takes less than the quiet period to prove a return that somebody else made", async () => {
  lantern = await testLantern({ quietSeconds: QUIET_SECONDS })
  await lantern.work()
  const before = lantern.alma.user("bare")!
  const outageId = await asked(lantern, ["bare"])
  const { id } = await lantern.until("bare", ["internal"])
  // By hand, long after the last that Lantern did to it.
  lantern.alma.editUser("bare", () => before)
  await lantern.ctx.db.hold.update({ where: { id }, data: { quietFrom: new Date(Date.now() - 3_600_000) } })
  await endOutage(lantern.ctx, { outageId })
  const { returnedAt } = await lantern.until("bare", ["returned"])
  const [first] = await lantern.ctx.db.observation.findMany({ where: { holdId: id, purpose: "after_return" }, orderBy: { at: "asc" } })
  expect(returnedAt!.getTime() - first!.at.getTime()).toBeGreaterThanOrEqual(QUIET_SECONDS * 1000)
  expect(lantern.alma.requests().filter((request) => request.method === "PUT")).toHaveLength(0)
}, 30_000)
