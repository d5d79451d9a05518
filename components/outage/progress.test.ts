import { describe, expect, it } from "vitest"
import type { HoldState } from "@/lib/domain/states"
import type { OutageView } from "@/lib/domain/views"
import { leftWords, progressOf, tell } from "./progress"

const NOW = Date.parse("2026-11-19T14:00:00Z")

/** Accounts by state, each `[state, seconds ago]`. */
function outage(state: OutageView["state"], accounts: [HoldState, number][]): OutageView {
  // Only what progress reads.
  return {
    state, readAt: new Date(NOW).toISOString(), counts: { held: accounts.length },
    accounts: accounts.map(([one, ago]) => ({ state: one, stateSince: new Date(NOW - ago * 1000).toISOString() })),
  } as OutageView
}

const many = (state: HoldState, count: number, ago: (i: number) => number) => Array.from({ length: count }, (_, i): [HoldState, number] => [state, ago(i)])

describe("how far it has come", () => {
  it("reckons the end from the pace of what was read", () => {
    const progress = progressOf(outage("switching", [...many("internal", 31, (i) => i), ...many("switching", 60, () => 40)]))
    expect(progress).toMatchObject({ way: "switching", done: 31, total: 91, rate: { perMinute: 60, finishAt: NOW + 60_000 } })
  })

  it("says no pace from too few, and forgets a batch that was long ago", () => {
    expect(progressOf(outage("switching", [...many("internal", 2, (i) => i * 5), ["waiting", 10]]))?.rate).toBeNull()
    expect(progressOf(outage("switching", [...many("internal", 40, () => 3_600), ["waiting", 10]]))?.rate).toBeNull()
  })

  it("counts the way back, and is silent when nothing is on its way", () => {
    expect(progressOf(outage("ending", [["external_watching", 1], ["returning", 1], ["internal", 9], ["needs_person", 2]]))).toMatchObject({ way: "returning", done: 1, total: 4 })
    expect(progressOf(outage("ending", [["external_watching", 1], ["returned", 1]]))).toBeNull()
    expect(progressOf(outage("active", [["waiting", 1]]))).toBeNull()
  })
})

describe("an estimate as told", () => {
  it("does not jump with one odd measurement, and follows one that stays", () => {
    let told = tell(null, NOW + 120_000, NOW)
    expect(leftWords(told.minutes)).toBe("about 2 min left")
    told = tell(told, NOW + 300_000, NOW)
    expect(told.minutes).toBe(2)
    for (let i = 0; i < 20; i++) told = tell(told, NOW + 300_000, NOW)
    expect(told.minutes).toBe(5)
  })

  it("goes down with the time", () => {
    const told = tell(null, NOW + 120_000, NOW)
    expect(leftWords(tell(told, NOW + 120_000, NOW + 100_000).minutes)).toBe("less than a minute left")
  })
})
