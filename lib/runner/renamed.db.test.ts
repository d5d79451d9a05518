import { afterEach, expect, it } from "vitest"
import { acceptUnresolved } from "@/lib/services/accept-unresolved"
import { endOutage } from "@/lib/services/end-outage"
import type { TestLantern } from "./test-lantern"
import { testLantern } from "./test-lantern"
import { asked } from "./test-steps"

let lantern: TestLantern
afterEach(() => lantern.close())

it("asks a person, naming both, when someone is renamed to an id that is on the list already", async () => {
  lantern = await testLantern()
  const runner = await lantern.work()
  // Nobody has this id yet: it is left alone.
  const outageId = await asked(lantern, ["vrename", "vnewname"])
  await lantern.until("vrename", ["internal"])
  lantern.alma.editUser("vrename", (user) => ({ ...user, primary_id: "vnewname" }))
  await endOutage(lantern.ctx, { outageId })
  const { id, reason } = await lantern.until("vrename", ["needs_person"])
  expect(reason).toMatch(/vrename is called vnewname.*one person/)
  expect(await lantern.hold("vnewname")).toMatchObject({ state: "left_alone" })
  // The way out: a person returns the account and says so.
  await acceptUnresolved(lantern.ctx, { outageId, holdId: id, reason: "Returned by hand in Alma as vnewname." })
  await lantern.untilOutage(outageId, "closed")
  await runner.stop()
}, 40_000)
