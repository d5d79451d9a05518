import { afterEach, describe, expect, it } from "vitest"
import { verifyAudit } from "@/lib/db/audit"
import { acceptUnresolved } from "@/lib/services/accept-unresolved"
import { addAccounts } from "@/lib/services/add-accounts"
import { declareOutage } from "@/lib/services/declare-outage"
import { endOutage } from "@/lib/services/end-outage"
import { issueCodes } from "@/lib/services/issue-codes"
import { returnAccounts } from "@/lib/services/return-accounts"
import { switchAccounts } from "@/lib/services/switch-accounts"
import { claimDueJobRun } from "@/lib/db/claims"
import { failRun } from "../job-run/fail-run"
import { formJobRun } from "../job-run/form-job-run"
import { cancelRun } from "../job-run/read-members"
import { settleOutages } from "../settle-outages"
import { asked, stepContext } from "../test-steps"
import type { Stepping } from "./stepping"
import { internal, madeInternal, stepping, wantedBack } from "./stepping"

let lantern: Stepping
afterEach(() => lantern.close())

/** From now on the database takes no audit entry, as with a full disk. */
async function refuseAudit(): Promise<void> {
  const { db } = lantern.ctx
  await db.$executeRaw`create function refuse_audit() returns trigger language plpgsql as $$ begin raise exception 'no room for the audit'; end $$`
  await db.$executeRaw`create trigger refuse_audit before insert on "AuditEntry" for each row execute function refuse_audit()`
}

/** What an outage is made of, without who has it in work just now. */
async function journal(): Promise<string> {
  const { db } = lantern.ctx
  // The number of the recovery sheet that was written before is no state.
  const outages = await db.outage.findMany({ orderBy: { id: "asc" }, omit: { sheetNumber: true } })
  const holds = await db.hold.findMany({
    orderBy: { id: "asc" },
    omit: { fence: true, leaseOwner: true, leaseUntil: true, dueAt: true },
  })
  const runs = await db.jobRun.findMany({ orderBy: { id: "asc" }, omit: { fence: true, leaseOwner: true, leaseUntil: true } })
  const intents = await db.intent.findMany({ orderBy: { id: "asc" }, omit: { fence: true } })
  const codes = await db.pickupCode.findMany({ orderBy: { id: "asc" } })
  return JSON.stringify([outages, holds, runs, intents, codes], null, 1)
}

const REFUSED = "refused, and nothing is changed"

async function outcomeOf(change: () => Promise<unknown>): Promise<string> {
  const before = await journal()
  const did = await change().then(() => "done", () => "refused")
  return `${did}, and ${(await journal()) === before ? "nothing is" : "something is"} changed`
}

const declare = (text: string) => declareOutage(lantern.ctx, { institution: "ABC", reason: "SSO is down", hours: 4, text })

