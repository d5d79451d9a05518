import { expect, test } from "vitest"
import { plainId, practicePeople } from "./people"
import { accountTypeOf, codeOf, identifierValues, listOf, primaryIdOf, textOf } from "./record"

test("about sixty people, the same each time, in several libraries and departments", () => {
  const people = practicePeople()
  expect(people.length).toBeGreaterThanOrEqual(58)
  expect(people).toEqual(practicePeople())
  expect(new Set(people.map((user) => codeOf(user["campus_code"]))).size).toBeGreaterThanOrEqual(5)
  expect(new Set(people.map((user) => user["job_description"])).size).toBeGreaterThanOrEqual(7)
})

test("no identifier belongs to two, also among thousands", () => {
  const people = practicePeople({ count: 5_000, roles: true })
  const ids = people.flatMap((user) => [
    primaryIdOf(user),
    ...identifierValues(user).map((each) => each.value),
  ])
  expect(new Set(ids.map((id) => id.toLowerCase())).size).toBe(ids.length)
  expect(people.some((user) => user.primary_id === plainId(4_999))).toBe(true)
})

test("mails go to reserved domains only", () => {
  const text = JSON.stringify(practicePeople({ count: 50, roles: true }))
  for (const [, domain] of text.matchAll(/"email_address":"[^"@]*@([^"]+)"/g)) {
    expect(domain).toMatch(/\.example$/)
  }
})

test("the back-up admin is as CARLI advises", () => {
  const admin = practicePeople().find((user) => user.primary_id === "backup_admin") ?? {}
  expect([accountTypeOf(admin), codeOf(admin["record_type"]), codeOf(admin["status"])]).toEqual([
    "INTERNAL",
    "STAFF",
    "ACTIVE",
  ])
  expect(listOf(admin["user_role"]).map((role) => codeOf(role["role_type"]))).toEqual(["50"])
})

test("every awkward kind is there", () => {
  const people = practicePeople()
  const external = people.filter((user) => accountTypeOf(user) === "EXTERNAL")
  expect(external.some((user) => user["external_id"] === "")).toBe(true)
  expect(external.some((user) => codeOf(user["status"]) === "INACTIVE")).toBe(true)
  expect(external.some((user) => textOf(user["expiry_date"]) < "2026")).toBe(true)
  expect(people.some((user) => accountTypeOf(user) === "INTEXTAUTH")).toBe(true)
  const parts = ["exl_", "rialto_", "carli_", "leganto_guest", "@", " ", "/", "+", "%", '"', "'", "山"]
  for (const part of parts) {
    expect(people.some((user) => primaryIdOf(user).includes(part)), part).toBe(true)
  }
})
