import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { madeInternal, stepping, type Stepping } from "@/lib/runner/rules/stepping"
import type { EnrolmentLinkView } from "@/lib/domain/enrolment"
import { isWellFormedCode, makeCode } from "@/lib/domain/pickup-code"
import type { CredentialsView } from "@/lib/domain/views"
import type { ServiceContext } from "./context"
import { endOutage } from "./end-outage"
import { beginStaffPasskey, finishStaffPasskey } from "./enrol-passkey"
import { issueCodes, randomByte } from "./issue-codes"
import { makeEnrolmentLinks } from "./make-enrolment-links"
import { nameVoucher } from "./name-voucher"
import { cardHash } from "./new-card"
import { openEnrolment } from "./open-enrolment"
import { printCard } from "./print-card"
import { redeemCode } from "./redeem-code"
import { beginPasskeyPickup, redeemPasskey } from "./redeem-passkey"
import { SoftwareAuthenticator, type Odd } from "./software-authenticator"
import { vouchFor } from "./vouch-for"

/** In Alma's own spelling. The first two are on the list of the outage, the last is not. */
const [ANN, BOB, CAROL] = ["bare", "mixedseg", "noteworthy"] as const
const ORIGIN = "http://localhost:3000"

let lantern: Stepping
let nobody: ServiceContext
let outageId: string
let addresses = 0
const address = () => `10.${(++addresses >> 16) & 255}.${(addresses >> 8) & 255}.${addresses & 255}`

beforeAll(async () => {
  lantern = await stepping()
  nobody = { ...lantern.ctx, actor: { kind: "pickup", name: "P" } }
  outageId = await madeInternal(lantern, [ANN, BOB])
}, 90_000)
afterAll(() => lantern?.close())
beforeEach(() => lantern.alma.faults.clear())

async function linkFor(primaryId: string): Promise<EnrolmentLinkView> {
  const [link] = await makeEnrolmentLinks(lantern.ctx, { institution: "ABC", staff: primaryId })
  return link!
}

async function opened(primaryId: string): Promise<string> {
  const { url } = await linkFor(primaryId)
  return (await openEnrolment(nobody, { token: url.split("#link=")[1]! })).ticket
}

const cardOf = async (primaryId: string) => (await printCard(nobody, { ticket: await opened(primaryId) })).code
const pickUp = (primaryId: string, code: string) => redeemCode(nobody, { primaryId, code, address: address() })
const passwordWrites = (id: string) => lantern.alma.history(id).filter((entry) => entry.what === "password" && entry.by === "api").length
const worksInAlma = ({ userName, password }: CredentialsView) => lantern.alma.passwordWorks(userName, password)
const WRONG = /do not fit together/

