import { describe, expect, it } from "vitest"
import type { DrillFacts } from "./drill-score"
import { drillScore, drillScript, drillSteps } from "./drill-score"

const at = (minutes: number) => new Date(Date.UTC(2026, 10, 22, 14, minutes)).toISOString()

const WHOLE: DrillFacts = {
  declaredAt: at(0), previewed: true, people: 2, switchAskedAt: at(0), internalAt: at(4), internal: 2, codesAt: at(6), codes: 2,
  collectedAt: at(9), collected: 2, loggedInAt: at(11), loggedIn: 1, noticeAt: at(12), endAskedAt: at(15), cutShort: false,
  returnedAt: at(26), returned: 2, neededPerson: 0, takenOver: 0, closedAt: at(26),
}
const states = (facts: DrillFacts) => Object.fromEntries(drillSteps(facts).map((step) => [step.id, step.state]))

describe("the checklist ticks itself off", () => {
  it("from what is there", () => {
    expect(new Set(Object.values(states(WHOLE)))).toEqual(new Set(["done"]))
    const begun = { ...WHOLE, internalAt: null, internal: 0, codesAt: null, collectedAt: null, loggedInAt: null, noticeAt: null, endAskedAt: null, closedAt: null }
    expect(states(begun)).toEqual({
      declared: "done", previewed: "done", switched: "open", codes: "open", collected: "open", logged_in: "open", ended: "open", external: "open", notice: "open",
    })
  })

  it("in the order in which it is walked: staff are told where to come before anybody can collect", () => {
    expect(drillScript().map((step) => step.id)).toEqual(["declared", "previewed", "switched", "codes", "notice", "collected", "logged_in", "ended", "external"])
    expect(drillScript().every((step) => step.state === "open" && step.text !== "")).toBe(true)
  })

  it("and what can't come about any more is skipped: codes die with the end, the notice may still be opened", () => {
    const ending = { ...WHOLE, previewed: false, codesAt: null, collectedAt: null, loggedInAt: null, noticeAt: null, closedAt: null }
    expect(states(ending)).toMatchObject({ previewed: "skipped", codes: "skipped", collected: "skipped", external: "open", notice: "open" })
    expect(states({ ...ending, closedAt: at(30) })).toMatchObject({ notice: "skipped" })
  })
})

describe("the score", () => {
  it("of a drill that was walked whole has nothing slow and nothing skipped", () => {
    const score = drillScore(WHOLE)
    expect(score).toMatchObject({ done: 9, of: 9, minutes: 26, slow: [], skipped: [] })
    expect(score.well).toContain("2 people Internal 4 minutes after the switch was asked for.")
    expect(score.well).toContain("Nobody was left Internal.")
  })

  it("names what took long, who needed a person and what was left out", () => {
    const score = drillScore({ ...WHOLE, people: 3, internalAt: at(30), codesAt: null, codes: 0, collectedAt: null, collected: 0, loggedInAt: null, loggedIn: 0, neededPerson: 1, returned: 1 })
    expect(score.done).toBe(6)
    expect(score.slow).toEqual([
      "2 people Internal 30 minutes after the switch was asked for: over 15 minutes is long.",
      "1 person of 3 never became Internal.",
      "1 account needed a person on the way.",
      "1 person could not be proved External by Lantern.",
    ])
    expect(score.skipped).toEqual(["Print slips or issue codes.", "Somebody collects a password.", "Somebody logs in to Alma."])
    expect(score.well.join()).not.toContain("Nobody was left")
  })

  it("of a drill that an outage ended blames nobody for whom the outage took over", () => {
    const { slow } = drillScore({ ...WHOLE, cutShort: true, returned: 1, takenOver: 1 })
    expect(slow).toEqual(["An outage was declared meanwhile and ended the drill: try it again on a quiet day."])
  })
})
