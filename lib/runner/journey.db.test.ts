import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { comparable } from "@/lib/practice/comparable"
import { declareOutage } from "@/lib/services/declare-outage"
import { endOutage } from "@/lib/services/end-outage"
import { issueCodes } from "@/lib/services/issue-codes"
import { redeemCode } from "@/lib/services/redeem-code"
import { switchAccounts } from "@/lib/services/switch-accounts"
import { verifyAudit } from "@/lib/db/audit"
import type { TestLantern } from "./test-lantern"
import { testLantern } from "./test-lantern"

const STAFF = ["aabernethy", "mixedseg", "noteworthy", "blockson", "rbroken", "manyroles", "bare"]
const NOT_SWITCHED = ["ogrady", "zokafor", "hlindqvist", "pnakamura", "mthird", "backup_admin", "nobody_at_all"]

describe("the whole job by the job route", () => {
  let lantern: TestLantern
  beforeAll(async () => {
    lantern = await testLantern()
    await lantern.work()
  })
  afterAll(() => lantern.close())

  it("switches, hands over, returns and proves, and every account is as it was", async () => {
    const { ctx, alma } = lantern
    const before = new Map([...STAFF, ...NOT_SWITCHED].map((id) => [id, alma.user(id)]))
    const text = [...STAFF, ...NOT_SWITCHED].join("\n")
    const outageId = await declareOutage(ctx, { institution: "ABC", reason: "SSO is down", hours: 4, text })
    expect(alma.history("aabernethy").filter((entry) => entry.what === "account_type")).toEqual([])

    await switchAccounts(ctx, { outageId })
    for (const id of STAFF) await lantern.until(id, ["internal"])
    await lantern.untilOutage(outageId, "active")

    const codes = await issueCodes(ctx, { outageId, kind: "slip" })
    expect(codes.map((code) => code.primaryId).sort()).toEqual([...STAFF].sort())
    const code = codes.find((row) => row.primaryId === "aabernethy")!.code
    const pickup = { ...ctx, actor: { kind: "pickup" as const, name: "Pick-up" } }
    const credentials = await redeemCode(pickup, { primaryId: "AABERNETHY", code: code.toLowerCase(), address: "127.0.0.1" })
    expect(alma.passwordWorks("aabernethy", credentials.password)).toBe(true)
    expect(alma.mustChangePassword("aabernethy")).toBe(true)
    await expect(redeemCode(pickup, { primaryId: "aabernethy", code, address: "127.0.0.1" })).rejects.toThrow("do not fit")

    await endOutage(ctx, { outageId })
    await lantern.untilOutage(outageId, "closed")
    for (const id of STAFF) {
      const types = alma.history(id).filter((entry) => entry.what === "account_type")
      expect(types.map((entry) => [entry.from, entry.to])).toEqual([["EXTERNAL", "INTERNAL"], ["INTERNAL", "EXTERNAL"]])
      expect(comparable(alma.user(id))).toEqual(comparable(before.get(id)))
    }
    for (const id of NOT_SWITCHED) expect(alma.user(id)).toEqual(before.get(id))
    for (const chain of await verifyAudit(ctx.db, ctx.keyring)) expect(chain.broken).toBeNull()
  }, 60_000)
})