describe("a recovery card", () => {
  it("opens the account once, in another's spelling of the Primary ID too, and comes with the next card", async () => {
    const first = await cardOf(ANN)
    const shown = await pickUp(ANN.toUpperCase(), `${first.slice(0, 5)}-${first.slice(5, 10)} ${first.slice(10).toLowerCase()}`)
    expect(worksInAlma(shown)).toBe(true)
    expect(await lantern.hold(ANN)).toMatchObject({ state: "collected", leaseOwner: null })
    const next = shown.card!.code
    expect([isWellFormedCode(next), next === first, next.length]).toEqual([true, false, 15])
    await expect(pickUp(ANN, first)).rejects.toThrow(WRONG)
    const again = await pickUp(ANN, next)
    expect([worksInAlma(again), worksInAlma(shown)]).toEqual([true, false])
    const rows = await lantern.ctx.db.$queryRaw<{ text: string }[]>`
      select t::text as "text" from "RecoveryCard" t union all select t::text from "PickupCode" t union all select t::text from "AuditEntry" t`
    for (const secret of [first, next, again.card!.code, again.password]) expect(rows.some(({ text }) => text.includes(secret))).toBe(false)
  }, 60_000)

  it("used by 500 at once is shown one password, and Alma is sent one", async () => {
    const code = await cardOf(ANN)
    const before = passwordWrites(ANN)
    const answers = await Promise.allSettled(Array.from({ length: 500 }, () => pickUp(ANN, code)))
    const won = answers.filter((answer) => answer.status === "fulfilled")
    expect([won.length, passwordWrites(ANN) - before]).toEqual([1, 1])
    expect(worksInAlma(won[0]!.value)).toBe(true)
    const reasons = answers.flatMap((answer) => (answer.status === "rejected" ? String(answer.reason) : []))
    for (const reason of reasons) expect(reason).toMatch(WRONG)
  }, 120_000)

  it("is given back when Alma takes nothing, and when nobody knows whether it did, for five minutes later", async () => {
    const code = await cardOf(ANN)
    lantern.alma.faults.add({ match: { method: "PUT" }, times: 1, fault: { kind: "ok_error_envelope", code: "401652" } })
    await expect(pickUp(ANN, code)).rejects.toThrow("Try again in a minute: your card is still good.")
    lantern.alma.faults.add({ match: { method: "GET" }, times: 3, fault: { kind: "status429" } })
    await expect(pickUp(ANN, code)).rejects.toThrow("your card is still good.")
    lantern.alma.faults.clear()
    lantern.alma.faults.add({ match: { method: "PUT" }, times: 9, fault: "reset_before_apply" })
    await expect(pickUp(ANN, code)).rejects.toThrow("Try again in five minutes: your card is still good.")
    lantern.alma.faults.clear()
    await expect(pickUp(ANN, code)).rejects.toThrow("Try again in a few minutes: your card is still good.")
    await lantern.ctx.db.hold.updateMany({ data: { needsHelpUntil: null } })
    await lantern.ctx.db.intent.updateMany({ where: { kind: "password" }, data: { settledAt: new Date(0) } })
    expect(worksInAlma(await pickUp(ANN, code))).toBe(true)
  }, 90_000)

  it("leaves a slip as good as it was, and the other way round", async () => {
    const [slip] = await issueCodes(lantern.ctx, { outageId, kind: "slip", staff: BOB })
    await pickUp(BOB, await cardOf(BOB))
    const card = await cardOf(BOB)
    await pickUp(BOB, slip!.code)
    expect(worksInAlma(await pickUp(BOB, card))).toBe(true)
  }, 60_000)

  it("of somebody whom no outage has switched opens nothing and stays good", async () => {
    const code = await cardOf(CAROL)
    await expect(pickUp(CAROL, code)).rejects.toThrow("has not been opened for Alma yet")
    await expect(pickUp(ANN, code)).rejects.toThrow(WRONG)
    expect(await lantern.ctx.db.pickupCode.count({ where: { card: { enrolment: { primaryId: CAROL } } } })).toBe(0)
    expect(passwordWrites(CAROL)).toBe(0)
  }, 60_000)

  it("is that of one institution, whose account it opens, where another has somebody of the same Primary ID", async () => {
    const { db } = lantern.ctx
    const far = await db.institution.create({ data: { code: "FAR", name: "Far", apiUrl: "http://127.0.0.1:1", apiKeySealed: "none", loginUrl: "https://far.example", timeZone: "UTC" } })
    const there = await db.staffEnrolment.create({ data: { institutionId: far.id, primaryId: ANN, primaryIdKey: ANN, createdAt: new Date(), createdBy: "T" } })
    const [here, theirs] = [await cardOf(ANN), makeCode("card", randomByte)]
    await db.recoveryCard.create({ data: { enrolmentId: there.id, hash: cardHash(lantern.ctx, theirs), createdAt: new Date() } })
    const before = passwordWrites(ANN)
    await expect(pickUp(ANN, theirs)).rejects.toThrow("has not been opened for Alma yet")
    expect(passwordWrites(ANN)).toBe(before)
    expect((await pickUp(ANN, here)).institutionName).toBe("Abbey College")
  }, 60_000)
})

