import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { personActor } from "@/lib/auth/identity-fixtures"
import { readRosters } from "@/lib/db/rosters"
import { readDraft } from "@/lib/db/drafts"
import { testLantern, type TestLantern } from "@/lib/runner/test-lantern"
import { declareOutage } from "./declare-outage"
import { gatherStaff } from "./gather-staff"
import { previewPortion } from "./preview-portion"
import { readAlmaSet } from "./read-alma-set"
import { saveDraft } from "./save-draft"
import { saveRoster } from "./save-roster"

let lantern: TestLantern
const institution = "ABC"
beforeAll(async () => {
  lantern = await testLantern()
})
afterAll(() => lantern.close())

const person = (primaryId: string, name: string | null = null) => ({ primaryId, name })
const none = { picked: [], rosters: [], texts: [] }

describe("rosters", () => {
  it("keeps a list by name, replaces it without regard to case, and writes both down", async () => {
    const first = await saveRoster(lantern.ctx, { institution, name: "Circulation desk", staff: [person("aabernethy"), person("AAbernethy")] })
    expect(first).toMatchObject({ people: 1, replaced: false })
    const second = await saveRoster(lantern.ctx, { institution, name: "circulation DESK", staff: [person("noteworthy"), person("mixedseg")] })
    expect(second).toMatchObject({ id: first.id, people: 2, replaced: true })
    await saveRoster(lantern.ctx, { institution, name: "Circulation%", staff: [person("ogrady")] })
    const rosters = await readRosters(lantern.ctx.db, lantern.institution.id)
    expect(rosters.map(({ name, people, updatedBy }) => [name, people, updatedBy])).toEqual([
      ["circulation DESK", 2, "Operator test"],
      ["Circulation%", 1, "Operator test"],
    ])
    const entries = await lantern.ctx.db.auditEntry.findMany({ where: { action: "roster.saved" }, orderBy: { seq: "asc" } })
    expect(entries.map((entry) => JSON.parse(entry.detail).replaced)).toEqual([false, true, false])
  })

  it("makes one when two save the same name at once", async () => {
    const save = () => saveRoster(lantern.ctx, { institution, name: "Everyone", staff: [person("ogrady")] })
    const both = await Promise.all([save(), save()])
    expect(both.filter((one) => one.replaced)).toHaveLength(1)
  })

  it("is refused for an observer, and without a name or people", async () => {
    const observer = { ...lantern.ctx, actor: personActor("00000000-0000-4000-8000-000000000000", "observer", lantern.institution.id) }
    await expect(saveRoster(observer, { institution, name: "X", staff: [person("a")] })).rejects.toMatchObject({ code: "not_allowed" })
    await expect(saveRoster(lantern.ctx, { institution, name: " ", staff: [person("a")] })).rejects.toMatchObject({ code: "input" })
    await expect(saveRoster(lantern.ctx, { institution, name: "X", staff: [] })).rejects.toMatchObject({ code: "input" })
  })
})

describe("one list", () => {
  it("out of rosters, picked people, pasted ids and a table, each account once", async () => {
    const { id } = await saveRoster(lantern.ctx, { institution, name: "Desk", staff: [person("aabernethy"), person("noteworthy")] })
    const list = await gatherStaff(lantern.ctx, {
      institution, rosters: [id, "00000000-0000-4000-8000-000000000000"], picked: ["NOTEWORTHY", "smith, jo"],
      texts: ["mixedseg\nmixedseg", "Name,Primary ID\nA. Abernethy,aabernethy"],
    })
    expect(list.filter((one) => one.repeated === null).map((one) => one.primaryId)).toEqual(["aabernethy", "noteworthy", "smith, jo", "mixedseg"])
    expect(list.filter((one) => one.repeated !== null).map((one) => one.primaryId)).toEqual(["NOTEWORTHY", "mixedseg", "aabernethy"])
  })

  it("says when nobody is on it", async () => {
    await expect(gatherStaff(lantern.ctx, { institution, ...none, texts: [" "] })).rejects.toMatchObject({ code: "input" })
  })

  it("takes no roster of another institution", async () => {
    const other = await lantern.ctx.db.institution.create({
      data: { code: "XYZ", name: "Other", apiUrl: "http://127.0.0.1:1", apiKeySealed: "none", loginUrl: "https://alma.example.edu", timeZone: "UTC" },
    })
    const theirs = await saveRoster(lantern.ctx, { institution: other.code, name: "Theirs", staff: [person("ogrady")] })
    await expect(gatherStaff(lantern.ctx, { institution, ...none, rosters: [theirs.id] })).rejects.toMatchObject({ code: "input" })
  })
})

describe("a portion of a preview", () => {
  it("says what would happen to each, in order, and changes nothing", async () => {
    const read = await previewPortion(lantern.ctx, { institution, ids: ["ogrady", "nobody_at_all", "aabernethy"] })
    expect(read.map(({ primaryId, verdict }) => [primaryId, verdict])).toEqual([["ogrady", "already_internal"], ["nobody_at_all", "not_found"], ["aabernethy", "switch"]])
    expect(lantern.alma.history().filter((entry) => entry.what !== "request")).toEqual([])
  })
})

describe("an Alma user set", () => {
  it("gives its members by its exact name", async () => {
    const alma = lantern.ctx.almaFor(lantern.institution)
    const made = await alma.createSet("Night staff")
    if (made.kind !== "ok") throw new Error("no set")
    await alma.addSetMembers(made.value.id, ["aabernethy", "noteworthy"])
    const set = await readAlmaSet(lantern.ctx, { institution, name: " Night staff " })
    expect(set).toMatchObject({ name: "Night staff", leftOut: 0 })
    expect(set.people.map((one) => one.primaryId).toSorted((a, b) => a.localeCompare(b))).toEqual(["aabernethy", "noteworthy"])
    await expect(readAlmaSet(lantern.ctx, { institution, name: "Night" })).rejects.toMatchObject({ code: "not_found" })
    await alma.deleteSet(made.value.id)
  })
})

it("forgets the declarer's draft in the act of declaring, and nobody else's", async () => {
  const { db } = lantern.ctx
  const [ada, ben] = await Promise.all(["Ada", "Ben"].map((name) => db.person.create({ data: { name, email: `${name}@library.example` } })))
  const as = (id: string) => ({ ...lantern.ctx, actor: personActor(id, "liaison", lantern.institution.id) })
  for (const { id } of [ada!, ben!]) await saveDraft(as(id), { institution, change: { reason: "Down" } })
  await declareOutage(as(ada!.id), { institution, reason: "Down", hours: 4, text: "aabernethy" })
  expect(await readDraft(db, { institutionId: lantern.institution.id, personId: ada!.id })).toBeNull()
  expect(await readDraft(db, { institutionId: lantern.institution.id, personId: ben!.id })).toEqual({ reason: "Down" })
})
