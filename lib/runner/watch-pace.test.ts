import { expect, it } from "vitest"
import { paceOf } from "./watch-pace"

it("reads few held accounts every five minutes, and those that a person works on every 20 seconds", () => {
  expect(paceOf(20, 40, 5)).toEqual({ watch: 300, byHand: 20 })
  expect(paceOf(20, 600, 100)).toEqual({ watch: 300, byHand: 20 })
})

it("never spends more than a tenth of the requests on watching, nor a quarter on changes made by hand", () => {
  const { watch, byHand } = paceOf(20, 2_000, 2_000)
  expect(2_000 / watch).toBeLessThanOrEqual(2)
  expect(2_000 / byHand).toBeLessThanOrEqual(5)
})
