import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { personActor } from "@/lib/auth/identity-fixtures"
import { readRosterDetail, readRosterSummaries, readStaffView } from "@/lib/db/roster-views"
import { readRosters } from "@/lib/db/rosters"
import type { AlmaUser } from "@/lib/domain/alma-user"
import { testLantern, type TestLantern } from "@/lib/runner/test-lantern"
import { addToRoster, deleteRoster, renameRoster, takeOffRoster } from "./change-roster"
import { createRoster } from "./create-roster"
import { declareOutage } from "./declare-outage"
import { refreshDueRosters } from "./refresh-due-rosters"
import { refreshRoster } from "./refresh-roster"

let lantern: TestLantern
const institution = "ABC"
beforeAll(async () => {
  lantern = await testLantern({ rate: 50 })
})
afterAll(() => lantern.close())
beforeEach(async () => {
  lantern.alma.reset()
  await lantern.ctx.db.roster.deleteMany()
  await lantern.ctx.db.rateLimiterFlexible.deleteMany()
})

const person = (primaryId: string, name: string | null = null) => ({ primaryId, name })
const make = (name: string, ids: string[]) => createRoster(lantern.ctx, { institution, name, staff: ids.map((id) => person(id)) })
const detail = (id: string) => readRosterDetail(lantern.ctx.db, lantern.ctx.actor, id)
const edit = (id: string, fields: Partial<AlmaUser>) => lantern.alma.editUser(id, (user) => void Object.assign(user, fields))
const refresh = (rosterId: string) => refreshRoster(lantern.ctx, { rosterId })
const actions = async (action: string) => (await lantern.ctx.db.auditEntry.findMany({ where: { action } })).length

describe("a roster", () => {
  it("is made of pasted lists, each person once, and read in Alma without a change there", async () => {
    const { id, people } = await createRoster(lantern.ctx, { institution, name: " Desk ", staff: [person("ogrady")], texts: ["primary_id\nOGRADY\naabernethy\nhlindqvist\nnobody_here"] })
    expect(people).toBe(4)
    expect((await detail(id)).people.map((one) => one.verdict)).toEqual(["not_read", "not_read", "not_read", "not_read"])
    expect(await refresh(id)).toMatchObject({ people: 4, read: 4, changes: [], problem: null })
    const { people: read, refreshedAt } = await detail(id)
    expect(read.map(({ primaryId, verdict }) => [primaryId, verdict])).toEqual([["ogrady", "already_internal"], ["aabernethy", "switch"], ["hlindqvist", "expired"], ["nobody_here", "not_found"]])
    expect(read[1]).toMatchObject({ name: "Amara Abernethy", department: "Circulation desk" })
    expect(refreshedAt).not.toBeNull()
    expect((await readRosters(lantern.ctx.db, lantern.institution.id))[0]).toMatchObject({ name: "Desk", people: 4, needLook: 3 })
    expect(lantern.alma.history().filter((entry) => entry.what !== "request")).toEqual([])
  })

  it("has a name of its own in any case, when it is made and when it is renamed", async () => {
    const { id } = await make("Circulation%", ["aabernethy"])
    await expect(make("CIRCULATION%", ["ogrady"])).rejects.toMatchObject({ code: "refused", message: expect.stringContaining("Circulation%") })
    const other = await make("CirculationX", ["ogrady"])
    await expect(renameRoster(lantern.ctx, { rosterId: other.id, name: "circulation%" })).rejects.toMatchObject({ code: "refused" })
    expect(await renameRoster(lantern.ctx, { rosterId: id, name: "circulation%" })).toEqual({ name: "circulation%" })
    const both = await Promise.allSettled([make("Night", ["aabernethy"]), make("NIGHT", ["aabernethy"])])
    expect(both.map((one) => one.status).toSorted()).toEqual(["fulfilled", "rejected"])
  })

  it("is refused when it is too long or empty, and takes back the ids that it exported", async () => {
    const lines = Array.from({ length: 20_000 }, (_, at) => `staff${at},Name ${at}`).join("\n")
    await expect(createRoster(lantern.ctx, { institution, name: "All", texts: [lines] })).rejects.toMatchObject({ code: "input", message: expect.stringMatching(/20000 entries; at most 10000/) })
    await expect(createRoster(lantern.ctx, { institution, name: "None", texts: [" \n"] })).rejects.toMatchObject({ code: "input" })
    const { id } = await createRoster(lantern.ctx, { institution, name: "Odd", texts: ["'=kim\n'+lee\no'hara"] })
    expect((await detail(id)).people.map((one) => one.primaryId)).toEqual(["=kim", "+lee", "o'hara"])
  })

  it("takes people on and off, keeps what was read of the others, and is never left empty", async () => {
    const { id } = await make("Desk", ["aabernethy", "hlindqvist"])
    await refresh(id)
    expect(await addToRoster(lantern.ctx, { rosterId: id, staff: [person("AABERNETHY"), person("noteworthy")] })).toEqual({ added: 1, people: 3 })
    expect(await takeOffRoster(lantern.ctx, { rosterId: id, primaryIds: ["HLINDQVIST"] })).toEqual({ removed: 1, people: 2 })
    expect((await detail(id)).people.map(({ primaryId, verdict }) => [primaryId, verdict])).toEqual([["aabernethy", "switch"], ["noteworthy", "not_read"]])
    expect((await readRosters(lantern.ctx.db, lantern.institution.id))[0]).toMatchObject({ needLook: 0 })
    await expect(takeOffRoster(lantern.ctx, { rosterId: id, primaryIds: ["aabernethy", "noteworthy"] })).rejects.toMatchObject({ code: "refused" })
    expect((await detail(id)).people).toHaveLength(2)
  })

  it("says who is on which other one", async () => {
    const { id } = await make("Desk", ["aabernethy", "noteworthy"])
    await make("Sunday", ["NoteWorthy"])
    expect((await detail(id)).people.map((one) => one.alsoOn)).toEqual([[], ["Sunday"]])
    expect(await readStaffView(lantern.ctx.db, lantern.ctx.actor, lantern.institution.id)).toMatchObject({ people: 2, unlisted: null })
  })

  it("is deleted with its history, and nobody else's institution ever sees it", async () => {
    const { id } = await make("Desk", ["aabernethy"])
    await refresh(id)
    const stranger = { ...lantern.ctx, actor: personActor("00000000-0000-4000-8000-000000000001", "liaison", "00000000-0000-4000-8000-000000000002") }
    const observer = { ...lantern.ctx, actor: personActor("00000000-0000-4000-8000-000000000003", "observer", lantern.institution.id) }
    for (const act of [() => deleteRoster(stranger, { rosterId: id }), () => refreshRoster(stranger, { rosterId: id }), () => addToRoster(stranger, { rosterId: id, staff: [person("x")] }), () => renameRoster(stranger, { rosterId: id, name: "X" }), () => readRosterDetail(stranger.db, stranger.actor, id)]) {
      await expect(act()).rejects.toMatchObject({ code: "not_found" })
    }
    await expect(deleteRoster(observer, { rosterId: id })).rejects.toMatchObject({ code: "not_allowed" })
    expect((await readRosterDetail(observer.db, observer.actor, id)).canChange).toBe(false)
    await deleteRoster(lantern.ctx, { rosterId: id })
    await expect(detail(id)).rejects.toMatchObject({ code: "not_found" })
    expect(await lantern.ctx.db.rosterRefresh.count({ where: { rosterId: id } })).toBe(0)
    expect(await actions("roster.deleted")).toBeGreaterThan(0)
  })
})

