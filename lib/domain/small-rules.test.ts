import { describe, expect, it } from "vitest"
import { DRAFT_LIMIT, declareDraft } from "./declare-draft"
import { AppError, FenceLost } from "./errors"
import { rosterPerson } from "./roster"
import { StartProblem } from "./start-problem"
import { HOLD_STATES, OUTAGE_STATES, ROUTES, VERDICTS, countToSwitch, isSettled, leadsToSwitch } from "./states"

describe("states", () => {
  it("are the words that the database and the pages use", () => {
    expect(OUTAGE_STATES).toEqual(["declared", "switching", "active", "ending", "closed"])
    expect(ROUTES).toEqual(["job", "direct", "manual"])
    expect(HOLD_STATES).toHaveLength(9)
    expect(new Set(VERDICTS).size).toBe(VERDICTS.length)
  })

  it("owe nothing more once returned or left alone, and in no other", () => {
    expect(HOLD_STATES.filter(isSettled)).toEqual(["returned", "left_alone"])
  })
})

describe("verdicts", () => {
  it("lead to a switch where the account can go, or where a person looks before it does", () => {
    expect(VERDICTS.filter(leadsToSwitch)).toEqual(["switch", "not_read"])
    expect([countToSwitch({ switch: 2, not_read: 3, expired: 4 }), countToSwitch({ not_read: 3 }), countToSwitch({ switch: 2 }), countToSwitch({})]).toEqual([5, 3, 2, 0])
  })
})

describe("errors", () => {
  it("carry their kind, their sentence and their name", () => {
    const error = new AppError("refused", "Nothing was changed.")
    expect(error).toMatchObject({ name: "AppError", code: "refused", message: "Nothing was changed." })
    expect(new FenceLost("Hold 7")).toMatchObject({ name: "FenceLost", message: "Hold 7 was taken over" })
    expect(new StartProblem("The disk is full.")).toMatchObject({ name: "StartProblem", message: "The disk is full." })
  })
})

describe("a person on a roster", () => {
  it("has an id of Alma's length and perhaps a name", () => {
    const takes = (primaryId: string, name: string | null) => rosterPerson.safeParse({ primaryId, name }).success
    expect([takes("a", null), takes("x".repeat(255), "x".repeat(500))]).toEqual([true, true])
    expect([takes("", null), takes("x".repeat(256), null), takes("a", "x".repeat(501))]).toEqual([false, false, false])
    expect(rosterPerson.safeParse({ primaryId: "a" }).success).toBe(false)
  })
})

describe("a draft", () => {
  const draft = {
    step: "details", triage: null, reason: "SSO", since: "2026-03-02T10:00", hours: "4", drill: false, picked: [], rosters: [],
    pasted: "", files: [], preview: null, leftOut: [] as string[], previewedAt: null,
  }
  const takes = (change: object) => declareDraft.safeParse({ ...draft, ...change }).success
  const person = { primaryId: "x".repeat(255), name: "x".repeat(500) }
  const account = { primaryId: "a", name: null, department: null, verdict: "switch", reason: "Active." }

  it("is kept with all that was filled in", () => {
    expect(takes({})).toBe(true)
    const full = {
      step: "preview", reason: "x".repeat(500), since: "x".repeat(40), hours: "x".repeat(20), picked: [person], leftOut: ["x".repeat(255)], previewedAt: "x".repeat(40),
      rosters: ["018f0000-0000-7000-8000-000000000001"], files: [{ name: "x".repeat(255), text: "aada" }],
      preview: { accounts: [account], counts: { switch: 1 } },
    }
    expect(declareDraft.parse({ ...draft, ...full })).toEqual({ ...draft, ...full })
    for (const step of ["details", "choose", "preview"]) expect(takes({ step })).toBe(true)
  })

  it.each<[string, object]>([
    ["a step there isn't", { step: "declared" }],
    ["a long reason", { reason: "x".repeat(501) }],
    ["a long time", { since: "x".repeat(41) }],
    ["long hours", { hours: "x".repeat(21) }],
    ["a long id", { picked: [{ ...person, primaryId: "x".repeat(256) }] }],
    ["a long name", { picked: [{ ...person, name: "x".repeat(501) }] }],
    ["somebody without an id", { picked: [{ name: "Ada" }] }],
    ["too many people", { picked: Array.from({ length: 20_001 }, () => ({ primaryId: "a", name: "A" })) }],
    ["a roster's id that is none", { rosters: ["1"] }],
    ["too many rosters", { rosters: Array.from({ length: 201 }, () => "018f0000-0000-7000-8000-000000000001") }],
    ["too many files", { files: Array.from({ length: 51 }, () => ({ name: "a", text: "" })) }],
    ["a file's long name", { files: [{ name: "x".repeat(256), text: "" }] }],
    ["a file without text", { files: [{ name: "a" }] }],
    ["a preview without accounts", { preview: { counts: {} } }],
    ["a preview without counts", { preview: { accounts: [], counts: null } }],
    ["counts that are none", { preview: { accounts: [], counts: "7" } }],
    ["a verdict there isn't", { preview: { accounts: [{ ...account, verdict: "maybe" }], counts: {} } }],
    ["an account without its parts", { preview: { accounts: [{ primaryId: "a" }], counts: {} } }],
    ["nobody to leave out, where that isn't said", { leftOut: undefined }],
    ["a long id to leave out", { leftOut: ["x".repeat(256)] }],
    ["too many to leave out", { leftOut: Array.from({ length: 20_001 }, () => "a") }],
    ["a long time of the preview", { previewedAt: "x".repeat(41) }],
  ])("is refused with %s", (_, change) => {
    expect(takes(change)).toBe(false)
  })

  it("has room for the largest list with its preview", () => {
    const accounts = Array.from({ length: 10_000 }, (_, at) => ({ ...account, primaryId: `person${at}`, name: "Ada Abernethy", reason: "Active, returns to SIS_BANNER." }))
    const text = JSON.stringify({ ...draft, preview: { accounts, counts: {} } })
    expect(text.length).toBeLessThan(DRAFT_LIMIT)
    expect(DRAFT_LIMIT).toBe(5_000_000)
  })
})