describe("a passkey", () => {
  const device = new SoftwareAuthenticator(ORIGIN)
  const register = async (primaryId: string, odd: Odd = {}) => {
    const ticket = await opened(primaryId)
    const response = device.create(await beginStaffPasskey(nobody, { ticket }), odd)
    await finishStaffPasskey(nobody, { ticket, response })
    return { id: response.id, ticket, response }
  }
  const begin = (primaryId: string) => beginPasskeyPickup(nobody, { primaryId, address: address() })
  const redeem = (primaryId: string, response: ReturnType<typeof device.get>) => redeemPasskey(nobody, { primaryId, response, address: address() })

  it("opens the account of its owner, again and again, and signs nothing twice", async () => {
    const { id } = await register(ANN)
    const response = device.get(await begin(ANN), { id })
    const shown = await redeem(ANN, response)
    expect([worksInAlma(shown), shown.card]).toEqual([true, null])
    await expect(redeem(ANN, response)).rejects.toThrow(WRONG)
    const second = device.get(await begin(ANN), { id })
    const both = await Promise.allSettled([redeem(ANN, second), redeem(ANN, second)])
    expect(both.filter((answer) => answer.status === "fulfilled")).toHaveLength(1)
  }, 60_000)

  it("is refused for another's challenge, site, Primary ID or hand, and without its owner's finger", async () => {
    const { id } = await register(ANN)
    const before = passwordWrites(ANN) + passwordWrites(BOB)
    const bobs = await begin(BOB)
    await expect(redeem(ANN, device.get(bobs, { id }))).rejects.toThrow(WRONG)
    await expect(redeem(BOB, device.get(await begin(BOB), { id }))).rejects.toThrow(WRONG)
    await expect(redeem(ANN, device.get(await begin(ANN), { id, origin: "https://evil.example" }))).rejects.toThrow(WRONG)
    await expect(redeem(ANN, device.get(await begin(ANN), { id, rpId: "evil.example" }))).rejects.toThrow(WRONG)
    await expect(redeem(ANN, device.get(await begin(ANN), { id, unverified: true }))).rejects.toThrow(WRONG)
    await expect(redeem(ANN, device.get(await begin(ANN), { id, challenge: "A".repeat(43) }))).rejects.toThrow(WRONG)
    await expect(redeem(ANN, device.get(await begin(ANN), { id, userHandle: "c29tZWJvZHk" }))).rejects.toThrow(WRONG)
    expect(passwordWrites(ANN) + passwordWrites(BOB)).toBe(before)
    expect(worksInAlma(await redeem(ANN, device.get(await begin(ANN), { id })))).toBe(true)
  }, 60_000)

  it("is not registered with another's challenge, twice with one, from another site or without a finger", async () => {
    const NOT = "could not be registered"
    const [mine, theirs] = [await opened(ANN), await opened(BOB)]
    const options = await beginStaffPasskey(nobody, { ticket: theirs })
    await expect(finishStaffPasskey(nobody, { ticket: mine, response: device.create(options) })).rejects.toThrow(NOT)
    await finishStaffPasskey(nobody, { ticket: theirs, response: device.create(options) })
    await expect(finishStaffPasskey(nobody, { ticket: theirs, response: device.create(options) })).rejects.toThrow(NOT)
    for (const odd of [{ origin: "https://evil.example" }, { rpId: "evil.example" }, { unverified: true }]) {
      const response = device.create(await beginStaffPasskey(nobody, { ticket: mine }), odd)
      await expect(finishStaffPasskey(nobody, { ticket: mine, response })).rejects.toThrow(NOT)
    }
    await expect(finishStaffPasskey(nobody, { ticket: "none", response: device.create(options) })).rejects.toThrow("link has been used")
  }, 60_000)
})

