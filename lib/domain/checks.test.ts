import { expect, it } from "vitest"
import { CHECK_IDS, CHECK_TITLES, daysUnseen, mergeChecks, readinessSentence, turnedChecks } from "./checks"
import type { CheckView } from "./views"

const check = (id: string, status: CheckView["status"], more: Partial<CheckView> = {}): CheckView => ({ id, status, message: `${id} is ${status}`, fix: null, ...more })
const [FIRST, THEN] = ["2026-11-20T08:00:00.000Z", "2026-11-21T08:00:00.000Z"]

it("keeps since when a check has been as it is, and says anew when it turns", () => {
  const first = mergeChecks([], [check("mail", "ok"), check("key.read", "fail")], FIRST)
  expect(first.map(({ id, since, lookedAt }) => [id, since, lookedAt])).toEqual([["key.read", FIRST, FIRST], ["mail", FIRST, FIRST]])
  const then = mergeChecks(first, [check("mail", "warn"), check("key.read", "fail")], THEN)
  expect(then.map(({ id, since, lookedAt }) => [id, since, lookedAt])).toEqual([["key.read", FIRST, THEN], ["mail", THEN, THEN]])
})

it("leaves what wasn't looked at as it was, and forgets checks that are no more", () => {
  const kept = [check("key.read", "ok", { lookedAt: FIRST, since: FIRST }), check("key.old", "fail")]
  expect(mergeChecks(kept, [check("mail", "ok")], THEN).map(({ id, lookedAt }) => [id, lookedAt])).toEqual([["key.read", FIRST], ["mail", THEN]])
})

it("tells what fell and what rose, and nothing of what was never looked at", () => {
  const kept = [check("mail", "ok"), check("roster", "warn"), check("clock", "fail")]
  const { fell, rose } = turnedChecks(kept, [check("mail", "fail"), check("roster", "ok"), check("clock", "warn"), check("people", "warn")])
  expect([fell.map((one) => one.id), rose.map((one) => one.id)]).toEqual([["mail"], ["roster"]])
})

it("says it in a sentence with the number first", () => {
  expect(readinessSentence([])).toBe("Not looked at yet")
  expect(readinessSentence([check("mail", "ok")])).toBe("All 1 ready")
  expect(readinessSentence([check("mail", "ok"), check("roster", "warn")])).toBe("1 thing to see to before an outage")
  expect(readinessSentence([check("mail", "fail"), check("roster", "warn")])).toBe("2 things to see to before an outage")
})

it("says only that nobody looked, where nobody did for two days", () => {
  expect([daysUnseen(FIRST, THEN), daysUnseen(FIRST, "2026-11-22T08:00:00.000Z"), daysUnseen(null, THEN)]).toEqual([null, 2, null])
  expect(readinessSentence([check("mail", "ok")], 5)).toBe("Not looked at for 5 days")
  expect(readinessSentence([], 5)).toBe("Not looked at yet")
})

it("has a name for each, in an order that is told once", () => {
  expect(new Set(CHECK_IDS).size).toBe(CHECK_IDS.length)
  expect(Object.keys(CHECK_TITLES).toSorted()).toEqual([...CHECK_IDS].toSorted())
})
