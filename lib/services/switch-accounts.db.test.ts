import { afterAll, beforeAll, expect, test } from "vitest"
import { declareOutage } from "@/lib/services/declare-outage"
import { type TestLantern, testLantern } from "@/lib/runner/test-lantern"
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
