import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { makeInstitution, personActor } from "@/lib/auth/identity-fixtures"
import { readDraft } from "@/lib/db/drafts"
import type { ServiceContext } from "./context"
import { forgetDraft } from "./forget-draft"
import { saveDraft } from "./save-draft"
import { testContext, type TestContext } from "./test-context"

let test: TestContext
let here: string
let elsewhere: string
let ada: string
let ben: string
beforeAll(async () => {
  test = await testContext()
  const { db } = test.ctx
  here = (await makeInstitution(db, "ABC")).id
  elsewhere = (await makeInstitution(db, "XYZ")).id
  ada = (await db.person.create({ data: { name: "Ada", email: "ada@library.example" } })).id
  ben = (await db.person.create({ data: { name: "Ben", email: "ben@library.example" } })).id
})
afterAll(() => test.close())

const as = (personId: string, role: "liaison" | "observer" = "liaison"): ServiceContext => ({ ...test.ctx, actor: personActor(personId, role, here) })
const kept = (personId: string) => readDraft(test.ctx.db, { institutionId: here, personId })

describe("a draft", () => {
  it("keeps the changed parts over what was kept, for each person alone", async () => {
    await saveDraft(as(ada), { institution: here, change: { reason: "Sign-on is down", hours: "4" } })
    await saveDraft(as(ada), { institution: here, change: { hours: "6", picked: [{ primaryId: "aosei", name: "Amara Osei" }] } })
    expect(await kept(ada)).toEqual({ reason: "Sign-on is down", hours: "6", picked: [{ primaryId: "aosei", name: "Amara Osei" }] })
    expect(await kept(ben)).toBeNull()
  })

  it("loses nothing when two devices save at once", async () => {
    await Promise.all([
      saveDraft(as(ben), { institution: here, change: { reason: "Down" } }),
      saveDraft(as(ben), { institution: here, change: { pasted: "aosei" } }),
    ])
    expect(await kept(ben)).toEqual({ reason: "Down", pasted: "aosei" })
  })

  it("is forgotten when it is thrown away, and only one's own", async () => {
    await forgetDraft(as(ada), { institution: here })
    expect(await kept(ada)).toBeNull()
    expect(await kept(ben)).not.toBeNull()
  })

  it("is refused for who may not declare, for another institution, and when it is no draft", async () => {
    const change = { reason: "x" }
    await expect(saveDraft(as(ada, "observer"), { institution: here, change })).rejects.toMatchObject({ code: "not_allowed" })
    await expect(saveDraft(as(ada), { institution: elsewhere, change })).rejects.toMatchObject({ code: "not_found" })
    await expect(saveDraft(as(ada), { institution: here, change: { pasted: "x".repeat(6_000_000) } })).rejects.toMatchObject({ code: "input" })
    expect(await kept(ada)).toBeNull()
  })
})