describe("vouching", () => {
  const vouch = (code: string, forId: string, primaryId: string = ANN) => vouchFor(nobody, { primaryId, code, forId, address: address() })
  const fresh = () => lantern.ctx.db.hold.updateMany({ where: { primaryId: BOB }, data: { state: "internal", collectedAt: null } })

  it("lets who has picked up confirm a colleague named beforehand, with both names kept", async () => {
    await nameVoucher(lantern.ctx, { institution: "ABC", voucherId: ANN, forId: BOB })
    const shown = await pickUp(ANN, await cardOf(ANN))
    const bob = await lantern.hold(BOB)
    expect(shown.vouching).toMatchObject({ for: [bob.name], others: 0 })
    const { code } = shown.vouching!
    // Bob has picked up before; nobody was named for Carol; and the code is Ann's.
    for (const who of [BOB, CAROL, "nobody-at-all"]) await expect(vouch(code, who)).rejects.toThrow("only for whom you were named")
    await expect(vouch(code, ANN, BOB)).rejects.toThrow(WRONG)
    const holdId = (await lantern.hold(ANN)).id
    expect(await lantern.ctx.db.alert.count({ where: { holdId, kind: "vouching_of_another" } })).toBe(1)
    expect(await lantern.ctx.db.auditEntry.count({ where: { holdId, action: "pickup.refused", detail: { contains: "vouching code of another" } } })).toBe(1)
    await fresh()
    const asDrill = (drill: boolean) => lantern.ctx.db.outage.update({ where: { id: outageId }, data: { drill } })
    await asDrill(true)
    const vouched = await vouch(code.toLowerCase(), BOB.toUpperCase())
    expect([vouched.name, vouched.code.length, vouched.drill]).toEqual([bob.name, 11, true])
    await asDrill(false)
    const bobs = await pickUp(BOB, vouched.code)
    expect([worksInAlma(bobs), bobs.vouching]).toEqual([true, null])
    const entry = await lantern.ctx.db.auditEntry.findFirstOrThrow({ where: { action: "pickup.vouched" } })
    expect(JSON.parse(entry.detail)).toMatchObject({ by: (await lantern.hold(ANN)).name, for: bob.name })
    await expect(vouch(code, BOB)).rejects.toThrow("only for whom you were named")
  }, 60_000)

  it("used by many at once makes one code that is good, and so does a liaison's click; nobody meets an error", async () => {
    const shown = await pickUp(ANN, await cardOf(ANN))
    await fresh()
    const made = await Promise.all(Array.from({ length: 6 }, () => vouch(shown.vouching!.code, BOB)))
    const before = passwordWrites(BOB)
    let opened = 0
    // One by one: more than five at once are more tries than an in-person code bears, whichever is the right one.
    for (const { code } of made) opened += await pickUp(BOB, code).then(() => 1, () => 0)
    expect([opened, passwordWrites(BOB) - before]).toEqual([1, 1])
    await Promise.all(Array.from({ length: 4 }, () => issueCodes(lantern.ctx, { outageId, kind: "live", staff: BOB })))
    expect(await lantern.ctx.db.pickupCode.count({ where: { hold: { primaryId: BOB }, state: "live" } })).toBe(1)
  }, 60_000)

  it("dies with the end of the outage, as cards open nothing then and live on", async () => {
    const card = await cardOf(ANN)
    const { vouching, card: next } = await pickUp(ANN, card)
    await fresh()
    await endOutage(lantern.ctx, { outageId })
    await expect(vouch(vouching!.code, BOB)).rejects.toThrow(WRONG)
    await expect(pickUp(ANN, next!.code)).rejects.toThrow("has not been opened for Alma yet")
    expect(await lantern.ctx.db.pickupCode.count({ where: { hold: { primaryId: BOB }, state: "live" } })).toBe(0)
  }, 60_000)
})
