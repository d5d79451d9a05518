import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { readOutageView } from "@/lib/db/outage-view"
import type { Actor, Role } from "@/lib/domain/actor"
import { makeInstitution } from "@/lib/auth/identity-fixtures"
import type { TestContext } from "./test-context"
import { testContext } from "./test-context"
import { handOverOutage } from "./hand-over-outage"

describe("who sees to an outage", () => {
  let test: TestContext
  let institutionId: string
  let outageId: string
  beforeAll(async () => {
    test = await testContext()
    institutionId = (await makeInstitution(test.ctx.db, "ALDER")).id
    const at = new Date()
    const outage = await test.ctx.db.outage.create({
      data: { institutionId, reason: "SSO is down", since: at, expectedHours: 4, declaredAt: at, declaredBy: "Operator test", state: "active" },
    })
    outageId = outage.id
  })
  afterAll(() => test.close())

  let count = 0
  async function person(name: string, role: Role, where: string | null = institutionId, disabled = false): Promise<Actor & { kind: "person" }> {
    const { id } = await test.ctx.db.person.create({
      data: {
        email: `p${++count}@alder.example.edu`, name, disabledAt: disabled ? new Date() : null,
        memberships: { create: { institutionId: where, role } },
      },
    })
    return { kind: "person", personId: id, name, memberships: [{ institutionId: where, role }] }
  }
  const as = (actor: Actor) => ({ ...test.ctx, actor })
  const view = (actor: Actor) => readOutageView(test.ctx.db, actor, outageId, { now: new Date(), quietSeconds: 1, publicUrl: "" })

  it("is taken over and handed over by name, with the audit, and told in the timeline", async () => {
    const ada = await person("Ada Quill", "liaison")
    const ben = await person("Ben Ortega", "admin", null)
    expect((await view(ada)).owner).toBeNull()
    await handOverOutage(as(ada), { outageId, personId: ada.personId })
    await handOverOutage(as(ada), { outageId, personId: ada.personId })
    await handOverOutage(as(ada), { outageId, personId: ben.personId })
    const { owner, timeline } = await view(ada)
    expect(owner).toEqual({ personId: ben.personId, name: "Ben Ortega" })
    expect(timeline.map((entry) => [entry.who, entry.text])).toEqual([
      ["Ada Quill", "handed the outage over to Ben Ortega"],
      ["Ada Quill", "took the outage over"],
    ])
  })

  it("is never somebody who may not change it", async () => {
    const ada = await person("Ada Quill", "liaison")
    const other = (await makeInstitution(test.ctx.db, "BIRCH")).id
    const before = (await view(ada)).owner
    for (const one of [await person("Looks On", "observer"), await person("Went Away", "liaison", institutionId, true), await person("From Birch", "admin", other)]) {
      await expect(handOverOutage(as(ada), { outageId, personId: one.personId })).rejects.toThrow("Only a liaison or an admin")
    }
    expect((await view(ada)).owner).toEqual(before)
  })

  it("can't be changed by an observer, from elsewhere, or once the outage is closed", async () => {
    const ada = await person("Ada Quill", "liaison")
    const observer = await person("Looks On", "observer")
    const stranger = await person("From Cedar", "admin", (await makeInstitution(test.ctx.db, "CEDAR")).id)
    await expect(handOverOutage(as(observer), { outageId, personId: ada.personId })).rejects.toThrow("Your role does not allow this")
    await expect(handOverOutage(as(stranger), { outageId, personId: ada.personId })).rejects.toThrow("There is no outage")
    await test.ctx.db.outage.update({ where: { id: outageId }, data: { state: "closed" } })
    await expect(handOverOutage(as(ada), { outageId, personId: ada.personId })).rejects.toThrow("This outage is closed")
  })
})
