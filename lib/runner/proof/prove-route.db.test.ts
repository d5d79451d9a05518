import { afterEach, describe, expect, it } from "vitest"
import { LANTERN } from "@/lib/domain/actor"
import type { ProofStep } from "@/lib/domain/route-proof"
import { comparable } from "@/lib/practice/comparable"
import { practicePeople } from "@/lib/practice/people"
import { addAccounts } from "@/lib/services/add-accounts"
import { answerPin } from "@/lib/services/answer-pin"
import { declareOutage } from "@/lib/services/declare-outage"
import { proveRoute } from "@/lib/services/prove-route"
import { returnAccounts } from "@/lib/services/return-accounts"
import { setInstitution } from "@/lib/services/set-institution"
import { reconcile } from "../reconcile"
import type { TestLantern } from "../test-lantern"
import { testLantern } from "../test-lantern"

let lantern: TestLantern
afterEach(() => lantern.close())

const CONSENT = "Its owner agreed by phone this morning"
const begin = (primaryId = "mixedseg", ctx = lantern.ctx) => proveRoute(ctx, { institution: "ABC", primaryId, consent: CONSENT })
const proofOf = (id: string) => lantern.ctx.db.routeProof.findUniqueOrThrow({ where: { id } })
const stepsOf = (proof: { steps: unknown }) => proof.steps as ProofStep[]
const institution = () => lantern.ctx.db.institution.findUniqueOrThrow({ where: { code: "ABC" } })
const asLoaded = (primaryId: string) => comparable(practicePeople().find((user) => user.primary_id === primaryId))
const asItIs = (primaryId: string) => comparable(lantern.alma.user(primaryId))

