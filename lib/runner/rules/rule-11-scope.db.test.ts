import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { currentInstitutionId, institutionsOf } from "@/lib/auth/current-institution"
import { personActor } from "@/lib/auth/identity-fixtures"
import { findInstitution, findOutage, institutionFilter } from "@/lib/db/scope"
import type { Actor } from "@/lib/domain/actor"
import { acceptUnresolved } from "@/lib/services/accept-unresolved"
import { addAccounts } from "@/lib/services/add-accounts"
import { declareOutage } from "@/lib/services/declare-outage"
import { endOutage } from "@/lib/services/end-outage"
import { issueCodes } from "@/lib/services/issue-codes"
import { listInstitutions } from "@/lib/services/list-institutions"
import { returnAccounts } from "@/lib/services/return-accounts"
import { switchAccounts } from "@/lib/services/switch-accounts"
import type { ServiceContext } from "@/lib/services/context"
import type { Stepping } from "./stepping"
import { madeInternal, stepping } from "./stepping"

let lantern: Stepping
let outageId: string
let stranger: ServiceContext
let elsewhere: string

beforeEach(async () => {
  lantern = await stepping()
  outageId = await madeInternal(lantern, ["bare"])
  const { id } = await lantern.ctx.db.institution.create({
    data: { code: "XYZ", name: "Other College", apiUrl: "http://127.0.0.1:1", apiKeySealed: "none", loginUrl: "http://127.0.0.1:1", timeZone: "UTC" },
  })
  elsewhere = id
  stranger = { ...lantern.ctx, actor: personActor("018f0000-0000-7000-8000-000000000009", "admin", elsewhere) }
})
afterEach(() => lantern.close())

describe("to a person of another institution", () => {
  it("an outage doesn't exist, whatever they would do with it", async () => {
    const { id: holdId } = await lantern.hold("bare")
    const deeds: Record<string, () => Promise<unknown>> = {
      read: () => findOutage(stranger.db, stranger.actor, outageId, "outage.read"),
      add: () => addAccounts(stranger, { outageId, text: "mixedseg" }),
      switch: () => switchAccounts(stranger, { outageId }),
      codes: () => issueCodes(stranger, { outageId, kind: "slip" }),
      return: () => returnAccounts(stranger, { outageId, text: "bare" }),
      accept: () => acceptUnresolved(stranger, { outageId, holdId, reason: "Somebody else sees to it." }),
      end: () => endOutage(stranger, { outageId }),
    }
    const before = await lantern.hold("bare")
    for (const [name, deed] of Object.entries(deeds)) {
      await expect(deed(), name).rejects.toMatchObject({ code: "not_found", message: "There is no outage with this id." })
    }
    expect(await lantern.hold("bare")).toEqual(before)
    expect(await lantern.ctx.db.pickupCode.count()).toBe(0)
  }, 90_000)

  it("the institution doesn't exist, by its code or its id", async () => {
    for (const which of ["ABC", "abc", lantern.institution.id]) {
      await expect(findInstitution(stranger.db, stranger.actor, which, "institution.read")).rejects.toMatchObject({ code: "not_found" })
    }
    await expect(declareOutage(stranger, { institution: "ABC", reason: "SSO", hours: 4, text: "mixedseg" })).rejects.toMatchObject({ code: "not_found" })
    expect((await findInstitution(stranger.db, stranger.actor, "xyz", "institution.read")).id).toBe(elsewhere)
  }, 90_000)

  it("lists show what is theirs", async () => {
    const { db, actor } = stranger
    expect(await db.outage.count({ where: institutionFilter(actor) })).toBe(0)
    expect((await listInstitutions(stranger)).map((one) => one.code)).toEqual(["XYZ"])
    const { memberships } = actor as Extract<Actor, { kind: "person" }>
    expect((await institutionsOf(db, memberships)).map((one) => one.code)).toEqual(["XYZ"])
    // Chosen in a session, by a forged request, or before the membership ended.
    const session = { institutionId: lantern.institution.id }
    expect(await currentInstitutionId({ db, memberships, session })).toBe(elsewhere)
  }, 90_000)
})

it("a person of every institution finds them all, and nobody signed in finds none", async () => {
  const everywhere = personActor("018f0000-0000-7000-8000-000000000008", "liaison", null)
  expect((await findOutage(lantern.ctx.db, everywhere, outageId, "outage.change")).id).toBe(outageId)
  const nobody = { kind: "pickup", name: "Pick-up" } as const
  await expect(findOutage(lantern.ctx.db, nobody, outageId, "outage.read")).rejects.toMatchObject({ code: "not_found" })
  expect(await lantern.ctx.db.hold.count({ where: institutionFilter(nobody) })).toBe(0)
}, 90_000)
