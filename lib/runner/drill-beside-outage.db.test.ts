import { afterEach, describe, expect, it } from "vitest"
import { declareOutage } from "@/lib/services/declare-outage"
import { endOutage } from "@/lib/services/end-outage"
import { issueCodes } from "@/lib/services/issue-codes"
import { listInstitutions } from "@/lib/services/list-institutions"
import { previewAccounts } from "@/lib/services/preview-accounts"
import { redeemCode } from "@/lib/services/redeem-code"
import { setInstitution } from "@/lib/services/set-institution"
import { switchAccounts } from "@/lib/services/switch-accounts"
import { comparable } from "@/lib/practice/comparable"
import { practicePeople } from "@/lib/practice/people"
import type { TestLantern } from "./test-lantern"
import { testLantern } from "./test-lantern"

let lantern: TestLantern
afterEach(() => lantern.close())

const declare = (staff: string[], drill: boolean) =>
  declareOutage(lantern.ctx, { institution: "ABC", reason: drill ? "Autumn drill" : "SSO is down", hours: 4, text: staff.join("\n"), drill })

/** A drill with these Internal, and a worker at work. */
async function drilled(route: "job" | "direct", staff: string[], quietSeconds = 1): Promise<string> {
  lantern = await testLantern({ route, quietSeconds, alma: { directAllowed: true } })
  const id = await declare(staff, true)
  await switchAccounts(lantern.ctx, { outageId: id })
  await lantern.work()
  for (const one of staff) await lantern.until(one, ["internal"])
  return id
}

const holdIn = (outageId: string, primaryId: string) => lantern.ctx.db.hold.findFirstOrThrow({ where: { outageId, primaryIdKey: primaryId } })
const changesOf = (primaryId: string) => lantern.alma.history(primaryId).filter((entry) => entry.what === "account_type").map((entry) => entry.to)
const asLoaded = (primaryId: string) => practicePeople().find((user) => user.primary_id === primaryId)
const typeOf = (primaryId: string) => (lantern.alma.user(primaryId)!.account_type as { value: string }).value

describe("an outage declared while a drill is open", () => {
  it("ends the drill at once, takes over whom it needs, and returns them as they were", async () => {
    const drill = await drilled("direct", ["bare", "mixedseg"])
    const [code] = await issueCodes(lantern.ctx, { outageId: drill, kind: "slip", staff: "mixedseg" })
    const pickup = { ...lantern.ctx, actor: { kind: "pickup" as const, name: "Pick-up" } }
    const { password, drill: isDrill } = await redeemCode(pickup, { primaryId: "mixedseg", code: code!.code, address: "127.0.0.1" })
    expect(isDrill).toBe(true)

    const preview = await previewAccounts(lantern.ctx, { institution: "ABC", text: "mixedseg\naabernethy" })
    expect(preview.accounts[0]).toMatchObject({ verdict: "switch", reason: expect.stringContaining("by a drill that is going on") })

    const outage = await declare(["mixedseg", "aabernethy"], false)
    expect(await lantern.ctx.db.outage.findUniqueOrThrow({ where: { id: drill } })).toMatchObject({ state: "ending", endedBy: "Operator test" })
    expect(await holdIn(outage, "mixedseg")).toMatchObject({ state: "collected", desired: "internal", intendedAt: expect.any(Date) })
    expect(await holdIn(drill, "mixedseg")).toMatchObject({ state: "left_alone" })
    await switchAccounts(lantern.ctx, { outageId: outage })
    await lantern.until("aabernethy", ["internal"])
    await lantern.untilOutage(drill, "closed")
    expect(typeOf("bare")).toBe("EXTERNAL")
    expect(lantern.alma.passwordWorks("mixedseg", password), "nobody was thrown out").toBe(true)
    expect(changesOf("mixedseg")).toEqual(["INTERNAL"])

    await endOutage(lantern.ctx, { outageId: outage })
    await lantern.untilOutage(outage, "closed")
    expect(changesOf("mixedseg")).toEqual(["INTERNAL", "EXTERNAL"])
    expect(comparable(lantern.alma.user("mixedseg"))).toEqual(comparable(asLoaded("mixedseg")))
  }, 60_000)

  it("waits for whom the drill is still bringing back, and switches them by itself: job", async () => {
    const drill = await drilled("job", ["bare"], 3)
    await endOutage(lantern.ctx, { outageId: drill })
    await lantern.until("bare", ["external_watching"])
    // Claimed at this moment by a worker: it isn't taken over.
    await lantern.ctx.db.hold.updateMany({ where: { outageId: drill }, data: { leaseUntil: new Date(Date.now() + 2_000), leaseOwner: "a slow worker" } })
    const outage = await declare(["bare"], false)
    expect(await holdIn(outage, "bare")).toMatchObject({ state: "waiting", intendedAt: null, verdict: "switch" })
    await switchAccounts(lantern.ctx, { outageId: outage })
    await lantern.untilOutage(drill, "closed", 30)
    await lantern.untilOutage(outage, "active", 30)
    expect(await holdIn(outage, "bare")).toMatchObject({ state: "internal" })
    expect(changesOf("bare")).toEqual(["INTERNAL", "EXTERNAL", "INTERNAL"])
    await endOutage(lantern.ctx, { outageId: outage })
    await lantern.untilOutage(outage, "closed", 30)
    expect(typeOf("bare")).toBe("EXTERNAL")
  }, 90_000)

  it("and direct", async () => {
    const drill = await drilled("direct", ["bare"], 3)
    await endOutage(lantern.ctx, { outageId: drill })
    await lantern.until("bare", ["external_watching"])
    await lantern.ctx.db.hold.updateMany({ where: { outageId: drill }, data: { leaseUntil: new Date(Date.now() + 2_000), leaseOwner: "a slow worker" } })
    const outage = await declare(["bare"], false)
    await switchAccounts(lantern.ctx, { outageId: outage })
    await lantern.untilOutage(outage, "active", 40)
    expect(await holdIn(outage, "bare")).toMatchObject({ state: "internal" })
    expect(changesOf("bare")).toEqual(["INTERNAL", "EXTERNAL", "INTERNAL"])
  }, 90_000)

  it("takes over one that a drill has read External already, with the drill's facts, and switches it anew", async () => {
    lantern = await testLantern({ route: "direct", quietSeconds: 600, alma: { directAllowed: true } })
    const external = lantern.alma.user("bare")!.external_id
    const drill = await declare(["bare"], true)
    await switchAccounts(lantern.ctx, { outageId: drill })
    const runner = await lantern.work()
    await lantern.until("bare", ["internal"])
    await endOutage(lantern.ctx, { outageId: drill })
    await lantern.until("bare", ["external_watching"])
    await new Promise((resolve) => setTimeout(resolve, 300))
    const outage = await declare(["bare"], false)
    expect(await holdIn(outage, "bare")).toMatchObject({ state: "waiting", desired: "none", intendedAt: expect.any(Date) })
    await switchAccounts(lantern.ctx, { outageId: outage })
    await lantern.until("bare", ["internal"])
    await endOutage(lantern.ctx, { outageId: outage })
    await lantern.until("bare", ["external_watching"])
    expect(lantern.alma.user("bare")!.external_id).toBe(external)
    await runner.stop()
  }, 60_000)
})

