import type { Actor } from "@/lib/domain/actor"
import { AppError } from "@/lib/domain/errors"
import { becomeInternal } from "@/lib/practice/record"
import { acceptUnresolved } from "@/lib/services/accept-unresolved"
import { addAccounts } from "@/lib/services/add-accounts"
import type { ServiceContext } from "@/lib/services/context"
import { declareOutage } from "@/lib/services/declare-outage"
import { endOutage } from "@/lib/services/end-outage"
import { issueCodes } from "@/lib/services/issue-codes"
import { redeemCode } from "@/lib/services/redeem-code"
import { returnAccounts } from "@/lib/services/return-accounts"
import { switchAccounts } from "@/lib/services/switch-accounts"
import { tryAgain } from "@/lib/services/try-again"
import { tryAllAgain } from "@/lib/services/try-all-again"
import type { Owner } from "./kernel"
import type { Row } from "./memory/models"
import { Outsiders } from "./outsiders"
import { Random } from "./random"
import type { Place, Simulation } from "./simulation"

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const PATIENCE_MS = 90_000

type Done<T> = { ok: true; value: T } | { ok: false; refused: boolean; code: string } | null

interface Slip {
  place: Place
  primaryId: string
  code: string
}

/** Everybody who does something in Lantern: liaisons, staff with slips, somebody of another institution. */
export class People {
  readonly #sim: Simulation
  readonly #random: Random
  readonly #outsiders: Outsiders
  readonly #slips: Slip[] = []

  constructor(sim: Simulation) {
    this.#sim = sim
    this.#random = sim.randomFor("people")
    this.#outsiders = new Outsiders(sim, this.#random)
  }

  begin(): void {
    for (const place of this.#sim.places) {
      this.#task(`liaison ${place.code}`, (owner) => this.#outage(owner, place, place.plan.again ? 2 : 1))
      if (this.#sim.plan.outsiders > 0) this.#task(`outsider ${place.code}`, (owner) => this.#outsider(owner, place))
    }
  }

  #task(name: string, work: (owner: Owner) => Promise<void>): void {
    const owner = this.#sim.kernel.owner(name)
    this.#sim.kernel.after(this.#random.int(1, 20_000), owner, () => void work(owner))
  }

  /** Some of the staff walk the way on a quiet day, and are still at it when the outage comes. @returns its id */
  async #drill(owner: Owner, place: Place): Promise<string | null> {
    const staff = this.#random.some(place.plan.staff, this.#random.int(1, place.plan.staff.length))
    const drillId = await this.#declare(owner, place, staff)
    if (drillId === null) return null
    await this.#do(owner, place, "switch the drill", (ctx) => switchAccounts(ctx, { outageId: drillId }))
    await this.#pause(owner, this.#random.magnitude(500, place.plan.lasts))
    if (this.#random.chance(0.5)) await this.#issue(owner, place, drillId)
    if (this.#random.chance(0.4)) {
      await this.#endForGood(owner, place, drillId)
      await this.#pause(owner, this.#random.magnitude(500, 15 * MINUTE))
    }
    return drillId
  }

