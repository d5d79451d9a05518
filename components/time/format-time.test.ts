import { describe, expect, it } from "vitest"
import { countdown, fromLocalInput, length, moment, toLocalInput } from "./format-time"

const CHICAGO = "America/Chicago"

describe("times for people", () => {
  it("names the day only when it isn't today in the institution's time zone", () => {
    const now = "2026-11-19T14:24:00Z"
    expect(moment("2026-11-19T13:12:00Z", CHICAGO, now)).toBe("07:12")
    expect(moment("2026-11-19T05:30:00Z", CHICAGO, now)).toBe("18 Nov, 23:30")
    expect(moment("2025-11-19T13:12:00Z", CHICAGO, now)).toBe("19 Nov 2025, 07:12")
  })

  it("says a length in at most two units", () => {
    expect(length(40_000)).toBe("40 s")
    expect(length(72 * 60_000)).toBe("1 h 12 min")
    expect(length(27 * 3_600_000)).toBe("1 d 3 h")
    expect(length(2 * 3_600_000)).toBe("2 h")
    expect(length(-5)).toBe("0 s")
  })

  it("counts down to the second", () => {
    expect(countdown(400_000)).toBe("6 min 40 s")
    expect(countdown(400)).toBe("1 s")
    expect(countdown(-1)).toBe("0 s")
  })

  it("reads a wall clock back to the same instant, across a change of clocks", () => {
    for (const iso of ["2026-07-01T12:00:00.000Z", "2026-11-01T05:30:00.000Z", "2026-11-01T12:00:00.000Z", "2026-03-08T09:30:00.000Z"]) {
      expect(fromLocalInput(toLocalInput(iso, CHICAGO), CHICAGO)).toBe(iso)
    }
    expect(fromLocalInput("", CHICAGO)).toBeNull()
  })
})
