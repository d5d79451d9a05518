import { setTimeout as delay } from "node:timers/promises"
import type { HoldState, OutageState } from "@/lib/domain/states"
import { before, judge, type Before } from "./judge"
import type { Verb, Verbs } from "./messages"
import { pickUps } from "./pick-ups"
import { Died, Refused } from "./process-pool"
import type { Chance } from "./random"
import type { Institution, Scene } from "./scene"
import type { Strikes } from "./strikes"
import type { Tally } from "./tally"

export interface Hold {
  id: string
  primaryId: string
  state: HoldState
  desired: "none" | "internal" | "external"
  observedType: string | null
  intended: boolean
  reason: string | null
}

export interface Desk {
  scene: Scene
  strikes: Strikes
  tally: Tally
  chance: Chance
  /** Outages are ended as they stand. */
  isHurried: () => boolean
}

/** Longer than any back-off or lease: an outage that isn't closed by then has lost its way. */
const CLOSES_WITHIN_MS = 12 * 60_000

/** One outage as a liaison goes through it, who asks again whenever the page died. */
export class Liaison {
  outageId = ""
  endAsked = false
  was: Before
  #listed: string[] = []
  #internal = new Set<string>()
  #tries = new Map<string, { first: number; last: number; tries: number }>()

  constructor(
    readonly desk: Desk,
    readonly place: Institution,
  ) {
    this.was = before(place.alma)
  }

  async outage(): Promise<void> {
    const { chance, tally } = this.desk
    const name = `${this.place.code} ${this.was.seq}`
    tally.began(name)
    // Ids with quotes or commas are tried elsewhere: here the list is typed.
    const people = this.was.people.map((user) => String(user.primary_id)).filter((id) => /^[^",;]+$/.test(id))
    this.#listed = chance.some(people, Math.round(chance.between(4, 10)))
    const joiners = chance.is(0.25) ? this.#listed.splice(0, 2) : []
    await this.#declare()
    const early = chance.is(0.15)
    await this.#switch()
    await this.#untilSwitched(early ? chance.between(300, 6_000) : chance.between(40_000, 70_000))
    if (!early && !this.desk.isHurried()) await this.#middle(joiners)
    await this.ask("end", { outageId: this.outageId }, async () => ["ending", "closed"].includes(await this.#state()))
    this.endAsked = true
    if (early) tally.state.outages.endedWhileSwitching += 1
    await this.#untilClosed()
    this.#judge()
    const { outages } = tally.state
    outages.closed += 1
    outages[this.place.route] += 1
    await tally.judged(name)
  }

  /** Once more, when nothing that is under way can come any more. */
  judgeAgain(): void {
    this.#wrong(judge(this.place.alma, this.was, this.#listed, []).wrong)
  }

  /** Asks until it is known to be done: `isDone` looks, after a death or a refusal. */
  async ask<V extends Verb>(verb: V, given: Verbs[V]["given"], isDone: () => Promise<boolean>): Promise<Verbs[V]["answer"] | null> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.desk.strikes.ask(verb, given)
      } catch (error) {
        if (!(error instanceof Died) && !(error instanceof Refused)) throw error
        if (error instanceof Refused && !error.calm) this.notCalm(verb, error)
        if (await isDone()) return null
        if (tries > 400) throw new Error(`${this.place.code}: “${verb}” was asked ${tries} times: ${error.message}`, { cause: error })
        await delay(error instanceof Refused ? 700 : 100)
      }
    }
  }

  notCalm(verb: Verb, error: Refused): void {
    const words = `${verb}: ${error.message.slice(0, 100)}`
    const { notCalm } = this.desk.tally.state
    notCalm[words] = (notCalm[words] ?? 0) + 1
  }

  /** @throws never: while the database is away, it waits */
  async look<T extends Record<string, unknown>>(sql: string, values: unknown[]): Promise<T[]> {
    for (;;) {
      try {
        return await this.desk.scene.look<T>(sql, values)
      } catch {
        await delay(300)
      }
    }
  }

  holds(): Promise<Hold[]> {
    return this.look<Hold & Record<string, unknown>>(
      `select "id", "primaryId", "state"::text, "desired"::text, "observedType", "intendedAt" is not null as "intended", "reason"
       from "Hold" where "outageId" = $1`,
      [this.outageId],
    )
  }

  async #state(): Promise<OutageState> {
    const [row] = await this.look<{ state: OutageState }>(`select "state"::text from "Outage" where "id" = $1`, [this.outageId])
    return row!.state
  }