  async #outage(owner: Owner, place: Place, times: number): Promise<void> {
    const drillId = this.#random.chance(0.2) ? await this.#drill(owner, place) : null
    const outageId = await this.#declare(owner, place)
    if (outageId === null) return
    if (drillId !== null) this.#task(`drill's liaison ${place.code}`, (other) => this.#seeToIt(other, place, drillId))
    await this.#pause(owner, this.#random.magnitude(500, 60_000))
    const asked = await this.#do(owner, place, "switch", (ctx) => switchAccounts(ctx, { outageId }))
    if (this.#random.chance(0.2)) await this.#do(owner, place, "switch again", (ctx) => switchAccounts(ctx, { outageId }))
    const until = this.#sim.kernel.now + place.plan.lasts
    if (this.#random.chance(0.6)) this.#task(`colleague ${place.code}`, (other) => this.#during(other, place, outageId, until))
    if (!asked?.ok) await this.#do(owner, place, "switch", (ctx) => switchAccounts(ctx, { outageId }))
    await this.#during(owner, place, outageId, until)
    await this.#pause(owner, until - this.#sim.kernel.now)
    await this.#endForGood(owner, place, outageId)
    await this.#seeToIt(owner, place, outageId)
    if (times > 1) return this.#outage(owner, place, times - 1)
    // Late sweeps may open it again.
    for (const hours of [1.3, 25, 7.2 * 24]) {
      const closedAt = this.#rowOf(outageId)?.closedAt as Date | null
      await this.#pause(owner, Math.max(MINUTE, (closedAt?.getTime() ?? this.#sim.kernel.now) + hours * HOUR - this.#sim.kernel.now))
      await this.#seeToIt(owner, place, outageId)
    }
  }

  async #declare(owner: Owner, place: Place, drilled?: string[]): Promise<string | null> {
    const drill = drilled !== undefined
    const text = (drilled ?? place.plan.staff).join("\n")
    for (let tries = 0; tries < 60; tries++) {
      const done = await this.#do(owner, place, "declare", (ctx) =>
        declareOutage(ctx, { institution: place.code, reason: drill ? "Autumn drill" : "Campus sign-on is down", hours: 4, text, drill }),
      )
      if (done?.ok) return done.value
      const open = [...this.#sim.store.rows("outage")].find((row) => row.institutionId === place.id && row.state === "declared" && row.drill === drill)
      if (open) return String(open.id)
      await this.#pause(owner, this.#random.magnitude(2_000, 10 * MINUTE))
    }
    return null
  }

  /** What goes on while the outage lasts. */
  async #during(owner: Owner, place: Place, outageId: string, until: number): Promise<void> {
    const staff = [...place.plan.staff, ...place.plan.late]
    const someone = () => this.#random.pick(staff)
    for (let doing = this.#random.int(0, 6); doing > 0; doing--) {
      await this.#pause(owner, this.#random.magnitude(500, Math.max(1_000, place.plan.lasts / 2)))
      if (this.#sim.kernel.now > until) return
      const draw = this.#random.next()
      if (draw < 0.3) await this.#issue(owner, place, outageId)
      else if (draw < 0.55) await this.#pickUp(owner, place)
      else if (draw < 0.65) await this.#do(owner, place, "add", (ctx) => addAccounts(ctx, { outageId, text: someone() }))
      else if (draw < 0.75) await this.#do(owner, place, "switch", (ctx) => switchAccounts(ctx, { outageId }))
      else if (draw < 0.85) await this.#do(owner, place, "return one", (ctx) => returnAccounts(ctx, { outageId, text: someone() }))
      else if (draw < 0.93) await this.#tryEverythingAgain(owner, place, outageId)
      else await this.#foreigner(owner, place, outageId)
      this.#byHand(place, outageId)
    }
  }

  async #issue(owner: Owner, place: Place, outageId: string): Promise<void> {
    const kind = this.#random.pick(["slip", "live"] as const)
    const one = this.#random.chance(0.4) ? { staff: this.#random.pick(place.plan.staff) } : {}
    const done = await this.#do(owner, place, "issue codes", (ctx) => issueCodes(ctx, { outageId, kind, ...one }))
    if (!done?.ok) return
    for (const { primaryId, code } of done.value) {
      this.#sim.checker.pickups.issued(code)
      const slip = { place, primaryId, code }
      this.#slips.push(slip)
      if (this.#random.chance(0.6)) this.#task(`staff ${primaryId}`, (staff) => this.#redeem(staff, slip))
    }
  }

