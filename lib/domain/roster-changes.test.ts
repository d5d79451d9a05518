import { describe, expect, it } from "vitest"
import type { RosterFact } from "./roster"
import { eachOnce, factsOf, needsLook, rosterPeople } from "./roster"
import { changesBetween, changesLine, goneFromSource, newcomersOf, refreshDoubt } from "./roster-changes"
import type { Verdict } from "./states"

const fact = (verdict: Verdict, name: string | null = null): RosterFact => ({ verdict, reason: "", name, department: null, readAt: "2026-11-22T06:00:00.000Z" })
const person = (primaryId: string, name: string | null = null) => ({ primaryId, name })
const ada = [person("Ada")]

describe("what changed", () => {
  it.each([
    ["switch", "not_found", "left"], ["not_found", "switch", "back"], ["switch", "already_internal", "turned_internal"], ["switch", "expired", "expired"],
    ["switch", "inactive", "inactive"], ["switch", "no_external_id", "lost_external_id"], ["expired", "switch", "fit"], ["switch", "protected", "protected"],
  ] as const)("%s, then %s: %s", (before, after, kind) => {
    expect(changesBetween(ada, { ada: fact(before) }, { ada: fact(after, "Ada Moss") })).toEqual([{ primaryId: "Ada", name: "Ada Moss", kind }])
  })

  it("is nothing at the first read, where nothing changed, and for whom nobody could read", () => {
    expect(changesBetween(ada, {}, { ada: fact("expired") })).toEqual([])
    expect(changesBetween(ada, { ada: fact("expired") }, { ada: fact("expired") })).toEqual([])
    expect(changesBetween(ada, { ada: fact("switch") }, { ada: fact("unreadable") })).toEqual([])
    expect(changesBetween(ada, { ada: fact("switch") }, {})).toEqual([])
  })

  it("is one line", () => {
    const changes = [{ ...person("a"), kind: "expired" as const }, { ...person("b"), kind: "left" as const }, { ...person("c"), kind: "expired" as const }]
    expect(changesLine(changes)).toBe("1 not found any more, 2 expired")
    expect(changesLine([])).toBe("")
  })
})

it("finds who is new in the source and who is gone from it, without regard to case", () => {
  expect(newcomersOf([person("ADA"), person("ben")], new Set(["ada"]))).toEqual([person("ben")])
  expect(goneFromSource([person("Ada"), person("cleo")], [person("ADA")])).toEqual([person("cleo")])
})

describe("doubt", () => {
  const knew = { a: fact("switch"), b: fact("switch"), c: fact("expired") }
  const none = { a: fact("not_found"), b: fact("not_found"), c: fact("not_found") }
  it("comes when Alma knows nobody any more", () => expect(refreshDoubt(knew, none)).toMatch(/none of these 3 people/))
  it("doesn't when one is found, when the list is short, or when nobody was known before", () => {
    expect(refreshDoubt(knew, { ...none, a: fact("expired") })).toBeNull()
    expect(refreshDoubt({ a: knew.a }, { a: none.a })).toBeNull()
    expect(refreshDoubt({}, none)).toBeNull()
    expect(refreshDoubt(none, none)).toBeNull()
  })
})

it("shows each person with what was read, their other rosters, and nothing of who left", () => {
  const facts = { ada: fact("expired", "Ada Moss"), gone: fact("switch") }
  expect(rosterPeople([person("Ada"), person("ben", "Ben")], facts, [{ name: "Desk", keys: new Set(["ben"]) }])).toMatchObject([
    { primaryId: "Ada", name: "Ada Moss", verdict: "expired", alsoOn: [] }, { primaryId: "ben", name: "Ben", verdict: "not_read", alsoOn: ["Desk"] },
  ])
  expect(Object.keys(factsOf(ada, facts))).toEqual(["ada"])
  expect(eachOnce([person("Ada"), person("ADA"), person("ben")]).map((one) => one.primaryId)).toEqual(["Ada", "ben"])
})

it("asks a person to look at whom an outage would leave out", () => {
  expect((["switch", "protected", "not_read"] as const).some(needsLook)).toBe(false)
  expect((["expired", "not_found", "already_internal", "inactive", "no_external_id", "unreadable"] as const).every(needsLook)).toBe(true)
})
