import { describe, expect, it } from "vitest"
import { OtherClock } from "./other-clock"

describe("another machine's clock", () => {
  it("is told by the quickest answer, whatever came later since", () => {
    const clock = new OtherClock()
    clock.heard(1_000_000, 70)
    clock.heard(1_000_100, 105)
    clock.heard(1_000_200, 1_900)
    expect(clock.onOurs(1_000_300)).toBe(305)
  })

  it("forgets what it knew of a clock that was set, within a minute", () => {
    const clock = new OtherClock()
    clock.heard(1_000_000, 0)
    for (let at = 1_000; at <= 62_000; at += 1_000) clock.heard(900_000 + at, at)
    expect(clock.onOurs(962_500)).toBe(62_500)
  })

  it("after a long silence begins anew", () => {
    const clock = new OtherClock()
    clock.heard(1_000_000, 0)
    clock.heard(1_199_000, 200_000)
    expect(clock.onOurs(1_199_500)).toBe(200_500)
  })
})
