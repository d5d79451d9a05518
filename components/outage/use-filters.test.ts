import { describe, expect, it } from "vitest"
import type { AccountView } from "@/lib/domain/views"
import { type Filters, fits, statesOf } from "./use-filters"

const NONE: Filters = { q: "", state: null, hand: null }

function account(part: Partial<AccountView>): AccountView {
  // Only what the filters read.
  return { name: "Dana Whitfield", primaryId: "dwhitfie", department: "Loans", state: "internal", acceptedBy: null, externalReads: 0, collectedAt: null, loggedInAt: null, needsHelpUntil: null, ...part } as AccountView
}

describe("what the table shows", () => {
  it("finds by name, Primary ID and department, whatever the case", () => {
    for (const q of ["WHIT", "dwhitfie", " loans "]) expect(fits(account({}), { ...NONE, q })).toBe(true)
    expect(fits(account({}), { ...NONE, q: "okafor" })).toBe(false)
  })

  it("takes proved accounts for watched ones: they carry one word", () => {
    const proved = account({ state: "external_watching", externalReads: 3 })
    expect(fits(proved, { ...NONE, state: "external_watching" })).toBe(true)
    expect(statesOf([proved, account({ state: "external_watching" })])).toEqual(["external_watching"])
  })

  it("counts who has logged in as collected too, and says nothing of a login that isn't known", () => {
    const collected = account({ state: "collected", collectedAt: "2026-11-19T13:42:00Z" })
    const loggedIn = { ...collected, loggedInAt: "2026-11-19T13:50:00Z" }
    expect([collected, loggedIn].map((one) => fits(one, { ...NONE, hand: "collected" }))).toEqual([true, true])
    expect([collected, loggedIn].map((one) => fits(one, { ...NONE, hand: "logged_in" }))).toEqual([false, true])
  })

  it("keeps who needs help until they have collected, and drops who has gone back", () => {
    const help = account({ needsHelpUntil: "2026-11-19T13:42:00Z" })
    expect(fits(help, { ...NONE, hand: "needs_help" })).toBe(true)
    expect(fits(help, { ...NONE, hand: "not_collected" }), "one or the other, as on the board").toBe(false)
    expect(fits({ ...help, state: "returning" }, { ...NONE, hand: "needs_help" })).toBe(false)
  })
})
