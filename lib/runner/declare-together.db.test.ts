import { afterEach, expect, it } from "vitest"
import { AppError } from "@/lib/domain/errors"
import { declareOutage } from "@/lib/services/declare-outage"
import type { TestLantern } from "./test-lantern"
import { testLantern } from "./test-lantern"

const STAFF = ["aabernethy", "mixedseg", "noteworthy"]

let lantern: TestLantern
afterEach(() => lantern.close())

function declare(): Promise<string> {
  return declareOutage(lantern.ctx, { institution: "ABC", reason: "SSO is down", hours: 4, text: STAFF.join("\n") })
}

function readsOf(primaryId: string): number {
  return lantern.alma.requests().filter((one) => one.method === "GET" && one.path.endsWith(`/users/${primaryId}`)).length
}

it("reads every account once for many equal clicks, and refuses all but one of them calmly", async () => {
  lantern = await testLantern({ alma: { latencyMs: 50 } })
  const answers = await Promise.allSettled(Array.from({ length: 12 }, declare))
  expect(answers.filter((answer) => answer.status === "fulfilled")).toHaveLength(1)
  const refused = answers.filter((answer) => answer.status === "rejected").map((answer) => answer.reason as unknown)
  expect(refused.every((reason) => reason instanceof AppError && reason.code === "refused")).toBe(true)
  for (const id of STAFF) expect(readsOf(id), id).toBe(1)
})

it("keeps nobody from declaring at once after one that came to nothing", async () => {
  lantern = await testLantern()
  lantern.alma.faults.add({ match: { method: "GET" }, times: 1, fault: "key_revoked" }, { match: { method: "PUT" }, times: 1, fault: "key_revoked" })
  await expect(declare()).rejects.toThrow("Nothing was changed")
  lantern.alma.faults.clear()
  await expect(declare()).resolves.toMatch(/^[0-9a-f-]{36}$/)
})