async function until<T>(what: string, look: () => Promise<T | null | false>, seconds = 30): Promise<T> {
  for (const end = Date.now() + seconds * 1000; ;) {
    const found = await look()
    if (found) return found
    if (Date.now() > end) throw new Error(`Not within ${seconds} s: ${what}; ${JSON.stringify((await lantern.ctx.db.routeProof.findFirst())?.steps)}`)
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
}

const over = (id: string) => until("the proof is over", async () => {
  const proof = await proofOf(id)
  return proof.finishedAt && proof
})
const statesOf = (proof: { steps: unknown }) => stepsOf(proof).map((step) => `${step.id} ${step.state}`)
const ALL_DONE = ["before done", "switch done", "password done", "login done", "return done", "compare done"]

/** Nothing in Alma was touched, and nothing was written down. */
async function expectNothing() {
  expect(lantern.alma.history().filter((entry) => entry.what !== "request" && (entry.by === "api" || entry.by === "job"))).toEqual([])
  expect(await lantern.ctx.db.routeProof.count()).toBe(0)
}

describe("a proof of the route", () => {
  it("by the job: there and back with every field as it was, a password that nobody is shown, and the record wiped", async () => {
    lantern = await testLantern({ route: "job" })
    const { proofId, outageId } = await begin()
    expect((await proofOf(proofId)).before).not.toContain("mixedseg")
    await expect(answerPin(lantern.ctx, { institution: "ABC", answer: "lost" })).rejects.toThrow("still goes on")
    await lantern.work()
    const proof = await over(proofId)
    expect(statesOf(proof)).toEqual(ALL_DONE)
    expect(proof).toMatchObject({ proved: true, before: null, route: "job", consent: CONSENT, pinAnswer: null })
    const history = lantern.alma.history("mixedseg")
    expect(history.filter((entry) => entry.what === "account_type").map((entry) => entry.to)).toEqual(["INTERNAL", "EXTERNAL"])
    expect(history.some((entry) => entry.what === "password" && entry.by === "api")).toBe(true)
    expect(asItIs("mixedseg")).toEqual(asLoaded("mixedseg"))
    await lantern.untilOutage(outageId, "closed")
    expect(await institution()).toMatchObject({ jobProvedAt: expect.any(Date), directProvedAt: null, canaryId: "mixedseg" })
    expect((await lantern.ctx.db.outage.findUniqueOrThrow({ where: { id: outageId } })).drillScore).toBeNull()
    await answerPin(lantern.ctx, { institution: "ABC", answer: "lost" })
    expect((await proofOf(proofId)).pinAnswer).toBe("lost")
  }, 60_000)

  it("directly, where a new password must be chosen before Alma lets anybody in", async () => {
    lantern = await testLantern({ route: "direct", alma: { directAllowed: true, authWhileForced: "refused" } })
    const { proofId } = await begin("bare")
    await lantern.work()
    const proof = await over(proofId)
    expect(statesOf(proof)).toEqual(ALL_DONE)
    expect(stepsOf(proof)[3]!.text).toContain("once a new password is chosen")
    expect(await institution()).toMatchObject({ directProvedAt: expect.any(Date), jobProvedAt: null })
  }, 60_000)

  it("goes on where the process that began it died, and then the one that had sent a password", async () => {
    lantern = await testLantern({ route: "direct", alma: { directAllowed: true } })
    const { proofId, outageId } = await begin("bare")
    // As a crash leaves it that came before the switch was asked for.
    await lantern.ctx.db.outage.update({ where: { id: outageId }, data: { state: "declared" } })
    await lantern.ctx.db.hold.updateMany({ where: { outageId }, data: { desired: "none", dueAt: null } })
    // The answer to the password's PUT is long in coming, and its process dies waiting for it.
    lantern.alma.faults.add({ match: { method: "PUT" }, skip: 1, times: 1, fault: { kind: "slow_body", delayMs: 1_500 } })
    const first = await lantern.work()
    await until("a password was sent", () => lantern.ctx.db.intent.findFirst({ where: { hold: { outageId }, kind: "password" } }))
    expect(statesOf(await proofOf(proofId)).slice(0, 3)).toEqual(["before done", "switch done", "password doing"])
    await lantern.ctx.db.hold.updateMany({ where: { outageId }, data: { fence: { increment: 1 }, leaseOwner: null, leaseUntil: null } })
    await first.stop()
    await lantern.work()
    expect(await over(proofId)).toMatchObject({ proved: true })
    expect(asItIs("bare")).toEqual(asLoaded("bare"))
  }, 90_000)

  it("names what didn't come back, and proves nothing then", async () => {
    lantern = await testLantern({ route: "direct", quietSeconds: 2, alma: { directAllowed: true } })
    const { proofId } = await begin("bare")
    await lantern.work()
    await lantern.until("bare", ["external_watching"])
    lantern.alma.editUser("bare", (user) => ({ ...user, job_description: "Another desk" }))
    const proof = await over(proofId)
    expect(proof).toMatchObject({ proved: false, before: null })
    expect(stepsOf(proof).at(-1)).toMatchObject({ state: "failed", differences: [expect.stringContaining("job_description")] })
    expect(await institution()).toMatchObject({ directProvedAt: null })
  }, 60_000)
})

it("a proof that somebody cuts short takes nobody else in, and ends", async () => {
  lantern = await testLantern({ route: "job", alma: { jobMs: 1_500 } })
  const { proofId, outageId } = await begin("bare")
  await expect(addAccounts(lantern.ctx, { outageId, text: "mixedseg" })).rejects.toThrow("nobody can be added")
  await returnAccounts(lantern.ctx, { outageId, text: "bare" })
  await lantern.work()
  expect(await over(proofId)).toMatchObject({ proved: false })
  await lantern.untilOutage(outageId, "closed")
  expect(asItIs("bare")).toEqual(asLoaded("bare"))
}, 60_000)

describe("the direct way probed", () => {
  it("where Alma refuses it: said so, and the account untouched", async () => {
    lantern = await testLantern({ route: "direct" })
    const { proofId, outageId } = await begin("bare")
    await lantern.work()
    const proof = await over(proofId)
    expect(statesOf(proof)).toEqual(["before done", "switch failed", "password skipped", "login skipped", "return done", "compare done"])
    expect(stepsOf(proof)[1]!.text).toContain("does not take the direct way")
    expect(proof.proved).toBe(false)
    await lantern.untilOutage(outageId, "closed")
    expect(asItIs("bare")).toEqual(asLoaded("bare"))
    expect(await institution()).toMatchObject({ directProvedAt: null })
  }, 60_000)

  it("where Alma says 200 and changes nothing: not allowed by this Alma, and the account untouched", async () => {
    lantern = await testLantern({ route: "direct", alma: { directAllowed: true } })
    lantern.alma.faults.add({ match: { method: "PUT" }, times: 3, fault: "ok_unchanged" })
    const { proofId } = await begin("bare")
    await lantern.work()
    const proof = await over(proofId)
    expect(proof).toMatchObject({ proved: false })
    expect(stepsOf(proof)[1]).toMatchObject({ state: "failed", text: expect.stringContaining("not allowed by this Alma") })
    expect(asItIs("bare")).toEqual(asLoaded("bare"))
  }, 60_000)
})

describe("a canary is refused", () => {
  it("where it is protected, a back-up admin, no External account, unknown, or nobody agreed", async () => {
    lantern = await testLantern({ route: "job" })
    await setInstitution(lantern.ctx, { institution: "ABC", backupAdminId: "vrename" })
    await lantern.ctx.db.backupAdmin.create({
      data: { institutionId: lantern.institution.id, primaryId: "noteworthy", primaryIdKey: "noteworthy", owner: "Library", purpose: "outages", createdAt: new Date(), createdBy: "test" },
    })
    for (const [id, why] of [["exl_support", "system account"], ["vrename", "back-up admin"], ["NoteWorthy", "back-up admin"], ["nobody", "knows no Primary ID"], [" ", "its Primary ID"]] as const) {
      await expect(begin(id), id).rejects.toThrow(why)
    }
    lantern.alma.editUser("bare", (user) => ({ ...user, account_type: { value: "INTERNAL" } }))
    await expect(begin("bare")).rejects.toThrow("Already Internal")
    lantern.alma.editUser("aabernethy", (user) => ({ ...user, external_id: "" }))
    await expect(begin("aabernethy")).rejects.toThrow("No external id")
    await expect(proveRoute(lantern.ctx, { institution: "ABC", primaryId: "mixedseg", consent: "yes" })).rejects.toThrow("who agreed")
    await expectNothing()
  }, 60_000)

  it("where its owner has logged in to Alma in the last hours", async () => {
    lantern = await testLantern({ route: "job" })
    const client = lantern.ctx.almaFor(lantern.institution)
    const login = { primary_id: "BARE", login_time: new Date(Date.now() - 3_600_000).toISOString(), successful: true }
    const almaFor = () => ({ ...client, staffLoginReport: () => Promise.resolve({ kind: "ok" as const, value: { events: [login], total: 1 } }) })
    await expect(begin("bare", { ...lantern.ctx, almaFor })).rejects.toThrow("may be at work there")
    await expectNothing()
  }, 60_000)

  it("while an outage or another drill is open, and on the manual route", async () => {
    lantern = await testLantern({ route: "job" })
    const outage = await declareOutage(lantern.ctx, { institution: "ABC", reason: "SSO is down", hours: 1, text: "bare" })
    await expect(begin()).rejects.toThrow("An outage of Abbey College is open")
    await lantern.ctx.db.outage.update({ where: { id: outage }, data: { state: "closed" } })
    const drill = await declareOutage(lantern.ctx, { institution: "ABC", reason: "Autumn drill", hours: 1, text: "bare", drill: true })
    await expect(begin()).rejects.toThrow("A drill of Abbey College is open")
    await lantern.ctx.db.outage.update({ where: { id: drill }, data: { state: "closed" } })
    await setInstitution(lantern.ctx, { institution: "ABC", route: "manual" })
    await expect(begin()).rejects.toThrow("needs no proof")
    await expectNothing()
  }, 60_000)
})

it("an outage declared meanwhile ends the proof", async () => {
  lantern = await testLantern({ route: "direct", alma: { directAllowed: true } })
  const { proofId, outageId } = await begin("bare")
  const outage = await declareOutage(lantern.ctx, { institution: "ABC", reason: "SSO is down", hours: 1, text: "bare" })
  await reconcile({ ...lantern.ctx, actor: LANTERN }, lantern.institution.id, { owner: "test", isOver: () => false, isStopping: () => false, onError: () => {} })
  expect(await over(proofId)).toMatchObject({ proved: false, before: null })
  await lantern.untilOutage(outageId, "closed")
  expect(await lantern.ctx.db.outage.findUniqueOrThrow({ where: { id: outage } })).toMatchObject({ state: "declared", drill: false })
}, 60_000)
