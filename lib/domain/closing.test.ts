import { describe, expect, it } from "vitest"
import { SWEEPS_SECONDS, afterExternalRead, nextSweep, quietFromAt, quietUntil } from "./closing"

const QUIET = 600
const start = new Date("2026-03-02T10:00:00Z")
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000)

describe("a return is proved", () => {
  it("by the third read of External at the end of the quiet period", () => {
    const proved = afterExternalRead({ externalReads: 3, quietFrom: start }, after(QUIET), QUIET)
    expect(proved).toEqual({ state: "returned", sweepAt: after(QUIET + 3600) })
  })

  it("never by fewer reads, however late", () => {
    for (const externalReads of [1, 2]) {
      expect(afterExternalRead({ externalReads, quietFrom: start }, after(86_400), QUIET).state).toBe("external_watching")
    }
  })

  it("never a moment earlier, however many reads", () => {
    const early = afterExternalRead({ externalReads: 99, quietFrom: start }, after(QUIET - 0.001), QUIET)
    expect(early.state).toBe("external_watching")
  })

  it("by reads at the start, the middle and the end, and never in a busy loop", () => {
    const first = afterExternalRead({ externalReads: 1, quietFrom: start }, start, QUIET)
    expect(first).toEqual({ state: "external_watching", readAgainAt: after(QUIET / 2) })
    const second = afterExternalRead({ externalReads: 2, quietFrom: start }, after(QUIET / 2), QUIET)
    expect(second).toEqual({ state: "external_watching", readAgainAt: after(QUIET) })
    const late = afterExternalRead({ externalReads: 1, quietFrom: start }, after(QUIET + 50), QUIET)
    expect(late).toEqual({ state: "external_watching", readAgainAt: after(QUIET + 50.25) })
  })
})

describe("the quiet period counts", () => {
  const lastWrite = start
  const read = after(7200)

  it("from our write, when the read is that write's read-back", () => {
    expect(quietFromAt({ externalReads: 0, quietFrom: lastWrite }, { at: after(1), isReadBack: true })).toEqual(lastWrite)
  })

  it("from the first read of External, when our last write lies long back or there was none", () => {
    expect(quietFromAt({ externalReads: 0, quietFrom: lastWrite }, { at: read, isReadBack: false })).toEqual(read)
    expect(quietFromAt({ externalReads: 0, quietFrom: null }, { at: read, isReadBack: false })).toEqual(read)
  })

  it("on through later reads", () => {
    expect(quietFromAt({ externalReads: 1, quietFrom: lastWrite }, { at: read, isReadBack: false })).toEqual(lastWrite)
  })

  it("never from before our last write, whatever the clocks say", () => {
    expect(quietFromAt({ externalReads: 0, quietFrom: after(60) }, { at: after(30), isReadBack: false })).toEqual(after(60))
  })

  it("so that quick reads prove nothing", () => {
    let watch = { externalReads: 0, quietFrom: lastWrite as Date | null }
    for (const at of [read, after(7200.25), after(7200.5), after(7200 + QUIET - 1)]) {
      const quietFrom = quietFromAt(watch, { at, isReadBack: false })
      watch = { externalReads: watch.externalReads + 1, quietFrom }
      expect(afterExternalRead({ ...watch, quietFrom }, at, QUIET).state).toBe("external_watching")
    }
    expect(quietUntil(watch.quietFrom!, QUIET)).toEqual(after(7200 + QUIET))
  })
})

describe("a returned account is looked at again", () => {
  it("after 1 hour, 24 hours and 7 days, counted from the return, and then no more", () => {
    expect(SWEEPS_SECONDS).toEqual([3_600, 86_400, 604_800])
    expect([0, 1, 2].map((done) => nextSweep(start, done))).toEqual([after(3_600), after(86_400), after(604_800)])
    expect(nextSweep(start, 3)).toBeNull()
  })
})
