import { afterEach, describe, expect, it } from "vitest"
import { addAccounts } from "@/lib/services/add-accounts"
import { declareOutage } from "@/lib/services/declare-outage"
import { endOutage } from "@/lib/services/end-outage"
import { returnAccounts } from "@/lib/services/return-accounts"
import { switchAccounts } from "@/lib/services/switch-accounts"
import type { TestLantern } from "./test-lantern"
import { testLantern } from "./test-lantern"

const STAFF = ["aabernethy", "mixedseg", "noteworthy", "blockson", "manyroles", "bare"]

let lantern: TestLantern
afterEach(() => lantern.close())

async function declare(staff: string[] = STAFF): Promise<string> {
  return declareOutage(lantern.ctx, { institution: "ABC", reason: "SSO is down", hours: 4, text: staff.join("\n") })
}

async function switched(staff: string[] = STAFF): Promise<string> {
  const outageId = await declare(staff)
  await switchAccounts(lantern.ctx, { outageId })
  for (const id of staff) await lantern.until(id, ["internal"], 90)
  return outageId
}

/** Alma's own history: what the account type was changed from and to, in order. */
function typesOf(id: string): string[] {
  return lantern.alma.history(id).filter((entry) => entry.what === "account_type").map((entry) => `${String(entry.from)}>${String(entry.to)}`)
}

const THERE_AND_BACK = ["EXTERNAL>INTERNAL", "INTERNAL>EXTERNAL"]

describe("returning under faults", () => {
  it("leaves nobody behind when PUTs are applied seconds after they timed out", async () => {
    lantern = await testLantern({ quietSeconds: 4 })
    await lantern.work()
    const outageId = await switched()
    lantern.alma.faults.add({
      match: { method: "PUT" },
      times: 4,
      fault: { kind: "late_apply", delayMs: 2000, validated: true },
    })
    await endOutage(lantern.ctx, { outageId })
    await lantern.untilOutage(outageId, "closed", 60)
    for (const id of STAFF) {
      expect(typesOf(id).at(-1)).toBe("INTERNAL>EXTERNAL")
      expect(lantern.alma.user(id)?.external_id).toBe("SIS_BANNER")
    }
  }, 120_000)

  it("returns through 429, 500, resets after apply, unchanged answers and XML errors", async () => {
    lantern = await testLantern()
    await lantern.work()
    const outageId = await switched()
    lantern.alma.faults.add(
      { match: { method: "PUT" }, times: 2, fault: "status429" },
      { match: { method: "PUT" }, times: 1, fault: { kind: "status", status: 500, body: "html" } },
      { match: { method: "PUT" }, times: 1, fault: "reset_after_apply" },
      { match: { method: "PUT" }, times: 1, fault: "reset_before_apply" },
      { match: { method: "PUT" }, times: 1, fault: "ok_unchanged" },
      { match: { method: "PUT" }, times: 1, fault: "ok_error_envelope" },
      { match: { method: "GET", primaryId: "bare" }, times: 1, fault: "stale_read" },
    )
    await endOutage(lantern.ctx, { outageId })
    await lantern.untilOutage(outageId, "closed", 90)
    for (const id of STAFF) expect(typesOf(id)).toEqual(THERE_AND_BACK)
  }, 120_000)

  it("writes nothing to another person when Alma answers with somebody else", async () => {
    lantern = await testLantern()
    await lantern.work()
    const outageId = await switched(["bare"])
    const others = lantern.alma.users().filter((user) => user.primary_id !== "bare")
    lantern.alma.faults.add({ match: { method: "GET", primaryId: "bare" }, times: 2, fault: "wrong_person" })
    await endOutage(lantern.ctx, { outageId })
    await lantern.untilOutage(outageId, "closed", 90)
    for (const user of others) expect(lantern.alma.user(user.primary_id!)).toEqual(user)
    expect(typesOf("bare")).toEqual(THERE_AND_BACK)
  }, 120_000)

  it("follows someone who was renamed during the outage", async () => {
    lantern = await testLantern()
    await lantern.work()
    const outageId = await switched(["vrename"])
    const record = lantern.alma.user("vrename")!
    lantern.alma.editUser("vrename", (user) => ({ ...user, primary_id: "vnewname" }))
    expect(record.external_id).toBe("")
    await endOutage(lantern.ctx, { outageId })
    await lantern.untilOutage(outageId, "closed", 30)
    const renamed = lantern.alma.user("vnewname")!
    expect(renamed.account_type).toMatchObject({ value: "EXTERNAL" })
    expect(renamed.external_id).not.toBe("")
  }, 60_000)

  it("keeps edits that were made while the account was Internal", async () => {
    lantern = await testLantern()
    await lantern.work()
    const outageId = await switched(["noteworthy"])
    lantern.alma.editUser("noteworthy", (user) => ({ ...user, job_description: "Night desk" }))
    await endOutage(lantern.ctx, { outageId })
    await lantern.untilOutage(outageId, "closed", 30)
    expect(lantern.alma.user("noteworthy")?.job_description).toBe("Night desk")
  }, 60_000)
})

