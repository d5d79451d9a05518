import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import type { z } from "zod"
import { personActor } from "@/lib/auth/identity-fixtures"
import { readNamedUsersView } from "@/lib/db/named-users-view"
import { readStaffView } from "@/lib/db/roster-views"
import { practicePeople } from "@/lib/practice/people"
import { testLantern, type TestLantern } from "@/lib/runner/test-lantern"
import { continueNamedUserCount, takeUpNamedUserCounts } from "./continue-named-user-count"
import { createRoster } from "./create-roster"
import { readAlmaRoles } from "./read-role-names"
import { setNamedUserRules } from "./set-named-user-rules"
import { resumeNamedUserCount, startNamedUserCount, stopNamedUserCount, type startNamedUserCountInput } from "./start-named-user-count"

let lantern: TestLantern
const institution = "ABC"
const PEOPLE = practicePeople({ count: 150, roles: true })
beforeAll(async () => {
  lantern = await testLantern({ rate: 50, alma: { people: PEOPLE } })
})
afterAll(() => lantern.close())
beforeEach(async () => {
  lantern.alma.reset()
  await lantern.ctx.db.namedUserCount.deleteMany()
  await lantern.ctx.db.roster.deleteMany()
  await lantern.ctx.db.institution.update({ where: { code: institution }, data: { rolesNotCounted: [], namedUserAllowance: null } })
})

const start = (source: z.input<typeof startNamedUserCountInput>["source"] = { kind: "everyone" }) => startNamedUserCount(lantern.ctx, { institution, source })
const view = () => readNamedUsersView(lantern.ctx.db, lantern.ctx.actor, lantern.institution.id)
async function count(source?: Parameters<typeof start>[0]) {
  const { id } = await start(source)
  await continueNamedUserCount(lantern.ctx, id)
  return view()
}
const row = (id: string) => lantern.ctx.db.namedUserCount.findUniqueOrThrow({ where: { id } })
const ids = (people: { primaryId: string }[]) => people.map((one) => one.primaryId)

