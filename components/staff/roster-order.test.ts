import { expect, it } from "vitest"
import type { RosterPersonView } from "@/lib/domain/roster"
import type { Verdict } from "@/lib/domain/states"
import { filterPeople, indexPeople, sortPeople, VERDICT_ORDER } from "./roster-order"

const person = (primaryId: string, verdict: Verdict, name: string | null = null, department: string | null = null): RosterPersonView => ({ primaryId, name, department, verdict, reason: "", readAt: null, alsoOn: [] })
const people = indexPeople([
  person("zed", "switch", "Zoë Amis", "Archives"), person("ada", "expired", "Ada Moss"), person("ben", "not_found"), person("cleo", "switch", "Cléo Dunn", "Desk"),
])
const ids = (list: RosterPersonView[]) => list.map((one) => one.primaryId)

it("puts whom somebody should look at first, then by name", () => {
  expect(ids(sortPeople(people, { by: "state", down: false }))).toEqual(["ben", "ada", "cleo", "zed"])
  expect(ids(sortPeople(people, { by: "name", down: true }))).toEqual(["zed", "cleo", "ben", "ada"])
  expect(ids(sortPeople(people, { by: "department", down: false }))).toEqual(["zed", "cleo", "ada", "ben"])
})

it("finds by words of name, id and department, without accents", () => {
  expect(ids(filterPeople(people, { verdict: "all", text: "zoe arch" }))).toEqual(["zed"])
  expect(ids(filterPeople(people, { verdict: "switch", text: "c" }))).toEqual(["zed", "cleo"])
  expect(ids(filterPeople(people, { verdict: "expired", text: "zed" }))).toEqual([])
})

it("stays quick for ten thousand", () => {
  const many = indexPeople(Array.from({ length: 10_000 }, (_, at) => person(`p${at}`, at % 3 ? "switch" : "expired", `Person ${at}`)))
  const from = performance.now()
  sortPeople(filterPeople(many, { verdict: "all", text: "person 9" }), { by: "name", down: false })
  expect(performance.now() - from).toBeLessThan(1_000)
})

it("shows what can be switched first among the totals", () => {
  expect(VERDICT_ORDER[0]).toBe("switch")
  expect(VERDICT_ORDER).toHaveLength(10)
})
