import { expect, it } from "vitest"
import { readFacts } from "@/lib/domain/account-facts"
import { RecentReads } from "./recent-reads"

const at = (minutes: number) => new Date(Date.UTC(2026, 0, 1, 0, minutes))
const facts = (id: string) => readFacts({ primary_id: id, account_type: { value: "EXTERNAL" } })

it("finds a read without regard to case, of its own institution only, for half an hour", () => {
  const reads = new RecentReads()
  reads.keep("one", facts("Bare"), at(0))
  expect(reads.find("one", "bARE", at(29))).toMatchObject({ facts: { primaryId: "Bare" }, at: at(0) })
  expect(reads.find("two", "bare", at(1))).toBeNull()
  expect(reads.find("one", "bare", at(30))).toBeNull()
})

it("keeps the newest read of an account, and never more than 20,000", () => {
  const reads = new RecentReads()
  for (let one = 0; one < 20_001; one++) reads.keep("one", facts(`p${one}`), at(0))
  reads.keep("one", facts("p2"), at(1))
  expect(reads.find("one", "p0", at(1))).toBeNull()
  expect(reads.find("one", "p2", at(1))?.at).toEqual(at(1))
})
