import { setTimeout as delay } from "node:timers/promises"
import { Died, type LanternProcess, type ProcessPool, Refused } from "./process-pool"
import type { Verb, Verbs } from "./messages"
import type { Chance } from "./random"
import type { Scene } from "./scene"
import type { Blow, Tally } from "./tally"

export interface StrikeOptions {
  workers: number
  /**
   * How long a process works at most before it is struck, in times of what it takes to come up: so that as much is
   * done between two blows on a busy machine as on a quiet one. Any moment up to it is as likely.
   */
  lives: { worker: number; web: number }
  /** Seconds between two crashes of the database. */
  crashEvery: [number, number]
  /** Whether the first worker is paused past its lease, for a run too short to wait for chance. */
  pauseFirst: boolean
}

const LEASE_MS = 20_000
/** Who has found no work by then is struck all the same. */
const FINDS_WORK_MS = 5_000
const LOOK_EVERY_MS = 80

/** Keeps Lantern's processes running and strikes them, one by one, at any moment. */
export class Strikes {
  #web = Promise.withResolvers<LanternProcess>()
  #webCameUp = false
  #calm = false
  #over = false
  /** What it takes a loaded process to begin its work, smoothed. */
  #comesUpMs = 300
  /** Ids of processes that hold a claim. */
  #busy = new Set<number>()
  #loops: Promise<void>[] = []
  #pauseNext: boolean
  /** Processes that ended though nobody killed them: there should be none. */
  endedByThemselves = 0

  constructor(
    private readonly scene: Scene,
    private readonly pool: ProcessPool,
    private readonly tally: Tally,
    private readonly chance: Chance,
    private readonly options: StrikeOptions,
  ) {
    this.#pauseNext = options.pauseFirst
  }

  begin(): void {
    for (let slot = 0; slot < this.options.workers; slot++) this.#loops.push(this.#keep("worker"))
    this.#loops.push(this.#keep("web"), this.#crashes(), this.#watch())
  }

  /** No more blows: whoever runs now, or is started in place of a paused one, lives on. */
  calmDown(): void {
    this.#calm = true
  }

  async end(): Promise<void> {
    this.#calm = true
    this.#over = true
    await Promise.all(this.#loops)
  }

  /** Asks the web process that runs now, or the next one when none does. @throws Died, Refused */
  async ask<V extends Verb>(verb: V, given: Verbs[V]["given"]): Promise<Verbs[V]["answer"]> {
    const web = await this.#web.promise
    return web.ask(verb, given)
  }

  async #keep(kind: "worker" | "web"): Promise<void> {
    while (!this.#over) {
      const process = this.pool.take()
      await this.#oneLife(process, kind).catch(() => {})
      // Who waits for one that never came up waits for the next.
      if (kind === "web" && this.#webCameUp) {
        this.#web = Promise.withResolvers()
        this.#webCameUp = false
      }
    }
  }

