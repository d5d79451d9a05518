import { afterEach, expect, it } from "vitest"
import { readOutageView } from "@/lib/db/outage-view"
import { seal } from "@/lib/db/seal"
import { PRACTICE_API_KEY } from "@/lib/practice/practice-alma"
import type { TestLantern } from "@/lib/runner/test-lantern"
import { testLantern } from "@/lib/runner/test-lantern"
import { asked } from "@/lib/runner/test-steps"
import { addAccounts } from "./add-accounts"
import { checkByHand } from "./check-by-hand"
import { apiKeyPlace } from "./context"
import { declareOutage } from "./declare-outage"
import { endOutage } from "./end-outage"
import { handOverByHand } from "./hand-over-by-hand"
import { openHandCard } from "./open-hand-card"
import { previewAccounts } from "./preview-accounts"
import { recoverySheet } from "./recovery-sheet"
import { tickByHand } from "./tick-by-hand"

const NOTHING = "l8xxnothing"
const KEYS = {
  [PRACTICE_API_KEY]: { read: true, write: true, conf: true, confWrite: true },
  [NOTHING]: { read: false, write: false, conf: false, confWrite: false },
}
const WORDS = "Toggled in Alma's screen, it says so there."

let lantern: TestLantern
afterEach(() => lantern.close())

async function unreadable(route: "manual" | "job" = "manual"): Promise<void> {
  lantern = await testLantern({ route, alma: { keys: KEYS } })
  await useKey(NOTHING)
  await lantern.work()
}

async function useKey(key: keyof typeof KEYS): Promise<void> {
  const { id } = lantern.institution
  await lantern.ctx.db.institution.update({ where: { id }, data: { apiKeySealed: seal(lantern.ctx.keyring, apiKeyPlace(id), key) } })
}

const set = (type: string, externalId: string) =>
  lantern.alma.editUser("bare", (user) => void Object.assign(user, { account_type: { value: type }, external_id: externalId }))
const view = (outageId: string) => readOutageView(lantern.ctx.db, lantern.ctx.actor, outageId, { now: new Date(), quietSeconds: 1, publicUrl: "" })

it("previews as not read what was typed, protects by id alone, and declares by the manual route only", async () => {
  await unreadable()
  const { counts, accounts } = await previewAccounts(lantern.ctx, { institution: "ABC", text: "bare\nBARE\nexl_impl" })
  expect(counts).toMatchObject({ not_read: 1, duplicate: 1, protected: 1, switch: 0 })
  expect(accounts[0]).toMatchObject({ primaryId: "bare", name: null, reason: expect.stringContaining("look at the account in Alma") })
  await lantern.ctx.db.institution.update({ where: { id: lantern.institution.id }, data: { route: "direct" } })
  await expect(previewAccounts(lantern.ctx, { institution: "ABC", text: "bare" })).rejects.toThrow("can't read users")
  await lantern.ctx.db.institution.update({ where: { id: lantern.institution.id }, data: { route: "manual" } })
  const declared = { institution: "ABC", reason: "SSO is down", hours: 2, text: "bare\nexl_impl" }
  await expect(declareOutage(lantern.ctx, { ...declared, confirmCount: 2 })).rejects.toThrow("1 would be switched")
  await expect(declareOutage(lantern.ctx, { ...declared, confirmCount: 1 })).resolves.toBeDefined()
}, 30_000)