  async #declare(): Promise<void> {
    const text = this.#listed.join("\n")
    const findOpen = async () => {
      const sql = `select "id" from "Outage" where "institutionId" = $1 and "state" <> 'closed'`
      const [open] = await this.look<{ id: string }>(sql, [this.place.id])
      if (open) this.outageId = open.id
      return open !== undefined
    }
    const id = await this.ask("declare", { institution: this.place.code, text, hours: 4 }, findOpen)
    if (id !== null) this.outageId = id
  }

  async #switch(): Promise<void> {
    await this.ask("switch", { outageId: this.outageId }, async () => (await this.#state()) !== "declared")
  }

  async #untilSwitched(ms: number): Promise<void> {
    const until = Date.now() + ms
    while (Date.now() < until && !this.desk.isHurried()) {
      if ((await this.#state()) === "active") return
      await this.#lookAround()
      await delay(700)
    }
  }

  /** Late joiners, somebody who goes back early, and pick-ups. */
  async #middle(joiners: string[]): Promise<void> {
    const { chance } = this.desk
    if (joiners.length > 0) {
      this.#listed.push(...joiners)
      const added = async () => (await this.holds()).some((hold) => hold.primaryId === joiners[0])
      await this.ask("add", { outageId: this.outageId, text: joiners.join("\n") }, added)
      await this.#switch()
    }
    await pickUps(this)
    const [early] = (await this.holds()).filter((hold) => hold.state === "internal" || hold.state === "collected")
    if (early && chance.is(0.2)) {
      const asked = async () => (await this.holds()).some((hold) => hold.id === early.id && hold.desired === "external")
      await this.ask("giveBack", { outageId: this.outageId, text: early.primaryId }, asked)
    }
    await this.#untilSwitched(chance.between(0, 10_000))
  }

  async #untilClosed(): Promise<void> {
    const until = Date.now() + CLOSES_WITHIN_MS
    while ((await this.#state()) !== "closed") {
      await this.#lookAround()
      await delay(1_000)
      if (Date.now() < until) continue
      const open = (await this.holds()).filter((hold) => hold.state !== "returned" && hold.state !== "left_alone")
      const where = open.map((hold) => `${hold.primaryId} is ${hold.state} (${hold.reason ?? ""})`)
      this.#wrong([`${this.place.code}: not closed after 12 minutes; ${where.join("; ")}`])
      throw new Error("An outage does not close")
    }
  }

  /** What a liaison does about accounts that need a person: tries again, and then does it by hand in Alma. */
  async #lookAround(): Promise<void> {
    for (const hold of await this.holds()) {
      if (hold.observedType === "INTERNAL" && hold.intended) this.#internal.add(hold.primaryId)
      if (hold.state !== "needs_person") this.#tries.delete(hold.id)
      else await this.#help(hold)
    }
  }

  async #help(hold: Hold): Promise<void> {
    const { handed } = this.desk.tally.state
    const now = Date.now()
    const known = this.#tries.get(hold.id)
    if (!known) handed.accounts += 1
    const tried = known ?? { first: now, last: now, tries: 0 }
    this.#tries.set(hold.id, tried)
    // Lantern goes on by itself all the while; a person takes a moment to look.
    if (now - tried.last < 6_000) return
    tried.last = now
    if (tried.tries < 3) {
      tried.tries += 1
      handed.triedAgain += 1
      await this.ask("tryAgain", { outageId: this.outageId, holdIds: [hold.id] }, async () => true)
    } else if (hold.desired === "external") this.#byHand(hold)
  }

  /** In Alma's own screen: External again, with everything as it stood. */
  #byHand(hold: Hold): void {
    const user = this.was.people.find((each) => String(each.primary_id).toLowerCase() === hold.primaryId.toLowerCase())
    if (!user || JSON.stringify(this.place.alma.user(hold.primaryId)) === JSON.stringify(user)) return
    this.desk.tally.state.handed.byHand += 1
    this.place.alma.setUser(user, "admin")
  }

  #judge(): void {
    const { moved, untouched, swept, wrong } = judge(this.place.alma, this.was, this.#listed, [...this.#internal])
    const { state } = this.desk.tally
    state.accounts.moved += moved.length
    state.accounts.untouched += untouched.length
    state.swept += swept
    this.#wrong(wrong)
  }

  #wrong(wrong: string[]): void {
    this.desk.tally.state.wrong.push(...wrong.map((one) => `${this.place.code}, outage ${this.outageId}: ${one}`))
  }
}
