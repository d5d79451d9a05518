import { afterEach, describe, expect, it } from "vitest"
import { endOutage } from "@/lib/services/end-outage"
import { issueCodes } from "@/lib/services/issue-codes"
import { redeemCode } from "@/lib/services/redeem-code"
import { AppError } from "@/lib/domain/errors"
import type { TestLantern } from "./test-lantern"
import { testLantern } from "./test-lantern"
import { asked } from "./test-steps"

const STAFF = ["aabernethy", "mixedseg", "noteworthy", "blockson", "manyroles", "bare", "rbroken"]

let lantern: TestLantern
afterEach(() => lantern.close())

describe("End in the middle of pick-ups, by many at once", () => {
  it("closes with everyone External, one change each way, and every answer a calm one", async () => {
    lantern = await testLantern({ alma: { latencyMs: 30 } })
    await lantern.work()
    await lantern.work()
    const outageId = await asked(lantern, STAFF)
    for (const id of STAFF) await lantern.until(id, ["internal"], 30)
    const codes = await issueCodes(lantern.ctx, { outageId, kind: "slip" })
    const pickup = { ...lantern.ctx, actor: { kind: "pickup" as const, name: "Pick-up" } }
    // Each code by three callers, and End by five, over a quarter of a second.
    const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
    const redeems = codes.flatMap(({ primaryId, code }, at) =>
      [0, 1, 2].map(async (one) => {
        await later(at * 40 + one)
        return redeemCode(pickup, { primaryId, code, address: `10.0.${at}.${one}` })
      }),
    )
    const ends = [0, 1, 2, 3, 4].map(async (one) => {
      await later(150 + one)
      await endOutage(lantern.ctx, { outageId })
    })
    const answers = await Promise.allSettled([...redeems, ...ends])
    const unexpected = answers.filter((answer) => answer.status === "rejected" && !(answer.reason instanceof AppError))
    expect(unexpected).toEqual([])
    expect(answers.slice(redeems.length).every((answer) => answer.status === "fulfilled")).toBe(true)
    await lantern.untilOutage(outageId, "closed", 60)
    for (const id of STAFF) {
      const history = lantern.alma.history(id)
      const types = history.filter((entry) => entry.what === "account_type").map((entry) => `${String(entry.from)}>${String(entry.to)}`)
      expect(types).toEqual(["EXTERNAL>INTERNAL", "INTERNAL>EXTERNAL"])
      const shown = codes.findIndex((code) => code.primaryId === id)
      const winners = [0, 1, 2].filter((one) => answers[shown * 3 + one]!.status === "fulfilled")
      expect(winners.length).toBeLessThanOrEqual(1)
      expect(history.filter((entry) => entry.what === "password" && entry.by === "api").length).toBeLessThanOrEqual(1)
    }
  }, 120_000)
})