describe("without its audit entry nothing changes", () => {
  it("when an outage is declared, added to, switched or ended", async () => {
    lantern = await stepping()
    const outageId = await declare("bare")
    await refuseAudit()
    expect(await outcomeOf(() => addAccounts(lantern.ctx, { outageId, text: "mixedseg" }))).toBe(REFUSED)
    expect(await outcomeOf(() => switchAccounts(lantern.ctx, { outageId }))).toBe(REFUSED)
    expect(await outcomeOf(() => endOutage(lantern.ctx, { outageId }))).toBe(REFUSED)
    await lantern.close()
    lantern = await stepping()
    await refuseAudit()
    expect(await outcomeOf(() => declare("bare"))).toBe(REFUSED)
  }, 90_000)

  it("when an account is switched: Alma is asked for nothing", async () => {
    lantern = await stepping()
    await asked(lantern, ["bare"])
    await refuseAudit()
    expect(await outcomeOf(() => lantern.step("bare"))).toBe(REFUSED)
    expect(lantern.puts()).toBe(0)
  }, 90_000)

  it("when codes are made, or someone is returned early", async () => {
    lantern = await stepping()
    const outageId = await madeInternal(lantern, ["bare"])
    await refuseAudit()
    expect(await outcomeOf(() => issueCodes(lantern.ctx, { outageId, kind: "slip" }))).toBe(REFUSED)
    expect(await outcomeOf(() => returnAccounts(lantern.ctx, { outageId, text: "bare" }))).toBe(REFUSED)
  }, 90_000)

  it("when an account is returned, accepted as unresolved, or found Internal again", async () => {
    lantern = await stepping({ quietSeconds: 0 })
    const outageId = await wantedBack(lantern, ["bare", "mixedseg", "manyroles"])
    lantern.alma.faults.add({ match: { method: "PUT", primaryId: "mixedseg" }, fault: { kind: "ok_error_envelope", code: "401858" } })
    await lantern.step("mixedseg")
    for (let reads = 0; reads < 3; reads++) await lantern.step("manyroles")
    lantern.alma.editUser("manyroles", internal)
    await refuseAudit()
    expect(await outcomeOf(() => lantern.step("bare"))).toBe(REFUSED)
    expect(await outcomeOf(() => lantern.step("manyroles"))).toBe(REFUSED)
    const { id: holdId } = await lantern.hold("mixedseg")
    expect(await outcomeOf(() => acceptUnresolved(lantern.ctx, { outageId, holdId, reason: "IT sees to this record." }))).toBe(REFUSED)
  }, 90_000)

  it("when an outage closes", async () => {
    lantern = await stepping({ quietSeconds: 0 })
    await wantedBack(lantern, ["bare"])
    for (let reads = 0; reads < 3; reads++) await lantern.step("bare")
    await refuseAudit()
    const ctx = await stepContext(lantern)
    expect(await outcomeOf(() => settleOutages(ctx))).toBe(REFUSED)
  }, 90_000)

  it("when a job run is formed, refused or cancelled", async () => {
    lantern = await stepping({ route: "job" })
    await asked(lantern, ["bare"])
    const ctx = await stepContext(lantern)
    await formJobRun(ctx)
    const run = (await claimDueJobRun(ctx.db, ctx.institution.id, ctx.owner))!
    await refuseAudit()
    expect(await outcomeOf(() => failRun(ctx, run, "Alma refused it."))).toBe(REFUSED)
    expect(await outcomeOf(() => cancelRun(ctx, run, "Not wanted."))).toBe(REFUSED)
    await lantern.close()
    lantern = await stepping({ route: "job" })
    await asked(lantern, ["bare"])
    await refuseAudit()
    const other = await stepContext(lantern)
    expect(await outcomeOf(() => formJobRun(other))).toBe(REFUSED)
  }, 90_000)
})

it("every state an account goes through has its entry, in order, in a chain that is whole", async () => {
  lantern = await stepping({ quietSeconds: 0 })
  await wantedBack(lantern, ["bare"])
  for (let reads = 0; reads < 3; reads++) await lantern.step("bare")
  await settleOutages(await stepContext(lantern))
  const { id } = await lantern.hold("bare")
  const entries = await lantern.ctx.db.auditEntry.findMany({ orderBy: { seq: "asc" } })
  const ofHold = entries.filter((entry) => entry.holdId === id).map((entry) => entry.action)
  expect(ofHold).toEqual(["hold.waiting", "hold.switching", "hold.internal", "hold.returning", "hold.external_watching", "hold.returned"])
  const ofOutage = entries.filter((entry) => entry.outageId !== null && entry.holdId === null).map((entry) => entry.action)
  for (const action of ["outage.declared", "outage.switch_asked", "outage.end_asked", "outage.closed"]) expect(ofOutage).toContain(action)
  for (const chain of await verifyAudit(lantern.ctx.db, lantern.ctx.keyring)) expect(chain.broken).toBeNull()
}, 90_000)