describe("the whole institution", () => {
  it("is counted by its roles, page by page, with nobody changed", async () => {
    const { newest, people } = await count()
    expect(newest).toMatchObject({ state: "done", total: PEOPLE.length, read: PEOPLE.length, counted: people.length, changes: null })
    const named = new Set(ids(people))
    for (const yes of ["aabernethy", "ogrady", "backup_admin", "bothkinds", "newrole", "lateacct", "everylib", "exl_support", "staff00150"]) expect(named.has(yes), yes).toBe(true)
    for (const no of ["lteacher", "lbuilder", "rselect", "rsuper", "trialtom", "reader9", "oldrole", "offrole", "leftstaff", "pnakamura", "leganto_guest", "profreader"]) expect(named.has(no), no).toBe(false)
    expect(people.find((one) => one.primaryId === "bothkinds")?.roles).toEqual([{ code: "204", name: "Cataloger" }])
    expect(people.find((one) => one.primaryId === "everylib")?.libraries).toHaveLength(5)
    expect(newest?.notes.join(" ")).toMatch(/past the expiry date.*Ex Libris or CARLI/)
    expect(lantern.alma.history().filter((entry) => entry.what !== "request")).toEqual([])
    const listed = lantern.alma.requests().filter((request) => request.path.endsWith("/users"))
    expect(listed).toHaveLength(3)
  })

  it("doesn't count otherwise when people are switched, and one more with a back-up admin", async () => {
    const before = (await count()).newest!.counted!
    lantern.alma.editUser("aabernethy", (user) => void Object.assign(user, { account_type: { value: "INTERNAL" }, external_id: "" }))
    expect((await count()).newest).toMatchObject({ counted: before, changes: { added: [], gone: [] } })
    const admin = lantern.alma.user("backup_admin")!
    lantern.alma.setUser({ ...admin, primary_id: "backup_admin_2", user_identifier: [] })
    expect((await count()).newest).toMatchObject({ counted: before + 1, changes: { before, added: [{ primaryId: "backup_admin_2" }], gone: [] } })
    lantern.alma.removeUser("noteworthy")
    expect((await count()).newest).toMatchObject({ counted: before, changes: { gone: [{ primaryId: "noteworthy" }] } })
    const kept = await lantern.ctx.db.namedUserCount.findMany()
    expect(kept.filter((one) => one.people !== null)).toHaveLength(1)
  })

  it("is gone on with after a crash, from the page where it stood, by one process", async () => {
    const { id } = await start()
    let pages = 0
    await continueNamedUserCount(lantern.ctx, id, () => ++pages > 2)
    const half = await row(id)
    expect(half).toMatchObject({ state: "running", read: 199 })
    // A process that died holds its lease still: nobody reads twice, and it is taken up when that runs out.
    await lantern.ctx.db.namedUserCount.update({ where: { id }, data: { leaseOwner: "dead", leaseUntil: new Date(Date.now() + 60_000) } })
    await takeUpNamedUserCounts(lantern.ctx)
    expect((await row(id)).read).toBe(199)
    await lantern.ctx.db.namedUserCount.update({ where: { id }, data: { leaseUntil: new Date(Date.now() - 1_000) } })
    const requests = lantern.alma.requests().length
    await Promise.all([takeUpNamedUserCounts(lantern.ctx), takeUpNamedUserCounts(lantern.ctx)])
    const { newest, people } = await view()
    expect(newest).toMatchObject({ id, state: "done", counted: people.length })
    // The role names and the last page, once.
    expect(lantern.alma.requests().length - requests).toBe(2)
    expect(new Set(ids(people)).size).toBe(people.length)
  })

  it("passes nobody over who moves up when others are removed meanwhile", async () => {
    const { id } = await start()
    let pages = 0
    await continueNamedUserCount(lantern.ctx, id, () => ++pages > 1)
    for (const gone of ["aabernethy", "backup_admin", "bare", "blockson"]) lantern.alma.removeUser(gone)
    await takeUpNamedUserCounts(lantern.ctx)
    const named = new Set(ids((await view()).people))
    const still = lantern.alma.users().filter((user) => String(user.primary_id).startsWith("staff"))
    expect(still.filter((user) => !named.has(String(user.primary_id)))).toEqual([])
  })

  it("is stopped, gone on with, and one when two begin", async () => {
    const [one, two] = await Promise.all([start(), start()])
    expect(one.id).toBe(two.id)
    expect([one.began, two.began].filter(Boolean)).toHaveLength(1)
    await expect(start({ kind: "roster", roster: "Nobody" })).rejects.toMatchObject({ code: "not_found" })
    await stopNamedUserCount(lantern.ctx, { countId: one.id })
    await continueNamedUserCount(lantern.ctx, one.id)
    expect(await row(one.id)).toMatchObject({ state: "stopped", read: 0 })
    await expect(stopNamedUserCount(lantern.ctx, { countId: one.id })).rejects.toMatchObject({ code: "refused" })
    await resumeNamedUserCount(lantern.ctx, { countId: one.id })
    await takeUpNamedUserCounts(lantern.ctx)
    expect((await view()).newest?.id).toBe(one.id)
    await expect(resumeNamedUserCount(lantern.ctx, { countId: one.id })).rejects.toMatchObject({ code: "refused" })
  })

  it("waits while Alma is silent, and fails where the key can't read users", async () => {
    const { db } = lantern.ctx
    const { apiUrl } = lantern.institution
    await db.institution.update({ where: { code: institution }, data: { apiUrl: "http://127.0.0.1:9" } })
    const { id } = await start()
    await continueNamedUserCount(lantern.ctx, id)
    await db.institution.update({ where: { code: institution }, data: { apiUrl } })
    expect(await row(id)).toMatchObject({ state: "running", problem: expect.stringMatching(/goes on in a minute/) })
    await db.namedUserCount.update({ where: { id }, data: { leaseUntil: null } })
    lantern.alma.faults.add({ match: { method: "GET", path: /\/users$/ }, fault: "key_revoked" })
    await takeUpNamedUserCounts(lantern.ctx)
    lantern.alma.faults.clear()
    expect(await row(id)).toMatchObject({ state: "failed", problem: expect.stringMatching(/can't read users/) })
    expect((await view()).current).toMatchObject({ id, state: "failed" })
  })
})

describe("a part of it", () => {
  it("is a roster or a set, each person by their own Primary ID", async () => {
    await createRoster(lantern.ctx, { institution, name: "Desk", staff: ["aabernethy", "rselect", "nobody_here"].map((primaryId) => ({ primaryId, name: null })) })
    const byRoster = await count({ kind: "roster", roster: "desk" })
    expect(byRoster.newest).toMatchObject({ source: { kind: "roster", name: "Desk" }, total: 3, counted: 1, notes: [expect.stringMatching(/^1 of the list could not be found/)] })
    expect(byRoster.allowanceState).toBe("none")
    const alma = lantern.ctx.almaFor(lantern.institution)
    const made = await alma.createSet("Two")
    if (made.kind !== "ok") throw new Error("no set")
    await alma.addSetMembers(made.value.id, ["ogrady", "trialtom"])
    const { id } = await start({ kind: "set", set: made.value.id })
    await continueNamedUserCount(lantern.ctx, id)
    expect(await row(id)).toMatchObject({ state: "done", counted: 1 })
    const asked = await readNamedUsersView(lantern.ctx.db, lantern.ctx.actor, lantern.institution.id, id)
    expect([asked.newest?.id, ids(asked.people)]).toEqual([id, ["ogrady"]])
    expect(asked.earlier.map((one) => [one.source.name, one.kept])).toEqual([["Desk", true]])
  })
})

describe("rules", () => {
  it("are names of this Alma, and a role that was renamed counts again", async () => {
    const roles = await readAlmaRoles(lantern.ctx, { institution })
    expect(roles.filter((role) => !role.counts).map((role) => role.name)).toContain("Trial Participant")
    await setNamedUserRules(lantern.ctx, { institution, notCounted: ["200", "402"] })
    const { people, ownList } = await count()
    expect(ownList).toEqual([{ code: "200", name: "Patron" }, { code: "402", name: "Trial Participant" }])
    expect(ids(people)).toEqual(expect.arrayContaining(["lteacher", "rsuper", "profreader"]))
    await lantern.ctx.db.institution.update({ where: { code: institution }, data: { rolesNotCounted: ["200|Patron", "402|Something Else"] } })
    const renamed = await count()
    expect(ids(renamed.people)).toContain("trialtom")
    expect(renamed.newest?.notes.join(" ")).toContain("Role 402 was called “Something Else”")
    await expect(setNamedUserRules(lantern.ctx, { institution, notCounted: ["9999"] })).rejects.toMatchObject({ code: "input" })
  })

  it("set the allowance, which warns from 90 % on, and are an admin's with a fresh second factor", async () => {
    const { newest } = await count()
    const counted = newest!.counted!
    for (const [allowance, state] of [[counted - 1, "over"], [counted, "near"], [counted * 2, "within"]] as const) {
      await setNamedUserRules(lantern.ctx, { institution, allowance })
      expect((await view()).allowanceState, String(allowance)).toBe(state)
    }
    const liaison = { ...lantern.ctx, actor: personActor("00000000-0000-4000-8000-000000000001", "liaison", lantern.institution.id) }
    await expect(setNamedUserRules(liaison, { institution, allowance: 5 })).rejects.toMatchObject({ code: "not_allowed" })
    const admin = { ...lantern.ctx, actor: { ...personActor("00000000-0000-4000-8000-000000000001", "admin", lantern.institution.id), secondFactor: { at: null, by: "code" as const } } }
    await expect(setNamedUserRules(admin, { institution, allowance: 5 })).rejects.toMatchObject({ code: "step_up_required" })
    const stranger = { ...lantern.ctx, actor: personActor("00000000-0000-4000-8000-000000000001", "admin", "00000000-0000-4000-8000-000000000002") }
    await expect(stopNamedUserCount(stranger, { countId: newest!.id })).rejects.toMatchObject({ code: "not_found" })
    await expect(readNamedUsersView(stranger.db, stranger.actor, lantern.institution.id)).rejects.toMatchObject({ code: "not_found" })
  })
})

it("makes a roster of the Named Users of libraries, and tells who is on none", async () => {
  await expect(createRoster(lantern.ctx, { institution, name: "Law", libraries: ["LAW"] })).rejects.toMatchObject({ code: "refused" })
  await count()
  const { people } = await createRoster(lantern.ctx, { institution, name: "Law", libraries: ["LAW"] })
  const staff = await readStaffView(lantern.ctx.db, lantern.ctx.actor, lantern.institution.id)
  expect(staff.libraries.find((library) => library.code === "LAW")?.people).toBe(people)
  expect(staff.unlisted).toHaveLength(staff.namedUsers!.counted - people)
})
