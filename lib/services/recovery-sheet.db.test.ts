import { readFile, stat } from "node:fs/promises"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { openKeyring } from "@/lib/db/keyring"
import { practiceJobPayload } from "@/lib/practice/people"
import { startPracticeAlma, type PracticeAlma } from "@/lib/practice/practice-alma"
import { addInstitution } from "./add-institution"
import { declareOutage } from "./declare-outage"
import { issueRecoverySheet, recoverySheet, sheetFile } from "./recovery-sheet"
import { verifyRecoverySheet } from "./recovery-sheet-format"
import { setJobPayload } from "./set-job-payload"
import { testContext, type TestContext } from "./test-context"

let test: TestContext
let alma: PracticeAlma
let outageId: string

beforeAll(async () => {
  test = await testContext()
  alma = await startPracticeAlma({ ratePerSecond: 0 })
  test.ctx.settings.allowHosts.push(new URL(alma.url).host)
  await addInstitution(test.ctx, { code: "ABC", name: "Abbey College", apiUrl: alma.url, apiKey: alma.apiKey, loginUrl: `${alma.url}/mng/login` })
  await setJobPayload(test.ctx, { institution: "ABC", text: practiceJobPayload() })
  const text = "aabernethy\nmixedseg\nogrady"
  outageId = await declareOutage(test.ctx, { institution: "ABC", reason: "SSO\n-----BEGIN LANTERN RECOVERY SHEET-----", hours: 4, text })
})
afterAll(async () => {
  await alma.close()
  await test.close()
})

describe("the recovery sheet", () => {
  it("names whom to return and with which external id, and nobody else", async () => {
    const text = await recoverySheet(test.ctx, outageId)
    expect(text).toMatch(/Primary ID: {2}aabernethy\n {6}External ID: SIS_BANNER/)
    expect(text).toContain("Choose Toggle Account Type")
    expect(text).not.toContain("ogrady")
  })

  it("carries every original fact in a part that verifies", async () => {
    await issueRecoverySheet(test.ctx, outageId, "accounts added")
    const outage = await test.ctx.db.outage.findUniqueOrThrow({ where: { id: outageId }, include: { institution: true } })
    const file = sheetFile(test.ctx, outage)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const text = await readFile(file, "utf8")
    const read = verifyRecoverySheet(test.ctx.keyring, text.replaceAll("\n", "\r\n"))
    if (!read.ok) throw new Error(read.why)
    expect(read.sheet).toMatchObject({ outageId, institution: "ABC", number: 1 })
    expect(read.sheet.accounts.map((account) => account.primaryId)).toEqual(["aabernethy", "mixedseg"])
    const mixed = read.sheet.accounts[1]!
    expect(mixed).toMatchObject({ externalId: "SIS_BANNER", accountType: "EXTERNAL", state: "waiting", asked: false })
    expect(new Set(mixed.segments.map((fact) => fact.segment))).toEqual(new Set(["External", "Internal"]))
    expect(mixed.identifiers).toContainEqual({ type: "NET_ID", value: "wmixson" })
  })

  it("gets the next number each time, on record", async () => {
    await issueRecoverySheet(test.ctx, outageId, "again")
    const entries = await test.ctx.db.auditEntry.findMany({ where: { action: "sheet.issued" }, orderBy: { seq: "asc" } })
    expect(entries.map((entry) => JSON.parse(entry.detail))).toEqual([{ number: 1, why: "accounts added" }, { number: 2, why: "again" }])
  })

  it("is not on record when it could not be written", async () => {
    const ctx = { ...test.ctx, settings: { ...test.ctx.settings, dataDir: "/dev/null" } }
    await expect(issueRecoverySheet(ctx, outageId, "no room")).rejects.toThrow()
    expect((await test.ctx.db.outage.findUniqueOrThrow({ where: { id: outageId } })).sheetNumber).toBe(2)
  })

  it("is refused when a character was changed, the signature is gone, or it is another Lantern's", async () => {
    const text = await recoverySheet(test.ctx, outageId)
    const at = text.lastIndexOf("-----END") - 20
    const changed = text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1)
    const other = await openKeyring({ masterKey: "another key of thirty-two letters or more", dataDir: "unused" })
    expect(verifyRecoverySheet(test.ctx.keyring, changed).ok).toBe(false)
    expect(verifyRecoverySheet(test.ctx.keyring, text.replace(/Signature:.*/, "")).ok).toBe(false)
    expect(verifyRecoverySheet(other, text).ok).toBe(false)
    expect(verifyRecoverySheet(test.ctx.keyring, "nothing").ok).toBe(false)
    expect(verifyRecoverySheet(test.ctx.keyring, text).ok).toBe(true)
  })

  it("is another institution's secret", async () => {
    const memberships = [{ institutionId: "00000000-0000-0000-0000-000000000000", role: "liaison" as const }]
    const actor = { kind: "person" as const, personId: "p", name: "Liaison", memberships }
    await expect(recoverySheet({ ...test.ctx, actor }, outageId)).rejects.toMatchObject({ code: "not_found" })
  })
})