it("goes the whole way by hand: the external id is asked for, on the sheet, and on the card of the way back", async () => {
  await unreadable()
  const { ctx } = lantern
  const outageId = await asked(lantern, ["bare"])
  const { id: holdId } = await lantern.until("bare", ["needs_person"])
  expect((await view(outageId)).counts).toMatchObject({ held: 1, nowInternal: 0 })
  const { card } = await openHandCard(ctx, { outageId })
  expect(card).toMatchObject({ holdId, task: "switch", askExternalId: true, throwAway: false })
  set("INTERNAL", "")
  expect(await checkByHand(ctx, { outageId, holdId })).toEqual({ kind: "cant_read" })
  await expect(tickByHand(ctx, { outageId, holdId, words: WORDS })).rejects.toThrow("Type the external id")
  await tickByHand(ctx, { outageId, holdId, words: WORDS, externalId: " SIS_BANNER " })
  await handOverByHand(ctx, { outageId, holdId })
  expect((await view(outageId)).counts, "told Internal, and not yet told back").toMatchObject({ nowInternal: 1 })
  expect(await recoverySheet(ctx, outageId)).toContain("SIS_BANNER")

  await endOutage(ctx, { outageId })
  await lantern.until("bare", ["needs_person"])
  expect((await view(outageId)).counts.nowInternal).toBe(1)
  expect((await openHandCard(ctx, { outageId })).card).toMatchObject({ task: "return", externalId: "SIS_BANNER" })
  set("EXTERNAL", "SIS_BANNER")
  await tickByHand(ctx, { outageId, holdId, words: WORDS })
  await lantern.untilOutage(outageId, "closed")
  expect((await view(outageId)).counts.nowInternal).toBe(0)
}, 40_000)

it("learns the external id when the key reads before the switch, and then returns the account itself", async () => {
  await unreadable()
  const { ctx } = lantern
  const before = lantern.alma.user("bare")!.external_id
  const outageId = await asked(lantern, ["bare"])
  const { id: holdId } = await lantern.until("bare", ["needs_person"])
  await useKey(PRACTICE_API_KEY)
  expect(await checkByHand(ctx, { outageId, holdId })).toMatchObject({ kind: "different" })
  expect((await openHandCard(ctx, { outageId })).card).toMatchObject({ askExternalId: false })
  set("INTERNAL", "")
  expect(await checkByHand(ctx, { outageId, holdId })).toMatchObject({ kind: "proved" })
  await endOutage(ctx, { outageId })
  await lantern.untilOutage(outageId, "closed", 30)
  expect(lantern.alma.user("bare")!.external_id).toEqual(before)
}, 60_000)

it("never writes an empty external id: without one a person returns the account", async () => {
  await unreadable()
  const { ctx } = lantern
  const outageId = await asked(lantern, ["bare"])
  const { id: holdId } = await lantern.until("bare", ["needs_person"])
  set("INTERNAL", "")
  await useKey(PRACTICE_API_KEY)
  expect(await checkByHand(ctx, { outageId, holdId })).toMatchObject({ kind: "proved" })
  await endOutage(ctx, { outageId })
  expect((await lantern.until("bare", ["needs_person"])).reason).toContain("Nobody wrote down the external id")
  expect(lantern.alma.requests().filter((request) => request.method === "PUT")).toEqual([])
  set("EXTERNAL", "")
  expect(await checkByHand(ctx, { outageId, holdId })).toMatchObject({ kind: "different", sentence: expect.stringContaining("its external id is empty") })
  set("EXTERNAL", "SIS_BANNER")
  expect(await checkByHand(ctx, { outageId, holdId })).toMatchObject({ kind: "proved", observed: "EXTERNAL" })
  await lantern.untilOutage(outageId, "closed")
}, 60_000)

it("takes late joiners unread too, and again who was left alone", async () => {
  await unreadable()
  const outageId = await asked(lantern, ["bare"])
  await lantern.until("bare", ["needs_person"])
  expect(await addAccounts(lantern.ctx, { outageId, text: "mixedseg\nexl_impl" })).toEqual({ added: 1, leftAlone: 1 })
  await lantern.ctx.db.hold.updateMany({ where: { primaryId: "mixedseg" }, data: { state: "left_alone" } })
  expect(await addAccounts(lantern.ctx, { outageId, text: "mixedseg" })).toEqual({ added: 1, leftAlone: 0 })
  expect(await lantern.hold("mixedseg")).toMatchObject({ state: "waiting", original: null })
}, 30_000)
