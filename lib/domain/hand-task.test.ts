import { describe, expect, it } from "vitest"
import { HAND_CARD_SECONDS, handTask, wantedType } from "./hand-task"

type Hold = Parameters<typeof handTask>[0]
const hold: Hold = { state: "needs_person", desired: "internal", observedType: "EXTERNAL", observedAt: new Date(), intendedAt: new Date(), acceptedAt: null }

describe("what a person is asked to do by hand", () => {
  it.each<[string, Partial<Hold>, ReturnType<typeof handTask>]>([
    ["switch one that was last seen External", {}, "switch"],
    ["switch one that no key could read yet", { observedType: null, observedAt: null }, "switch"],
    ["nothing where the read told of no type", { observedType: null }, null],
    ["return one, whatever was last seen of it", { desired: "external", observedType: null }, "return"],
    ["return one last seen Internal", { desired: "external", observedType: "INTERNAL" }, "return"],
    ["nothing where it is Internal already", { observedType: "INTERNAL" }, null],
    ["nothing where nobody asked for a switch", { desired: "none" }, null],
    ["nothing before the facts and the intent are written", { intendedAt: null }, null],
    ["nothing before, on the way back either", { intendedAt: null, desired: "external" }, null],
    ["nothing that was accepted as unresolved", { acceptedAt: new Date() }, null],
    ["nothing while Lantern is at it", { state: "returning", desired: "external" }, null],
    ["nothing while it waits", { state: "waiting" }, null],
  ])("%s", (_, change, task) => {
    expect(handTask({ ...hold, ...change })).toBe(task)
  })

  it("leads to the account type that Alma calls so", () => {
    expect([wantedType("switch"), wantedType("return")]).toEqual(["INTERNAL", "EXTERNAL"])
  })

  it("is theirs for two minutes after the card was last seen open", () => {
    expect(HAND_CARD_SECONDS).toBe(120)
  })
})
