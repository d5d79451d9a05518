import { describe, expect, it } from "vitest"
import { practiceJobPayload } from "@/lib/practice/people"
import { readInstitutionSettings } from "@/lib/db/institution-settings"
import { FULL, READ_ONLY, USERS_ONLY, testInstitutions, person } from "@/lib/runner/test-institutions"
import { addInstitution } from "./add-institution"
import { changeInstitution, connectInstitution } from "./change-institution"
import type { SetInstitutionInput } from "./institution-options"
import { offerSisProfiles } from "./offer-sis-profiles"
import { offerUserGroups } from "./offer-user-groups"
import { setJobPayload } from "./set-job-payload"

const test = testInstitutions()
const { newAlma, options, otherServer } = test

describe("connecting in the page", () => {
  it("says which Alma the key reaches and what it may do, and refuses the key of another institution than declared", async () => {
    const alma = await newAlma()
    const itsCode = test.lastCode().toLowerCase()
    const wrong = connectInstitution(test.ctx, { ...options(alma.url), almaCode: "01CARLI_ABC" })
    await expect(wrong).rejects.toMatchObject({ code: "refused", message: expect.stringMatching(/reaches Test \d+ \(01TEST\d+_INST, production\), not 01CARLI_ABC.*Nothing was stored/) })
    const before = await test.ctx.db.institution.count()
    const { tested, warnings } = await connectInstitution(test.ctx, { ...options(alma.url, READ_ONLY), almaCode: itsCode })
    expect(await test.ctx.db.institution.count()).toBe(before + 1)
    expect(tested.map(({ mark, words }) => [mark, words])).toEqual([["ok", expect.stringMatching(/^Test \d+ \(01TEST.*production$/)], ["ok", "yes"], ["fail", "no"], ["ok", "yes"], ["fail", "no"]])
    expect(warnings.join(" ")).toContain("can't write users")
  })

  it("refuses another institution's key for one that is entered, unless its code in Alma is named", async () => {
    const { code, id } = await addInstitution(test.ctx, options((await newAlma()).url))
    const other = await newAlma()
    const almaCode = test.lastCode()
    await expect(changeInstitution(test.ctx, { institution: code, apiUrl: other.url, apiKey: FULL })).rejects.toMatchObject({ code: "refused", message: expect.stringContaining(almaCode) })
    const { warnings } = await changeInstitution(test.ctx, { institution: code, apiUrl: other.url, apiKey: FULL, almaCode })
    expect(warnings).toEqual([])
    expect((await test.ctx.db.institution.findUniqueOrThrow({ where: { id } })).almaIdentity).toBe(`${almaCode}|production`)
  })

  it("tries at once what was changed, keeps it although nothing answers, and marks the step", async () => {
    const alma = await newAlma({ ssoUp: true })
    const { code, id } = await addInstitution(test.ctx, options(alma.url))
    const dead = await test.deadAddress()
    const change = { institution: code, step: "login" as const, loginUrl: `${dead}/mng/login`, ssoUrl: `${alma.url}/SAML` }
    const { tested } = await changeInstitution(test.ctx, change)
    expect(tested.map(({ what, mark }) => [what, mark])).toEqual([["Login page for Internal users", "fail"], ["Campus login: DNS", "ok"], [expect.stringMatching(/TCP \d+$/), "ok"], ["Campus login: Page", "ok"]])
    const metadata = await changeInstitution(test.ctx, { institution: code, ssoMetadataUrl: `${alma.url}/idp/metadata`, timeZone: "America/Denver", step: "sso" })
    expect(metadata.tested).toEqual([{ what: "SAML metadata", mark: "ok", words: "certificate until 29 Oct 2126" }, expect.objectContaining({ what: "It is now there" })])
    await changeInstitution(test.ctx, { institution: code, sisProfile: "SIS_BANNER", sisGroups: ["STAFF", "FACULTY", "STAFF"], namedUserAllowance: 40, step: "sis" })
    await changeInstitution(test.ctx, { institution: code, step: "people" })
    const row = await test.ctx.db.institution.findUniqueOrThrow({ where: { id } })
    expect(row).toMatchObject({ loginUrl: `${dead}/mng/login`, timeZone: "America/Denver", sisProfile: "SIS_BANNER", sisGroups: ["STAFF", "FACULTY"], namedUserAllowance: 40 })
    const view = await readInstitutionSettings(test.ctx.db, test.ctx.actor, code)
    expect(Object.keys(view.setUp).toSorted()).toEqual(["login", "people", "sis", "sso"])
    expect(JSON.stringify(view)).not.toContain(FULL)
    expect(JSON.stringify(view)).not.toContain(row.apiKeySealed)
  })

  it("asks nothing inside the network for what somebody typed", async () => {
    let asked = 0
    const inside = await otherServer((_, response) => (asked++, response.end("x")))
    const { code } = await addInstitution(test.ctx, options((await newAlma()).url))
    const allowHosts = test.ctx.settings.allowHosts.filter((host) => host !== new URL(inside).host)
    const ctx = { ...test.ctx, settings: { ...test.ctx.settings, allowHosts } }
    const { tested } = await changeInstitution(ctx, { institution: code, loginUrl: inside, ssoUrl: inside, ssoMetadataUrl: inside })
    expect(tested.filter(({ mark }) => mark === "ok")).toEqual([])
    expect(asked).toBe(0)
  })

  it("refuses what can't be right, with the reason", async () => {
    const { code } = await addInstitution(test.ctx, options((await newAlma()).url))
    const wrongs: [Omit<SetInstitutionInput, "institution">, string][] = [
      [{ sisGroups: [" "] }, "user group"], [{ namedUserAllowance: 0 }, "allowance"], [{ ssoMetadataUrl: "http://sso.college.example/" }, "https://"],
      [{ step: "key" as never }, "no such step"], [{ sisProfile: "x".repeat(101) }, "profile code"],
    ]
    for (const [wrong, words] of wrongs) {
      const changed = changeInstitution(test.ctx, { institution: code, ...wrong })
      await expect(changed).rejects.toMatchObject({ code: "input", message: expect.stringContaining(words) })
    }
  })

  it("offers the loads that Alma knows, and says whether it has a login by mail, where the key may read them", async () => {
    const alma = await newAlma({ mailLogin: true })
    const { code } = await addInstitution(test.ctx, options(alma.url))
    const offer = await offerSisProfiles(test.ctx, { institution: code })
    expect(offer.profiles?.length).toBeGreaterThan(0)
    expect(offer.profiles?.some((profile) => /SAML|MAIL/.test(profile.code))).toBe(false)
    expect(offer.mailLogin).toEqual({ kind: "profile", name: "Login by e-mail" })
    const { code: blind } = await addInstitution(test.ctx, options((await newAlma()).url, USERS_ONLY))
    expect(await offerSisProfiles(test.ctx, { institution: blind })).toMatchObject({ profiles: null, why: expect.stringContaining("can't read"), mailLogin: { kind: "unknown" } })
  })

  it("offers the user groups that Alma has, marks those that the load writes to, and says why where it can't", async () => {
    const alma = await newAlma()
    const { code } = await addInstitution(test.ctx, { ...options(alma.url), sisGroups: ["staff", "GONE"] })
    expect(await offerUserGroups(test.ctx, { institution: code })).toEqual({
      groups: [
        { code: "ALMA_ADMIN", name: "Alma administrators (not in the feed)", loaded: false },
        { code: "STAFF", name: "Library staff", loaded: true },
      ],
      why: null,
    })
    alma.faults.add({ times: Infinity, match: { path: /code-tables/ }, fault: { kind: "status", status: 503 } })
    expect(await offerUserGroups(test.ctx, { institution: code })).toEqual({ groups: null, why: "Alma did not answer: type the code." })
    const { code: blind } = await addInstitution(test.ctx, options((await newAlma()).url, USERS_ONLY))
    expect(await offerUserGroups(test.ctx, { institution: blind })).toMatchObject({ groups: null, why: expect.stringContaining("can't read") })
    await expect(offerUserGroups({ ...test.ctx, actor: person("liaison", "00000000-0000-4000-8000-000000000000") }, { institution: code })).rejects.toMatchObject({ code: "not_found" })
  })

  it("is for an admin of every institution, later steps for its own admin, and always with a fresh second factor", async () => {
    const alma = await newAlma()
    const { code, id } = await addInstitution(test.ctx, options(alma.url))
    const as = (actor: ReturnType<typeof person>) => ({ ...test.ctx, actor })
    await expect(connectInstitution(as(person("admin", id)), options(alma.url))).rejects.toMatchObject({ code: "not_allowed" })
    await expect(connectInstitution(as(person("admin", null, 11)), options(alma.url))).rejects.toMatchObject({ code: "step_up_required" })
    await expect(changeInstitution(as(person("liaison", id)), { institution: code, helpContact: "x" })).rejects.toMatchObject({ code: "not_allowed" })
    for (const act of [
      (ctx: typeof test.ctx) => changeInstitution(ctx, { institution: code, helpContact: "x" }),
      (ctx: typeof test.ctx) => setJobPayload(ctx, { institution: code, text: practiceJobPayload() }),
      (ctx: typeof test.ctx) => offerSisProfiles(ctx, { institution: code }),
    ]) {
      await expect(act(as(person("admin", id, 11)))).rejects.toMatchObject({ code: "step_up_required" })
      await expect(act(as(person("admin", "00000000-0000-4000-8000-000000000000")))).rejects.toMatchObject({ code: "not_found" })
      await act(as(person("admin", id)))
    }
  })

  it("says of a payload what its job would do, a sentence each", async () => {
    const { code } = await addInstitution(test.ctx, options((await newAlma()).url))
    const { sentences } = await setJobPayload(test.ctx, { institution: code, text: `Guten Tag,\nhier ist es:\n${practiceJobPayload()}\nAbbrechen` })
    expect(sentences.slice(0, 2)).toEqual(["This job will make accounts Internal.", "It will send no letters."])
    const external = await setJobPayload(test.ctx, { institution: code, text: practiceJobPayload("EXTERNAL") })
    expect(external.sentences[0]).toContain("reads as if it made accounts External")
  })
})

describe("the job payload", () => {
  it("is stored when Alma knows the job, and refused when it doesn't", async () => {
    const { code, id } = await addInstitution(test.ctx, options((await newAlma()).url))
    const { says } = await setJobPayload(test.ctx, { institution: code, text: practiceJobPayload() })
    expect(says).toMatch(/Job M148.*changes the account type.*Update\/Notify Users/)
    const other = practiceJobPayload().replace("M148", "M999")
    await expect(setJobPayload(test.ctx, { institution: code, text: other })).rejects.toMatchObject({ code: "input" })
    expect((await test.ctx.db.institution.findUniqueOrThrow({ where: { id } })).jobId).toBe("M148")
  })

  it("is stored although the key can't look the job up", async () => {
    const { code } = await addInstitution(test.ctx, options((await newAlma()).url, USERS_ONLY))
    const { says } = await setJobPayload(test.ctx, { institution: code, text: practiceJobPayload() })
    expect(says).toContain("couldn't be looked up")
  })
})
