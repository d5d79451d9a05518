import { expect, test } from "@playwright/test"
import type { OutageStatus } from "@/lib/db/outage-status"
import { practiceJobPayload } from "@/lib/practice/job-payload"
import type { PracticeAlma } from "@/lib/practice/practice-alma"
import { addArguments, declare, makePlace, practiceAlma, type Place } from "./fixtures/institution"
import { expectAsBefore, expectUntouched, recordsOf, THERE_AND_BACK, typesOf } from "./fixtures/practice"

const SWITCHED = ["aabernethy", "mixedseg", "noteworthy", "blockson", "rbroken", "o'neil \"red\"", "100%staff", "žofie.dvořák"]
const VERDICTS = {
  ogrady: "already_internal", hlindqvist: "expired", pnakamura: "inactive", backup_admin: "already_internal", exl_support: "protected",
  zokafor: "no_external_id", nobody_at_all: "not_found", AABERNETHY: "duplicate",
}
const ALONE = Object.keys(VERDICTS).filter((id) => !["nobody_at_all", "AABERNETHY"].includes(id))

let alma: PracticeAlma
let place: Place
test.beforeAll(async () => {
  alma = await practiceAlma("ABC")
  place = await makePlace([alma])
})
test.afterAll(() => place?.close())

test("the whole job by the command alone", async () => {
  const { command } = place
  const before = await recordsOf(alma, SWITCHED)
  const untouched = await recordsOf(alma, ALONE)

  expect(await command.json(addArguments(alma, "ABC"))).toMatchObject({ code: "ABC" })
  const { checks } = await command.json<{ checks: { id: string; status: string }[] }>(["institution", "check", "ABC"], { code: 3 })
  const wanted = ["key.read", "key.write", "key.jobs", "environment", "job.payload", "route.proved", "login.page", "backup-admin"]
  expect(checks.map((check) => check.id)).toEqual(expect.arrayContaining(wanted))
  expect(checks.find((check) => check.id === "job.payload")?.status).toBe("fail")
  const payload = await command.json(["institution", "job-payload", "ABC", "--file", "-"], { input: practiceJobPayload() })
  expect(payload.says).toContain("M148")
  await command.json(["institution", "set", "ABC", "--backup-admin", "backup_admin"])
  await command.json(["institution", "check", "ABC"])
  await command.json(["person", "add", "--email", "ada@abc.example", "--name", "Ada Liaison", "--role", "liaison", "--institution", "ABC"])
  const link = await command.json<{ url: string }>(["person", "link", "ada@abc.example"])
  expect(link.url).toMatch(/\/sign-in#link=\S{20,}$/)

  const list = [...SWITCHED, ...Object.keys(VERDICTS)]
  type Preview = { accounts: { primaryId: string; verdict: string }[]; counts: Record<string, number> }
  const preview = await command.json<Preview>(["outage", "preview", "--institution", "ABC", "--staff", "-"], { input: list.join("\n") })
  const expected = { ...Object.fromEntries(SWITCHED.map((id) => [id, "switch"])), ...VERDICTS, backup_admin: "protected" }
  expect(Object.fromEntries(preview.accounts.map((account) => [account.primaryId, account.verdict]))).toEqual(expected)
  expect(preview.counts.switch).toBe(SWITCHED.length)

  const id = await declare(command, "ABC", list)
  const again = ["outage", "declare", "--institution", "ABC", "--reason", "again", "--hours", "4", "--staff", "-"]
  await command.json(again, { code: 4, input: "bare" })
  expect(alma.history().filter((entry) => entry.what !== "request")).toEqual([])

  const switched = await command.json<OutageStatus>(["outage", "switch", id])
  expect(switched.counts).toMatchObject({ internal: SWITCHED.length, nowInternal: SWITCHED.length, held: SWITCHED.length })
  expectBoundShape(switched, id)
  expect(switched.accounts.find((account) => account.primaryId === "ogrady")).toMatchObject({ state: "left_alone", reason: "already_internal" })

  const issued = await command.json<{ codes: object[] }>(["codes", "issue", id])
  expect(issued.codes).toHaveLength(SWITCHED.length)
  for (const code of issued.codes) expect(Object.keys(code).toSorted()).toEqual(["code", "expiresAt", "primaryId"])
  expect(await command.json(["codes", "issue", id]), "everyone has a live code").toEqual({ codes: [] })
  const { sheet } = await command.json<{ sheet: string }>(["outage", "sheet", id])
  for (const primaryId of SWITCHED) expect(sheet).toContain(primaryId)

  const back = await command.json<OutageStatus>(["outage", "return", id, "--staff", "-"], { input: "mixedseg" })
  expect(back.counts.nowInternal).toBe(SWITCHED.length - 1)
  const external = await command.json<OutageStatus>(["outage", "end", id, "--wait", "external"])
  expect(external.counts.nowInternal).toBe(0)
  const closed = await command.json<OutageStatus>(["outage", "end", id, "--wait", "closed"])
  expect(closed).toMatchObject({ state: "closed", counts: { returned: SWITCHED.length } })
  expectBoundShape(closed, id)
  await command.json(["outage", "end", id], { code: 4 })
  await command.json(["outage", "switch", id], { code: 4 })
  expect(await command.json(["audit", "verify"])).toMatchObject({ ok: true })
  const { outages } = await command.json<{ outages: object[] }>(["outage", "list", "--institution", "abc"])
  expect(outages).toMatchObject([{ id, state: "closed" }])

  for (const one of SWITCHED) expect(await typesOf(alma, one), one).toEqual(THERE_AND_BACK)
  await expectAsBefore(alma, before)
  await expectUntouched(alma, untouched)
})

function expectBoundShape(status: OutageStatus, id: string): void {
  expect(Object.keys(status).toSorted()).toEqual(["accounts", "closedAt", "counts", "declaredAt", "drill", "id", "institution", "state"])
  expect(status).toMatchObject({ id, institution: "ABC", drill: false })
  for (const account of status.accounts) {
    expect(Object.keys(account).toSorted()).toEqual(["name", "observed", "observedAt", "primaryId", "reason", "state"])
  }
}