  async #oneLife(process: LanternProcess, kind: "worker" | "web"): Promise<void> {
    try {
      await process.start(kind)
      if (!this.#calm && this.chance.is(0.06)) {
        await this.#rest(this.chance.between(0, 300))
        return await this.#kill(process, "killed while starting")
      }
      const began = performance.now()
      await process.working
      this.#comesUpMs += (performance.now() - began - this.#comesUpMs) / 10
    } catch (error) {
      // The database was away just then: nothing was in hand, and this doesn't count.
      if (!(error instanceof Died) && !(error instanceof Refused)) throw error
      process.signal("SIGKILL")
      await this.#rest(200)
      return
    }
    if (kind === "web") {
      this.#webCameUp = true
      this.#web.resolve(process)
    }
    await Promise.race([this.#liveOn(process, kind), process.gone])
    if (!process.alive) {
      this.endedByThemselves += 1
      return
    }
    if (this.#over) return process.signal("SIGKILL")
    await this.#strike(process, kind)
  }

  /** Until it has work in hand, and then for any part of its time; in calm it lives to the end. */
  async #liveOn(process: LanternProcess, kind: "worker" | "web"): Promise<void> {
    const idleUntil = Date.now() + (this.chance.is(0.1) ? 0 : Math.max(FINDS_WORK_MS, 10 * this.#comesUpMs))
    while (Date.now() < idleUntil && !this.#isBusy(process) && process.alive && !this.#over) await delay(LOOK_EVERY_MS / 2)
    await this.#rest(this.chance.between(0, this.options.lives[kind] * this.#comesUpMs))
    while (this.#calm && !this.#over) await delay(50)
  }

  #isBusy({ pid, inHand }: LanternProcess): boolean {
    return inHand > 0 || this.#busy.has(pid)
  }

  /** Keeps in mind which processes hold a claim. */
  async #watch(): Promise<void> {
    const sql = `
      select distinct split_part("leaseOwner", ':', 2) as "pid" from (
        select "leaseOwner", "leaseUntil" from "Hold" where "leaseOwner" is not null
        union all select "leaseOwner", "leaseUntil" from "JobRun" where "leaseOwner" is not null) claims
      where "leaseUntil" > clock_timestamp()`
    while (!this.#over) {
      const rows = await this.scene.look<{ pid: string }>(sql).catch(() => [])
      this.#busy = new Set(rows.map((row) => Number(row.pid)))
      await delay(LOOK_EVERY_MS)
    }
  }

  async #rest(ms: number): Promise<void> {
    const until = Date.now() + ms
    while (Date.now() < until && !this.#over) await delay(Math.min(50, Math.max(1, until - Date.now())))
  }

  async #strike(process: LanternProcess, kind: "worker" | "web"): Promise<void> {
    const which = this.chance.next()
    if (kind === "worker" && (which < 0.012 || this.#pauseNext)) {
      this.#pauseNext = false
      // Another takes its place; when it wakes, others have its work.
      this.#loops.push(this.#pausePastLease(process))
      return
    }
    if (which < 0.06) {
      await this.#pause(process, "paused", this.chance.between(50, 3_000))
      await this.#rest(this.chance.between(0, 800))
      return this.#kill(process, "killed after a pause")
    }
    return this.#kill(process, kind === "web" ? "web killed" : "worker killed")
  }

  async #pausePastLease(process: LanternProcess): Promise<void> {
    await this.#pause(process, "paused past its lease", LEASE_MS + this.chance.between(500, 8_000))
    await this.#rest(this.chance.between(300, 2_000))
    await this.#kill(process, "killed after a pause")
  }

  async #pause(process: LanternProcess, blow: Blow, ms: number): Promise<void> {
    process.signal("SIGSTOP")
    this.tally.struck(blow, await this.#hasWork(process))
    await this.#rest(ms)
    process.signal("SIGCONT")
  }

  async #kill(process: LanternProcess, blow: Blow): Promise<void> {
    const asked = process.inHand > 0
    process.signal("SIGKILL")
    await process.gone
    this.tally.struck(blow, asked || (await this.#hasWork(process)))
  }

  /** A claim that still runs, on an account or a job run, by this process. */
  async #hasWork({ pid }: LanternProcess): Promise<boolean> {
    const sql = `
      select 1 from (
        select "leaseOwner", "leaseUntil" from "Hold" where "leaseOwner" is not null
        union all select "leaseOwner", "leaseUntil" from "JobRun" where "leaseOwner" is not null) claims
      where "leaseUntil" > clock_timestamp() and ("leaseOwner" = $1 or "leaseOwner" like $2) limit 1`
    for (let tries = 0; tries < 20; tries++) {
      try {
        return (await this.scene.look(sql, [`pickup:${pid}`, `%:${pid}:%`])).length > 0
      } catch {
        await delay(250)
      }
    }
    return false
  }

  async #crashes(): Promise<void> {
    while (!this.#over) {
      const [least, most] = this.options.crashEvery
      await this.#rest(this.chance.between(least, most) * 1000)
      if (this.#calm || this.#over) return
      this.tally.struck("database crashed", false)
      await this.scene.postgres.crash()
      await this.scene.postgres.start()
    }
  }
}
