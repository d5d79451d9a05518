import { afterEach, describe, expect, it } from "vitest"
import { endOutage } from "@/lib/services/end-outage"
import { issueCodes } from "@/lib/services/issue-codes"
import { redeemCode } from "@/lib/services/redeem-code"
import { asked } from "../test-steps"
import type { Stepping } from "./stepping"
import { madeInternal, slowCommit, stepping, wantedBack } from "./stepping"

let lantern: Stepping
afterEach(() => lantern.close())

/** The read is answered, and then the commit before the write waits longer than the read stays fresh. */
async function slowAfterRead() {
  let over: Promise<unknown> = Promise.resolve()
  const alma = await lantern.client((real) => ({
    getUser: async (...given) => {
      const answer = await real.getUser(...given)
      if (answer.kind === "ok") ({ over } = await slowCommit(lantern, 2_000))
      return answer
    },
  }))
  return { alma, over: () => over }
}

async function redeem(code: string, alma?: Stepping["ctx"]["almaFor"]): Promise<string> {
  const ctx = { ...lantern.ctx, actor: { kind: "pickup" as const, name: "Pick-up" }, ...(alma && { almaFor: alma }) }
  return (await redeemCode(ctx, { primaryId: "bare", code, address: "127.0.0.1" })).password
}

async function code(outageId: string): Promise<string> {
  return (await issueCodes(lantern.ctx, { outageId, kind: "slip" }))[0]!.code
}

describe("nothing is written from a read that is 2 s old", () => {
  it("on the way to Internal", async () => {
    lantern = await stepping()
    await asked(lantern, ["bare"])
    const slow = await slowAfterRead()
    const hold = await lantern.step("bare", { alma: slow.alma })
    await slow.over()
    expect([hold.state, lantern.puts()]).toEqual(["waiting", 0])
    expect(await lantern.step("bare")).toMatchObject({ state: "internal" })
  }, 90_000)

  it("on the way back", async () => {
    lantern = await stepping()
    await wantedBack(lantern, ["bare"])
    const slow = await slowAfterRead()
    await lantern.step("bare", { alma: slow.alma })
    await slow.over()
    expect(lantern.puts()).toBe(1)
    expect(await lantern.step("bare")).toMatchObject({ state: "external_watching" })
  }, 90_000)

  it("on the way back, of somebody who was renamed", async () => {
    lantern = await stepping()
    await wantedBack(lantern, ["vrename"])
    lantern.alma.editUser("vrename", (user) => ({ ...user, primary_id: "vnewname" }))
    const slow = await slowAfterRead()
    await lantern.step("vrename", { alma: slow.alma }, "vnewname")
    await slow.over()
    expect(lantern.puts()).toBe(1)
    expect(await lantern.step("vnewname")).toMatchObject({ state: "external_watching" })
  }, 90_000)

  it("at pick-up; the code stays good", async () => {
    lantern = await stepping()
    const slip = await code(await madeInternal(lantern, ["bare"]))
    const slow = await slowAfterRead()
    await expect(redeem(slip, () => slow.alma)).rejects.toThrow("still good")
    await slow.over()
    expect(lantern.puts()).toBe(1)
    expect(lantern.alma.passwordWorks("bare", await redeem(slip))).toBe(true)
  }, 90_000)
})

describe("an answer about another person is not the person, and nothing is written", () => {
  const answerAboutAnother = (times = 1) =>
    lantern.alma.faults.add({ match: { method: "GET", primaryId: "bare" }, times, fault: "wrong_person" })

  it("on the way to Internal and back", async () => {
    lantern = await stepping()
    // Nothing else by which they could be found.
    lantern.alma.editUser("bare", (user) => ({ ...user, user_identifier: [] }))
    const others = lantern.alma.users().filter((user) => user.primary_id !== "bare")
    const outageId = await asked(lantern, ["bare"])
    answerAboutAnother()
    await lantern.step("bare")
    expect(lantern.puts()).toBe(0)
    await lantern.ctx.db.hold.updateMany({ data: { state: "waiting" } })
    await lantern.step("bare")
    await endOutage(lantern.ctx, { outageId })
    const before = lantern.puts()
    answerAboutAnother(5)
    await lantern.step("bare")
    expect(lantern.puts()).toBe(before)
    for (const user of others) expect(lantern.alma.user(user.primary_id!)).toEqual(user)
  }, 90_000)

  it("at pick-up, another person's answer; the code stays good", async () => {
    lantern = await stepping()
    const slip = await code(await madeInternal(lantern, ["bare"]))
    const before = lantern.puts()
    answerAboutAnother()
    await expect(redeem(slip)).rejects.toThrow("still good")
    expect(lantern.puts()).toBe(before)
    expect(lantern.alma.passwordWorks("bare", await redeem(slip))).toBe(true)
  }, 90_000)

  it("but the same id in other case is", async () => {
    lantern = await stepping()
    lantern.alma.editUser("bare", (user) => ({ ...user, primary_id: "BARE" }))
    await madeInternal(lantern, ["bare"])
    expect(lantern.alma.user("BARE")).toMatchObject({ account_type: { value: "INTERNAL" } })
  }, 90_000)
})

describe("what comes back is compared with what was sent", () => {
  it("and a field that Alma changed is named in the audit, without its value", async () => {
    lantern = await stepping()
    await wantedBack(lantern, ["bare"])
    const alma = await lantern.client((real) => ({
      putUser: async (...given) => {
        const answer = await real.putUser(...given)
        return answer.kind === "ok" ? { ...answer, value: { ...answer.value, job_description: "Somebody else's desk" } } : answer
      },
    }))
    await lantern.step("bare", { alma })
    const entry = await lantern.ctx.db.auditEntry.findFirstOrThrow({ where: { action: "hold.alma_changed_fields" } })
    expect(JSON.parse(entry.detail)).toEqual({ fields: ["job_description"] })
  }, 90_000)

  it("and where all came back as sent, nothing is said", async () => {
    lantern = await stepping()
    await wantedBack(lantern, ["mixedseg"])
    await lantern.step("mixedseg")
    expect(await lantern.ctx.db.auditEntry.count({ where: { action: "hold.alma_changed_fields" } })).toBe(0)
  }, 90_000)
})