describe("a refresh", () => {
  it("tells who left, expired, turned Internal, was made inactive or lost the external id; nobody is taken off", async () => {
    const ids = ["aabernethy", "noteworthy", "mixedseg", "blockson", "lawclerk7", "bare"]
    const { id } = await make("Desk", ids)
    await refresh(id)
    lantern.alma.removeUser("aabernethy")
    edit("noteworthy", { expiry_date: "2025-01-01Z" })
    edit("mixedseg", { account_type: { value: "INTERNAL", desc: "Internal" }, external_id: "" })
    edit("blockson", { status: { value: "INACTIVE", desc: "Inactive" } })
    edit("lawclerk7", { external_id: "" })
    const record = await refresh(id)
    expect(record?.changes.map(({ primaryId, kind }) => [primaryId, kind])).toEqual([["aabernethy", "left"], ["noteworthy", "expired"], ["mixedseg", "turned_internal"], ["blockson", "inactive"], ["lawclerk7", "lost_external_id"]])
    expect((await detail(id)).people.map((one) => one.primaryId)).toEqual(ids)
    expect((await refresh(id))?.changes).toEqual([])
    expect((await detail(id)).history).toHaveLength(3)
  })

  it("doesn't take somebody renamed for the same person, though the old id finds them", async () => {
    const { id } = await make("Desk", ["vrename"])
    await refresh(id)
    edit("vrename", { primary_id: "vrenner", user_identifier: [{ value: "vrename", id_type: { value: "NET_ID" }, segment_type: "External" }] })
    expect((await refresh(id))?.changes).toMatchObject([{ primaryId: "vrename", kind: "left" }])
    expect((await detail(id)).people[0]?.reason).toContain("vrenner")
  })

  it("changes nothing when Alma is silent, the key is refused, or Alma knows nobody any more, and says so", async () => {
    const { id } = await make("Desk", ["aabernethy", "noteworthy", "mixedseg"])
    await refresh(id)
    const before = await detail(id)
    const { db } = lantern.ctx
    const { apiUrl } = lantern.institution
    await db.institution.update({ where: { code: institution }, data: { apiUrl: "http://127.0.0.1:9" } })
    expect(await refresh(id)).toMatchObject({ read: 0, changes: [], problem: expect.stringMatching(/does not answer/) })
    await db.institution.update({ where: { code: institution }, data: { apiUrl } })
    lantern.alma.faults.add({ match: { method: "GET" }, times: Infinity, fault: "key_revoked" })
    expect(await refresh(id)).toMatchObject({ read: 0, changes: [], problem: expect.stringMatching(/API key.*can't read users/) })
    lantern.alma.faults.clear()
    for (const gone of ["aabernethy", "noteworthy", "mixedseg"]) lantern.alma.removeUser(gone)
    expect(await refresh(id)).toMatchObject({ read: 0, changes: [], problem: expect.stringMatching(/knows none of these 3 people/) })
    const after = await detail(id)
    expect(after.people).toEqual(before.people)
    expect(after.refreshedAt).toBe(before.refreshedAt)
    const [summary] = await readRosterSummaries(db, lantern.institution.id)
    expect(summary).toMatchObject({ needLook: 0, problem: expect.stringMatching(/knows none/) })
  })

  it("is one when two begin at once", async () => {
    const { id } = await make("Desk", ["aabernethy", "noteworthy"])
    const both = await Promise.allSettled([refresh(id), refresh(id)])
    expect(both.map((one) => one.status).toSorted()).toEqual(["fulfilled", "rejected"])
    expect((await detail(id)).history).toHaveLength(1)
    expect((await refresh(id))?.read).toBe(2)
  })

  it("reads its set again: who is new there and on no roster, who is gone from it, and that it is gone itself", async () => {
    const alma = lantern.ctx.almaFor(lantern.institution)
    const made = await alma.createSet("Night staff")
    if (made.kind !== "ok") throw new Error("no set")
    await alma.addSetMembers(made.value.id, ["aabernethy", "noteworthy"])
    const { id } = await createRoster(lantern.ctx, { institution, name: "Night", set: "Night staff" })
    await make("Desk", ["mixedseg"])
    lantern.alma.removeUser("noteworthy")
    await alma.addSetMembers(made.value.id, ["mixedseg", "blockson"])
    const record = await refresh(id)
    expect(record).toMatchObject({ newcomers: [{ primaryId: "blockson" }], goneFromSource: [{ primaryId: "noteworthy" }] })
    expect((await detail(id)).people.map((one) => one.primaryId)).toEqual(["aabernethy", "noteworthy"])
    await addToRoster(lantern.ctx, { rosterId: id, staff: [person("blockson")] })
    expect((await detail(id)).newcomers).toEqual([])
    await alma.deleteSet(made.value.id)
    expect(await refresh(id)).toMatchObject({ read: 3, newcomers: [], problem: expect.stringMatching(/set “Night staff”.*gone/) })
    await expect(createRoster(lantern.ctx, { institution, name: "Other", set: "Nowhere" })).rejects.toMatchObject({ code: "not_found" })
    await expect(createRoster(lantern.ctx, { institution, name: "Other", set: "9563640019990561" })).rejects.toMatchObject({ code: "not_found" })
  })

  it("by schedule reads each roster once a day, none while an outage is open, at the lowest priority", async () => {
    const { id } = await make("Desk", ["aabernethy"])
    expect(await refreshDueRosters(lantern.ctx)).toBe(1)
    expect(await refreshDueRosters(lantern.ctx)).toBe(0)
    await lantern.ctx.db.rateLimiterFlexible.deleteMany()
    expect(await refreshDueRosters(lantern.ctx)).toBe(0)
    const tomorrow = { ...lantern.ctx, clock: () => new Date(Date.now() + 25 * 3_600_000) }
    expect(await refreshDueRosters({ ...tomorrow, db: lantern.ctx.db })).toBe(1)
    await lantern.ctx.db.rateLimiterFlexible.deleteMany()
    await lantern.ctx.db.roster.update({ where: { id }, data: { refreshedAt: null } })
    const outageId = await declareOutage(lantern.ctx, { institution, reason: "SSO is down", hours: 2, text: "aabernethy" })
    expect(await refreshDueRosters(lantern.ctx)).toBe(0)
    expect(await refresh(id)).toMatchObject({ people: 1, read: 0, problem: null })
    await lantern.ctx.db.outage.update({ where: { id: outageId }, data: { state: "closed" } })
  })
})
