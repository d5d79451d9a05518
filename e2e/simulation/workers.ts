import { LEASE_SECONDS } from "@/lib/db/claims"
import { LANTERN } from "@/lib/domain/actor"
import { Turns } from "@/lib/runner/turns"
import type { Waker } from "@/lib/services/waker"
import type { Owner } from "./kernel"
import type { Process } from "./process"
import type { Place, Simulation } from "./simulation"

/** turns.ts: when somebody else looks after a turn that died. */
const BEHIND_MS = (LEASE_SECONDS + 1) * 1000
const MINUTE = 60_000

interface Worker {
  process: Process
  turns: Turns
  stopping: boolean
}

/** The workers of a schedule and their wake-ups, which come, come late or are lost. */
export class Workers {
  readonly #sim: Simulation
  readonly #pgBoss: Owner
  readonly #waiting = new Set<string>()
  #workers: Worker[] = []
  #tickAt = Infinity

  constructor(sim: Simulation) {
    this.#sim = sim
    this.#pgBoss = sim.kernel.owner("wake-ups")
  }

  /** Another one comes up for a worker that died; a web process is no worker. */
  died(process: Process): void {
    if (!this.#workers.some((worker) => worker.process === process)) return
    this.#workers = this.#workers.filter((worker) => worker.process !== process)
    this.#sim.kernel.after(this.#sim.kernel.random.magnitude(10, 40_000), this.#pgBoss, () => this.start())
  }

  #worker(process: Process): Worker {
    const ctx = process.context(LANTERN)
    // Of the waker a turn only asks for wake-ups. The one behind it, for the case that it dies, is passed over
    // where it lives: else an idle week would be thirty thousand looks at nothing.
    const wake: Waker["wake"] = async (institutionId, at) => {
      const isBehind = at !== undefined && at.getTime() - Date.now() === BEHIND_MS
      if (!isBehind) return ctx.wake(institutionId, at)
      this.#sim.kernel.after(BEHIND_MS, this.#pgBoss, () => {
        if (process.owner.dead || process.owner.pausedUntil > Date.now()) this.wake(this.#sim.placeOf(institutionId), null)
      })
    }
    const waker = { wake } as Waker
    const options = { owner: process.name, isStopping: () => worker.stopping, onError: (error: unknown) => this.#told(process, error) }
    const worker: Worker = { process, turns: new Turns(ctx, waker, options), stopping: false }
    return worker
  }

  /** A new worker comes up. */
  start(): void {
    const worker = this.#worker(this.#sim.process("worker"))
    this.#workers.push(worker)
    this.#sim.kernel.note(worker.process.name, "starts")
    for (const place of this.#sim.places) this.wake(place, null)
    // A deploy: it begins nothing new, and another one comes.
    if (this.#sim.plan.crashes.commits.size > 0 && this.#sim.kernel.random.chance(0.15)) {
      this.#sim.kernel.after(this.#sim.kernel.random.magnitude(1_000, 600_000), this.#pgBoss, () => {
        if (!this.#workers.includes(worker) || !this.#sim.isStormy()) return
        worker.stopping = true
        this.#sim.kernel.note(worker.process.name, "is asked to stop")
        this.#workers = this.#workers.filter((other) => other !== worker)
        this.start()
      })
    }
  }

  /** A wake-up, now or at a time. It may be lost; the tick makes up for it. */
  wake(place: Place, at: number | null): void {
    const { kernel, plan } = this.#sim
    if (this.#sim.isStormy() && kernel.random.chance(plan.lostWakes)) return this.tickSoon()
    const ahead = at !== null && at > kernel.now
    // waker.ts: one waiting wake-up an institution, and of those that lie ahead one every two seconds.
    const key = ahead ? `${place.code}@${Math.ceil(at / 2_000)}` : place.code
    if (this.#waiting.has(key)) return
    this.#waiting.add(key)
    const when = Math.max(at ?? kernel.now, kernel.now) + kernel.random.int(1, 600)
    kernel.at(when, this.#pgBoss, () => {
      this.#waiting.delete(key)
      if (this.#workers.length > 0) this.#turn(kernel.random.pick(this.#workers), place)
      else this.tickSoon()
    })
    if (at === null) this.tickSoon()
  }

  #turn(worker: Worker, place: Place): void {
    const { process } = worker
    const { kernel } = this.#sim
    kernel.at(kernel.now, process.owner, () => {
      kernel.note(process.name, `is woken for ${place.code}`)
      void worker.turns.begin(place.id).catch((error: unknown) => this.#told(process, error))
    })
  }

  #told(process: Process, error: unknown): void {
    this.#sim.isUnfit(error)
    this.#sim.kernel.note(process.name, `error: ${(error as Error).message.split("\n").at(-1)}`)
    this.tickSoon()
  }

  /** runner.ts looks every minute for whoever has work due. Minutes in which nobody has are passed over. */
  tickSoon(): void {
    const due = this.#nextDue()
    if (due === null) return
    const next = Math.ceil(Math.max(this.#sim.kernel.now + 1, due) / MINUTE) * MINUTE
    if (next >= this.#tickAt && this.#tickAt > this.#sim.kernel.now) return
    this.#tickAt = next
    this.#sim.kernel.at(next, this.#pgBoss, () => {
      if (this.#tickAt !== next) return
      this.#tickAt = Infinity
      for (const place of this.#sim.places) {
        const when = this.#dueOf(place)
        if (when !== null && when <= this.#sim.kernel.now && this.#workers.length > 0) this.#turn(this.#sim.kernel.random.pick(this.#workers), place)
      }
      this.tickSoon()
    })
  }

  #nextDue(): number | null {
    const dues = this.#sim.places.map((place) => this.#dueOf(place)).filter((due) => due !== null)
    return dues.length === 0 ? null : Math.min(...dues)
  }

  #dueOf(place: Place): number | null {
    let least = Infinity
    for (const model of ["hold", "jobRun"] as const) {
      for (const row of this.#sim.store.rows(model)) {
        const over = model === "jobRun" && (row.state === "done" || row.state === "cancelled")
        if (row.institutionId === place.id && row.dueAt && !over) least = Math.min(least, (row.dueAt as Date).getTime())
      }
    }
    if (least < Infinity) return least
    // Looked at every minute in any case; of those looks only the ones are made that nothing else would bring about.
    const moving = [...this.#sim.store.rows("outage")].some((row) => row.institutionId === place.id && (row.state === "switching" || row.state === "ending"))
    return moving ? 0 : null
  }
}