describe("an outage declared while the drill's job runs in Alma", () => {
  it("waits for the job, then switches everybody of its own, and nobody is left Internal at the end", async () => {
    lantern = await testLantern({ route: "job", alma: { jobMs: 1_500 } })
    const drill = await declare(["bare", "mixedseg"], true)
    await switchAccounts(lantern.ctx, { outageId: drill })
    await lantern.work()
    await lantern.until("bare", ["switching"])
    const outage = await declare(["bare", "aabernethy"], false)
    expect(await holdIn(outage, "bare")).toMatchObject({ state: "waiting", intendedAt: null })
    await switchAccounts(lantern.ctx, { outageId: outage })
    await lantern.untilOutage(drill, "closed", 40)
    await lantern.untilOutage(outage, "active", 40)
    expect(["bare", "aabernethy", "mixedseg"].map(typeOf)).toEqual(["INTERNAL", "INTERNAL", "EXTERNAL"])
    await endOutage(lantern.ctx, { outageId: outage })
    await lantern.untilOutage(outage, "closed", 40)
    for (const id of ["bare", "aabernethy", "mixedseg"]) expect(comparable(lantern.alma.user(id)), id).toEqual(comparable(asLoaded(id)))
  }, 90_000)
})

describe("while both are open", () => {
  it("a drill is refused beside an outage, a second one of either too, and the outage is named first", async () => {
    lantern = await testLantern({ route: "direct", alma: { directAllowed: true } })
    const drill = await declare(["bare"], true)
    await expect(declare(["aabernethy"], true)).rejects.toThrow("A drill of Abbey College is open")
    await expect(setInstitution(lantern.ctx, { institution: "ABC", route: "job" })).rejects.toThrow("A drill of Abbey College is open")
    const outage = await declare(["aabernethy"], false)
    await expect(declare(["bare"], false)).rejects.toThrow("An outage of Abbey College is open")
    await expect(declare(["bare"], true)).rejects.toThrow("An outage of Abbey College is open")
    expect(await listInstitutions(lantern.ctx)).toMatchObject([{ openOutage: outage }])
    const ended = await lantern.ctx.db.auditEntry.findFirstOrThrow({ where: { outageId: drill, action: "outage.end_asked" } })
    expect(JSON.parse(ended.detail)).toEqual({ because: "an outage was declared" })
  }, 60_000)
})

describe("a drill that has closed", () => {
  it("has its score, and has proved the route", async () => {
    const drill = await drilled("direct", ["bare"])
    await endOutage(lantern.ctx, { outageId: drill })
    await lantern.untilOutage(drill, "closed")
    const row = await lantern.ctx.db.outage.findUniqueOrThrow({ where: { id: drill } })
    expect(row.drillScore).toMatchObject({ done: 4, of: 9, well: expect.arrayContaining(["Nobody was left Internal."]) })
    expect((row.drillScore as { skipped: string[] }).skipped).toContain("Print slips or issue codes.")
    expect((await lantern.ctx.db.institution.findUniqueOrThrow({ where: { code: "ABC" } })).directProvedAt).not.toBeNull()
  }, 60_000)
})
