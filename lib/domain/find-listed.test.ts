import { expect, it } from "vitest"
import { findListed, MOST_FOUND } from "./find-listed"

const facts = (key: string, name: string) => ({ [key]: { verdict: "switch" as const, reason: "", name, department: null, readAt: "2026-11-22T06:00:00Z" } })
const desk = { id: "1", name: "Desk", staff: [{ primaryId: "ZDvorak", name: null }, { primaryId: "aabernethy", name: "Amara Abernethy" }], facts: facts("zdvorak", "Žofie Dvořák") }
const night = { id: "2", name: "Night", staff: [{ primaryId: "zdvorak", name: "Z. D." }], facts: {} }

it("finds a person once, by name or id in any case and without accents, with every roster they are on", () => {
  const both = [{ id: "1", name: "Desk" }, { id: "2", name: "Night" }]
  for (const text of ["zofie", "DVORAK žof", "zdvorak"]) {
    expect(findListed([desk, night], text), text).toEqual({ total: 1, people: [{ primaryId: "ZDvorak", name: "Žofie Dvořák", rosters: both }] })
  }
  expect(findListed([night, desk], "abern").people.map((one) => one.rosters)).toEqual([[{ id: "1", name: "Desk" }]])
})

it("finds nobody by nothing, and of very many the first by name, with how many there are", () => {
  expect(findListed([desk], "  ")).toEqual({ people: [], total: 0 })
  expect(findListed([desk], "abernethy dvorak").total).toBe(0)
  const many = Array.from({ length: 200 }, (_, at) => ({ primaryId: `p${200 - at}`, name: null }))
  const { people, total } = findListed([{ id: "1", name: "All", staff: many, facts: {} }], "p")
  expect([people.length, total, people[1]!.primaryId]).toEqual([MOST_FOUND, 200, "p2"])
})
