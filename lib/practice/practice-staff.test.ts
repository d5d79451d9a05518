import { expect, it } from "vitest"
import { readFacts } from "@/lib/domain/account-facts"
import { PRACTICE_STAFF } from "@/lib/domain/practice-staff"
import { judge } from "@/lib/domain/verdict"
import { practicePeople } from "./people"

it("names 23 people of the practice who can be switched, and seven who are left alone", () => {
  const people = new Map(practicePeople().map((user) => [user.primary_id, user]))
  const verdicts = PRACTICE_STAFF.map((id) => {
    const user = people.get(id)
    return user ? judge(readFacts(user), { today: "2026-11-22", backupAdminIds: ["backup_admin"] }).verdict : "not_found"
  })
  expect(verdicts.filter((verdict) => verdict === "switch")).toHaveLength(23)
  expect(verdicts.filter((verdict) => verdict !== "switch").sort()).toEqual([
    "already_internal", "already_internal", "expired", "inactive", "no_external_id", "not_found", "protected",
  ])
})