  async #pickUp(owner: Owner, place: Place): Promise<void> {
    if (this.#slips.length === 0) return
    const slip = this.#random.pick(this.#slips)
    if (this.#random.chance(0.4)) this.#task(`thief ${place.code}`, (thief) => this.#redeem(thief, slip))
    await this.#redeem(owner, slip)
  }

  async #redeem(owner: Owner, { place, primaryId, code }: Slip): Promise<void> {
    const begun = this.#sim.kernel.now
    for (let tries = 0; tries < 3; tries++) {
      const actor: Actor = { kind: "pickup", name: "pick-up" }
      const done = await this.#do(owner, place, `pick up as ${primaryId}`, (ctx) => redeemCode(ctx, { primaryId, code, address: "10.0.0.1" }), actor)
      if (done?.ok) return this.#sim.checker.pickups.shown(place, primaryId, code, done.value.password, begun)
      await this.#pause(owner, this.#random.magnitude(1_000, 5 * MINUTE))
    }
  }

  async #tryEverythingAgain(owner: Owner, place: Place, outageId: string): Promise<void> {
    const needing = this.#needing(outageId)
    if (needing.length === 0) return
    if (this.#random.chance(0.5)) {
      await this.#do(owner, place, "try all again", (ctx) => tryAllAgain(ctx, { outageId, holdIds: needing.map((row) => String(row.id)) }))
    } else {
      await this.#do(owner, place, "try again", (ctx) => tryAgain(ctx, { outageId, holdId: String(needing[0]!.id) }))
    }
  }

  /** On the manual route, and where Lantern says so, a person makes the change in Alma's own screen. */
  #byHand(place: Place, outageId: string): void {
    for (const row of this.#needing(outageId)) {
      if (row.desired !== "internal" || !String(row.reason).startsWith("Switch this account by hand")) continue
      if (place.alma.typeOf(String(row.primaryId)) !== "EXTERNAL" || this.#random.chance(0.3)) continue
      this.#note(place, `switches ${String(row.primaryId)} by hand`)
      place.alma.edit(String(row.primaryId), becomeInternal, "admin")
    }
  }

  /** Somebody who may only see the other institution tries this one's outage. */
  async #foreigner(owner: Owner, place: Place, outageId: string): Promise<void> {
    const actor = this.#person("a foreigner", this.#sim.harm.foreignInstitution(place))
    const acts: [string, (ctx: ServiceContext) => Promise<unknown>][] = [
      ["end", (ctx) => endOutage(ctx, { outageId })],
      ["switch", (ctx) => switchAccounts(ctx, { outageId })],
      ["return", (ctx) => returnAccounts(ctx, { outageId, text: place.plan.staff[0]! })],
      ["issue codes", (ctx) => issueCodes(ctx, { outageId })],
      ["declare", (ctx) => declareOutage(ctx, { institution: place.code, reason: "mischief", hours: 1, text: "aabernethy" })],
    ]
    const [name, work] = this.#random.pick(acts)
    const done = await this.#do(owner, place, `foreign ${name}`, work, actor)
    if (done?.ok) this.#sim.checker.fail("11 scope", `somebody of another institution could ${name}`)
  }

  async #endForGood(owner: Owner, place: Place, outageId: string): Promise<void> {
    if (this.#random.chance(0.2)) this.#task(`colleague ${place.code}`, async (other) => void (await this.#do(other, place, "end", (ctx) => endOutage(ctx, { outageId }))))
    for (let tries = 0; tries < 20; tries++) {
      const done = await this.#do(owner, place, "end", (ctx) => endOutage(ctx, { outageId }))
      const state = this.#rowOf(outageId)?.state
      if (done?.ok || state === "ending" || state === "closed") return
      await this.#pause(owner, 5_000)
    }
  }

  /** Comes back every few minutes until the outage is closed, and does what Lantern asks for. */
  async #seeToIt(owner: Owner, place: Place, outageId: string): Promise<void> {
    const seen = new Map<string, number>()
    for (let looks = 0; looks < 120; looks++) {
      const outage = this.#rowOf(outageId)!
      if (outage.state === "closed" && this.#needing(outageId).length === 0) return
      await this.#pause(owner, this.#random.int(4, 9) * MINUTE)
      if (this.#sim.isStormy()) continue
      for (const row of this.#needing(outageId)) {
        const id = String(row.id)
        const times = (seen.get(id) ?? 0) + 1
        seen.set(id, times)
        if (times === 1) await this.#do(owner, place, "try again", (ctx) => tryAgain(ctx, { outageId, holdId: id }))
        else if (times === 2) this.#mendByHand(place, row)
        else if (times > 4) await this.#do(owner, place, `accept ${String(row.primaryId)}`, (ctx) => acceptUnresolved(ctx, { outageId, holdId: id, reason: "Seen to by hand in Alma" }))
      }
    }
    this.#sim.checker.fail("it comes to an end", `the outage is still ${String(this.#rowOf(outageId)!.state)} hours after everything was well again`)
  }

  /** Puts an account right in Alma's own screen, as the board asks for. */
  #mendByHand(place: Place, row: Row): void {
    const primaryId = String(row.primaryId)
    const account = place.alma.account(primaryId)
    const before = this.#sim.checker.before(place, primaryId)
    if (!account || !before || place.alma.typeOf(primaryId) === null || this.#random.chance(0.3)) return
    this.#note(place, `puts ${primaryId} right by hand`)
    place.alma.edit(primaryId, (user) => ({ ...user, account_type: before.account_type, external_id: before.external_id }), "admin")
  }

  async #outsider(owner: Owner, place: Place): Promise<void> {
    const { plan } = this.#sim
    for (let left = plan.outsiders; left > 0; left--) {
      await this.#pause(owner, this.#random.magnitude(1_000, plan.calmAt / 2))
      if (!this.#sim.isStormy()) return
      this.#outsiders.meddle(place)
    }
  }

  #needing(outageId: string): Row[] {
    return [...this.#sim.store.rows("hold")].filter((row) => row.outageId === outageId && row.state === "needs_person" && row.acceptedAt === null)
  }

  #rowOf(outageId: string): Row | undefined {
    return [...this.#sim.store.rows("outage")].find((row) => row.id === outageId)
  }

  #note(place: Place, what: string): void {
    this.#sim.kernel.note(place.code, what)
  }

  #person(name: string, institutionId: string): Actor {
    return {
      kind: "person", name, personId: "00000000-0000-4000-8000-0000000000aa",
      memberships: [{ institutionId, role: "liaison" }], secondFactor: { at: new Date(), by: "code" },
    }
  }

  #pause(owner: Owner, ms: number): Promise<void> {
    return new Promise((resolve) => void this.#sim.kernel.after(Math.max(1, ms), owner, resolve))
  }

  /** One click: served by the web process of the moment; a person doesn't wait for ever for one that died. */
  async #do<T>(owner: Owner, place: Place, what: string, work: (ctx: ServiceContext) => Promise<T>, as?: Actor): Promise<Done<T>> {
    const { kernel } = this.#sim
    const web = this.#sim.web()
    kernel.note(owner.name, what)
    const done = await new Promise<Done<T>>((resolve) => {
      kernel.after(PATIENCE_MS, owner, () => resolve(null))
      kernel.after(this.#random.int(0, 50), web.owner, () => {
        work(web.context(as ?? this.#person(owner.name, place.id))).then(
          (value) => resolve({ ok: true, value }),
          (error: unknown) => resolve({ ok: false, refused: error instanceof AppError, code: told(error) }),
        )
      })
    })
    const how = done === null ? "no answer" : done.ok ? "done" : done.code
    kernel.note(owner.name, `${what}: ${how}`)
    this.#sim.workers.tickSoon()
    return done
  }
}

function told(error: unknown): string {
  if (error instanceof AppError) return `${error.code}: ${error.message.slice(0, 70)}`
  const { name, message } = error as Error
  return `${name}: ${message.split("\n").at(-1)!.slice(0, 90)}`
}