describe("switching under faults", () => {
  it("repairs a job that left accounts out and said that all went well", async () => {
    lantern = await testLantern()
    await lantern.work()
    lantern.alma.faults.add({ match: {}, times: 1, fault: { kind: "job_partial", ids: ["bare", "mixedseg"] } })
    await switched()
    for (const id of STAFF) expect(typesOf(id)).toEqual(["EXTERNAL>INTERNAL"])
  }, 120_000)

  it("finds a job whose answer was lost, and starts it only once", async () => {
    lantern = await testLantern()
    await lantern.work()
    lantern.alma.faults.add({ match: {}, times: 1, fault: "job_answer_lost" })
    await switched()
    const starts = lantern.alma.requests().filter((request) => request.method === "POST" && request.path.includes("/conf/jobs/"))
    expect(starts).toHaveLength(1)
  }, 120_000)

  it("never puts someone in the set who turned Internal after the list was made", async () => {
    lantern = await testLantern()
    const outageId = await declare(["bare", "mixedseg"])
    lantern.alma.editUser("bare", (user) => ({ ...user, account_type: { value: "INTERNAL" }, external_id: "" }))
    lantern.alma.setPassword("bare", "their-own-password-1", false)
    await lantern.work()
    await switchAccounts(lantern.ctx, { outageId })
    await lantern.until("mixedseg", ["internal"])
    expect((await lantern.hold("bare")).state).toBe("left_alone")
    await endOutage(lantern.ctx, { outageId })
    await lantern.untilOutage(outageId, "closed")
    expect(lantern.alma.passwordWorks("bare", "their-own-password-1")).toBe(true)
  }, 60_000)

  it("stops before the job when a stranger stands in the set", async () => {
    lantern = await testLantern()
    await lantern.work()
    lantern.alma.faults.add({ match: {}, times: 1, fault: { kind: "set_edited", primaryId: "blockson", when: "after_members" } })
    await switched(["bare"])
    expect(await lantern.ctx.db.auditEntry.count({ where: { action: "run.set_edited" } })).toBe(1)
    expect(lantern.alma.history("blockson").filter((entry) => entry.what === "account_type")).toEqual([])
  }, 60_000)

  it("ends in the middle of switching and brings everyone back", async () => {
    lantern = await testLantern({ alma: { jobMs: 1500 } })
    await lantern.work()
    const outageId = await declare()
    await switchAccounts(lantern.ctx, { outageId })
    await lantern.until("bare", ["switching"])
    await new Promise((resolve) => setTimeout(resolve, 600))
    await endOutage(lantern.ctx, { outageId })
    await lantern.untilOutage(outageId, "closed", 60)
    for (const id of STAFF) {
      expect(lantern.alma.user(id)?.account_type).toMatchObject({ value: "EXTERNAL" })
      expect(lantern.alma.user(id)?.external_id).toBe("SIS_BANNER")
    }
  }, 90_000)

  it("takes late joiners, and returns one early", async () => {
    lantern = await testLantern()
    await lantern.work()
    const outageId = await switched(["bare", "mixedseg"])
    await addAccounts(lantern.ctx, { outageId, text: "noteworthy" })
    await switchAccounts(lantern.ctx, { outageId })
    await lantern.until("noteworthy", ["internal"])
    await returnAccounts(lantern.ctx, { outageId, text: "mixedseg" })
    await lantern.until("mixedseg", ["returned"])
    expect((await lantern.hold("bare")).state).toBe("internal")
  }, 90_000)
})

describe("the direct route", () => {
  it("tries one account alone, and asks nothing of the others when Alma refuses it", async () => {
    lantern = await testLantern({ route: "direct" })
    await lantern.work()
    const outageId = await declare()
    await switchAccounts(lantern.ctx, { outageId })
    for (const id of STAFF) await lantern.until(id, ["needs_person"], 30)
    expect(lantern.alma.requests().filter((request) => request.method === "PUT")).toHaveLength(1)
    await endOutage(lantern.ctx, { outageId })
    await lantern.untilOutage(outageId, "closed", 30)
  }, 90_000)

  it("switches everyone where Alma is seen to take it", async () => {
    lantern = await testLantern({ route: "direct", alma: { directAllowed: true } })
    await lantern.work()
    const outageId = await switched()
    await endOutage(lantern.ctx, { outageId })
    await lantern.untilOutage(outageId, "closed", 30)
    for (const id of STAFF) expect(typesOf(id)).toEqual(THERE_AND_BACK)
  }, 90_000)
})
