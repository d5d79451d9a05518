import { afterEach, describe, expect, it } from "vitest"
import { acceptUnresolved } from "@/lib/services/accept-unresolved"
import { settleOutages } from "../settle-outages"
import { stepContext } from "../test-steps"
import type { Stepping } from "./stepping"
import { internal, stepping, wantedBack } from "./stepping"

let lantern: Stepping
afterEach(() => lantern.close())

const MINUTES = 60_000
const from = Date.now()
/** A step at so many minutes after the return was asked for. */
const stepAt = (primaryId: string, minutes: number) => lantern.step(primaryId, { clock: () => new Date(from + minutes * MINUTES) })

async function outageState(): Promise<string> {
  await settleOutages(await stepContext(lantern))
  return (await lantern.ctx.db.outage.findFirstOrThrow()).state
}

describe("an outage closes only", () => {
  it("when every account was read External three times, the last time after the quiet period", async () => {
    lantern = await stepping({ quietSeconds: 600 })
    await wantedBack(lantern, ["bare", "mixedseg"])
    for (const id of ["bare", "mixedseg"]) expect(await stepAt(id, 0)).toMatchObject({ state: "external_watching", externalReads: 1 })
    expect(await stepAt("bare", 5)).toMatchObject({ state: "external_watching", externalReads: 2 })
    expect(await stepAt("bare", 9.9)).toMatchObject({ state: "external_watching", externalReads: 3 })
    expect(await stepAt("bare", 10)).toMatchObject({ state: "returned", externalReads: 4 })
    expect(await outageState()).toBe("ending")
    expect(await stepAt("mixedseg", 20)).toMatchObject({ state: "external_watching", externalReads: 2 })
    expect(await outageState()).toBe("ending")
    expect(await stepAt("mixedseg", 21)).toMatchObject({ state: "returned" })
    expect(await outageState()).toBe("closed")
  }, 90_000)

  it("by reads that count anew once one of them sees Internal, and after another write", async () => {
    lantern = await stepping({ quietSeconds: 600 })
    await wantedBack(lantern, ["bare"])
    await stepAt("bare", 0)
    expect(await stepAt("bare", 5)).toMatchObject({ externalReads: 2 })
    lantern.alma.editUser("bare", internal)
    expect(await stepAt("bare", 12)).toMatchObject({ state: "external_watching", externalReads: 1 })
    expect(await stepAt("bare", 17)).toMatchObject({ state: "external_watching", externalReads: 2 })
    expect(await stepAt("bare", 21)).toMatchObject({ state: "external_watching", externalReads: 3 })
    expect(await outageState()).toBe("ending")
    expect(await stepAt("bare", 22)).toMatchObject({ state: "returned" })
    expect(lantern.alma.user("bare")).toMatchObject({ account_type: { value: "EXTERNAL" } })
  }, 90_000)

  it("for an account that nobody can return, by a named person's written reason", async () => {
    lantern = await stepping({ quietSeconds: 600 })
    const outageId = await wantedBack(lantern, ["bare"])
    const { id: holdId } = await lantern.hold("bare")
    const accept = (reason: string) => acceptUnresolved(lantern.ctx, { outageId, holdId, reason })
    await expect(accept("Alma breaks on this record; IT sees to it.")).rejects.toThrow("Only an account that needs a person")
    lantern.alma.faults.add({ match: { method: "PUT" }, fault: { kind: "ok_error_envelope", code: "401858" } })
    expect(await stepAt("bare", 0)).toMatchObject({ state: "needs_person" })
    expect(await outageState()).toBe("ending")
    await expect(accept("  done  ")).rejects.toThrow("at least ten characters")
    expect(await outageState()).toBe("ending")
    await accept("Alma breaks on this record; IT sees to it.")
    expect(await lantern.hold("bare")).toMatchObject({ acceptedBy: "Operator test", acceptedReason: "Alma breaks on this record; IT sees to it." })
    expect(await outageState()).toBe("closed")
    const entry = await lantern.ctx.db.auditEntry.findFirstOrThrow({ where: { action: "hold.accepted" } })
    expect(entry.actor).toBe("Operator test")
  }, 90_000)
})

describe("a returned account is looked at again", () => {
  async function returned(): Promise<void> {
    lantern = await stepping({ quietSeconds: 600 })
    await wantedBack(lantern, ["bare"])
    for (const at of [0, 5, 10]) await stepAt("bare", at)
    expect(await outageState()).toBe("closed")
  }
  const dueAfterMinutes = async () => ((await lantern.hold("bare")).dueAt!.getTime() - from) / MINUTES - 10

  it("after an hour, a day and a week, and then no more", async () => {
    await returned()
    expect(await dueAfterMinutes()).toBe(60)
    await stepAt("bare", 70)
    expect(await dueAfterMinutes()).toBe(24 * 60)
    await stepAt("bare", 24 * 60)
    expect(await dueAfterMinutes()).toBe(7 * 24 * 60)
    expect(await stepAt("bare", 7 * 24 * 60)).toMatchObject({ state: "returned", sweeps: 3, dueAt: null })
  }, 90_000)

  it("and, found Internal, is open again with its outage, and returned again", async () => {
    await returned()
    lantern.alma.editUser("bare", internal)
    expect(await stepAt("bare", 70)).toMatchObject({ state: "returning", externalReads: 0, returnedAt: null, sweeps: 0 })
    expect(await outageState()).toBe("ending")
    expect(await stepAt("bare", 71)).toMatchObject({ state: "external_watching", externalReads: 1 })
    expect(lantern.alma.user("bare")).toMatchObject({ account_type: { value: "EXTERNAL" } })
  }, 90_000)
})
