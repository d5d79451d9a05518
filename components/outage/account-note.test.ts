import { describe, expect, it } from "vitest"
import type { AccountView, OutageView } from "@/lib/domain/views"
import { accountNote, byUrgency } from "./account-note"

const NOW = "2026-11-19T14:24:00Z"
const AT = "2026-11-19T13:42:00Z"
// Only what the note reads.
const open = { endedAt: null, institution: { timeZone: "America/Chicago" } } as OutageView

function account(part: Partial<AccountView>): AccountView {
  return {
    holdId: "h", primaryId: "dwhitfie", name: "Dana Whitfield", department: null, state: "internal", reason: null, steps: null,
    observed: "INTERNAL", observedAt: AT, stateSince: AT, codeIssuedAt: null, codeExpiresAt: null, collectedAt: null,
    loggedInAt: null, canAccept: false, vouchedBy: null, needsHelpUntil: null, externalReads: 0, acceptedBy: null, acceptedReason: null, ...part,
  }
}

describe("what happened to an account", () => {
  it("tells whether a code is out, and when it is over", () => {
    expect(accountNote(account({}), open, NOW)).toBe("No code yet")
    expect(accountNote(account({ codeIssuedAt: AT }), open, NOW)).toBe("Not collected, code of 07:42")
    expect(accountNote(account({ codeIssuedAt: AT, codeExpiresAt: AT }), open, NOW)).toBe("Not collected, code expired 07:42")
    expect(accountNote(account({ state: "collected", collectedAt: AT, codeIssuedAt: AT }), open, NOW)).toBe("Collected 07:42, new code of 07:42")
  })

  it("says from when a new code can be given after a pick-up without an answer", () => {
    expect(accountNote(account({ needsHelpUntil: "2026-11-19T14:29:00Z" }), open, NOW)).toContain("New code from 08:29")
    expect(accountNote(account({ needsHelpUntil: AT }), open, NOW)).toContain("Give a new code")
  })

  it("speaks of no codes once the outage is ended", () => {
    expect(accountNote(account({}), { ...open, endedAt: NOW }, NOW)).toBe("Goes back next")
  })

  it("puts who needs a person first and who was accepted near the end", () => {
    const states = [account({ state: "left_alone" }), account({ state: "needs_person", acceptedBy: "Ruth Okafor" }), account({ state: "internal" }), account({ state: "needs_person" })]
    expect(states.toSorted(byUrgency).map((one) => [one.state, one.acceptedBy])).toEqual([
      ["needs_person", null], ["internal", null], ["needs_person", "Ruth Okafor"], ["left_alone", null],
    ])
  })
})
