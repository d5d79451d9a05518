import { describe, expect, it } from "vitest"
import { VERDICTS } from "@/lib/domain/states"
import { exceptionsFirst, filterAccounts, indexAccounts } from "./filter-accounts"

const MOST_MS = 60

const accounts = indexAccounts(Array.from({ length: 5_000 }, (_, at) => ({
  primaryId: `user${at}@college.example`,
  name: `Wilhelmina Nyström ${at}`,
  department: "Circulation",
  verdict: VERDICTS[at % VERDICTS.length]!,
  reason: "Active, returns to SIS_BANNER.",
})))

describe("filtering a preview", () => {
  it("finds by words of the name or by Primary ID, without regard to case and accents", () => {
    expect(filterAccounts(accounts, { verdict: "all", text: " NYSTROM 4999 " }).map((one) => one.primaryId)).toEqual(["user4999@college.example"])
    expect(filterAccounts(accounts, { verdict: "all", text: "USER17@" })).toHaveLength(1)
    expect(filterAccounts(accounts, { verdict: "all", text: "nobody" })).toEqual([])
  })

  it("keeps to the verdict", () => {
    const found = filterAccounts(accounts, { verdict: "expired", text: "" })
    expect(new Set(found.map((one) => one.verdict))).toEqual(new Set(["expired"]))
    expect(found).toHaveLength(500)
  })

  it("puts what somebody may have to act on before what goes by itself", () => {
    const order = exceptionsFirst(accounts).map((one) => one.verdict)
    expect([order[0], order.at(-1)]).toEqual(["unreadable", "switch"])
  })

  it(`takes less than ${MOST_MS} ms for each letter typed over 5,000 accounts`, () => {
    const took = ["w", "wi", "wil", "wilhelmina", "wilhelmina 49", "nobody"].map((text) => {
      const from = performance.now()
      filterAccounts(accounts, { verdict: "all", text })
      return performance.now() - from
    })
    expect(Math.max(...took)).toBeLessThan(MOST_MS)
  })
})
