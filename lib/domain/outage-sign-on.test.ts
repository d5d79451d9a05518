import { describe, expect, it } from "vitest"
import type { SignOnLook } from "./sign-on"
import { signOnMeaning } from "./outage-sign-on"

/** Minutes past 09:00: down since 09:00, declared 09:30. */
const at = (minutes: number) => new Date(Date.UTC(2026, 10, 19, 9, minutes))
const OUTAGE = { since: at(0), declaredAt: at(30) }

function meaning(look: SignOnLook, { since, newest, downAt, now = newest }: { since: number; newest: number; downAt: number | null; now?: number }) {
  return signOnMeaning({ look, since: at(since), at: at(newest), downAt: downAt === null ? null : at(downAt) }, OUTAGE, at(now))
}

describe("what the looks mean for an outage", () => {
  it("says that it is back from the second look in a row, after it was seen down", () => {
    expect(meaning("down", { since: 5, newest: 60, downAt: 60 })).toBeNull()
    expect(meaning("up", { since: 65, newest: 65, downAt: 60 })).toBeNull()
    expect(meaning("up", { since: 65, newest: 70, downAt: 60 })).toBe("back")
  })

  it("counts only looks since the outage was declared", () => {
    expect(meaning("up", { since: 20, newest: 31, downAt: 15 })).toBeNull()
    expect(meaning("up", { since: 20, newest: 36, downAt: 15 })).toBe("back")
  })

  it("asks for ten minutes where nobody saw it down in this outage", () => {
    for (const downAt of [null, -60]) {
      expect(meaning("up", { since: 40, newest: 45, downAt })).toBeNull()
      expect(meaning("up", { since: 40, newest: 50, downAt })).toBe("back")
    }
  })

  it("offers nothing where it was up when the outage was declared: what is wrong isn't seen from here", () => {
    for (const newest of [25, 35, 300]) expect(meaning("up", { since: -100, newest, downAt: -120 })).toBe("all_along")
  })

  it("offers nothing on a doubt, and nothing that nobody has looked at for a while", () => {
    expect(meaning("doubtful", { since: 65, newest: 120, downAt: 60 })).toBeNull()
    expect(meaning("up", { since: 65, newest: 120, downAt: 60, now: 136 })).toBe("back")
    expect(meaning("up", { since: 65, newest: 120, downAt: 60, now: 137 })).toBe("stale")
    expect(meaning("down", { since: 65, newest: 120, downAt: 120, now: 137 })).toBe("stale")
  })
})
