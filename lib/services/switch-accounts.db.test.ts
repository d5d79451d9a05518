import { afterAll, beforeAll, expect, test } from "vitest"
import { declareOutage } from "@/lib/services/declare-outage"
import { type TestLantern, testLantern } from "@/lib/runner/test-lantern"
import { addAccounts } from "./add-accounts"
import { switchAccounts } from "./switch-accounts"

let lantern: TestLantern
beforeAll(async () => {
  lantern = await testLantern()
})
afterAll(() => lantern.close())

test("a switch of nobody makes the outage active, and the audit says so once", async () => {
  const { ctx } = lantern
  const outageId = await declareOutage(ctx, { institution: "ABC", reason: "SSO is down", hours: 4, text: "nobody.here" })
  await switchAccounts(ctx, { outageId })
  await switchAccounts(ctx, { outageId })

  expect((await ctx.db.outage.findUniqueOrThrow({ where: { id: outageId } })).state).toBe("active")
  const told = await ctx.db.auditEntry.findMany({ where: { outageId, action: { startsWith: "outage." } }, orderBy: { seq: "asc" } })
  expect(told.map((entry) => entry.action)).toEqual(["outage.declared", "outage.active"])
})

test("of a late joiner whom two add at once one hold comes, and neither is told of an error", async () => {
  const { ctx } = lantern
  const { id: outageId } = await ctx.db.outage.findFirstOrThrow()
  const added = await Promise.all([1, 2, 3].map(() => addAccounts(ctx, { outageId, text: "mixedseg\nbare" })))
  expect(added.map((one) => one.added).toSorted((a, b) => a - b)).toEqual([0, 0, 2])
  expect(await ctx.db.hold.count({ where: { outageId, primaryIdKey: { in: ["mixedseg", "bare"] } } })).toBe(2)
})
