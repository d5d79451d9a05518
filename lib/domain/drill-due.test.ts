import { expect, it } from "vitest"
import { drillDue } from "./drill-due"

const now = new Date("2026-11-22T08:00:00Z")
const before = (days: number) => new Date(now.getTime() - days * 86_400_000)

it("is due where there was none, and 90 days after the last", () => {
  expect(drillDue(null, now)).toEqual({ due: true, daysSince: null, dueOn: null })
  expect(drillDue(before(89.9), now)).toMatchObject({ due: false, daysSince: 89 })
  expect(drillDue(before(90), now)).toEqual({ due: true, daysSince: 90, dueOn: null })
  expect(drillDue(before(12), now).dueOn).toBe("2027-02-08T08:00:00.000Z")
})
