import { LANTERN } from "@/lib/domain/actor"
import type { Keyring } from "@/lib/db/keyring"
import { seal } from "@/lib/db/seal"
import { parseJobPayload } from "@/lib/alma/job-payload"
import { practiceJobPayload, practicePeople } from "@/lib/practice/people"
import { reconcile } from "@/lib/runner/reconcile"
import { storeInstitution } from "@/lib/services/add-institution"
import { apiKeyPlace } from "@/lib/services/context"
import { Checker } from "./checker"
import { Harm } from "./harm"
import { enter, leave } from "./install"
import { Kernel, type Owner } from "./kernel"
import { People } from "./people"
import type { Plan, PlacePlan } from "./plan"
import { planOf } from "./plan"
import { PracticeSide } from "./practice-side"
import { Process } from "./process"
import { Random } from "./random"
import type { Store } from "./store"

/** One institution of a schedule, with its Alma. */
export interface Place {
  id: string
  code: string
  plan: PlacePlan
  alma: PracticeSide
}

export interface Outcome {
  seed: number
  violations: string[]
  steps: number
  traceHash: string
  lines: string[]
  requests: number
  crashes: number
  /** How far virtual time went. */
  days: number
  outages: number
}

export interface RunOptions {
  store: Store
  keyring: Keyring
  keepTrace?: boolean
  /** The name of a rule to break (see harm.ts). */
  harm?: string
}

/** The first moment of every schedule. */
const START = Date.UTC(2026, 2, 9, 14, 0, 0)
const LAST_DAY = 9
const MOST_STEPS = 60_000
/** runner.ts: one turn of work on an institution, and the wake-up that stands behind it. */
const TURN_MS = 10_000
const BEHIND_MS = 21_000
const MINUTE = 60_000

const EVERYONE = practicePeople()

/** Runs one seed from declaration to the last late sweep. Throws only when the simulation itself is at fault. */
export async function runSeed(seed: number, options: RunOptions): Promise<Outcome> {
  const kernel = new Kernel(seed, START, options.keepTrace ?? false)
  enter(kernel)
  try {
    await options.store.clear()
    return await new Simulation(seed, kernel, options).run()
  } finally {
    leave()
  }
}

interface Worker {
  process: Process
  turns: number
  stopping: boolean
}

export class Simulation {
  readonly plan: Plan
  readonly store: Store
  readonly keyring: Keyring
  readonly places: Place[]
  readonly checker: Checker
  readonly harm: Harm
  readonly almaOwner: Owner
  readonly #pgBoss: Owner
  #workers: Worker[] = []
  #web: Process | null = null
  #born = 0
  #points = 0
  #tickAt = Infinity
  readonly #waiting = new Set<string>()
  requests = 0
  crashes = 0

  constructor(
    seed: number,
    readonly kernel: Kernel,
    options: RunOptions,
  ) {
    this.plan = planOf(seed)
    this.store = options.store
    this.keyring = options.keyring
    this.harm = new Harm(this, options.harm)
    this.almaOwner = kernel.owner("Alma")
    this.#pgBoss = kernel.owner("wake-ups")
    this.places = this.plan.places.map((plan, index) => this.#place(plan, seed + index))
    this.checker = new Checker(this)
  }

  async run(): Promise<Outcome> {
    const { kernel, plan } = this
    for (const place of this.places) await kernel.busy(() => this.#enterInstitution(place))
    await this.store.refresh()
    for (let count = 0; count < plan.workers; count++) this.#startWorker()
    const people = new People(this)
    people.begin()
    kernel.after(plan.calmAt, this.#pgBoss, () => {
      for (const place of this.places) place.alma.faults.clear()
      kernel.note("weather", "calm from here on")
    })
    const end = START + LAST_DAY * 86_400_000
    while (await kernel.step(end)) {
      if (this.checker.violations.length > 0) break
      if (kernel.steps > MOST_STEPS) {
        this.checker.fail("it comes to rest", "there is no end to the work")
        break
      }
    }
    if (this.checker.violations.length === 0) await this.checker.atEnd()
    return {
      seed: kernel.seed,
      violations: this.checker.violations,
      steps: kernel.steps,
      traceHash: kernel.traceHash(),
      lines: kernel.lines ?? [],
      requests: this.requests,
      crashes: this.crashes,
      days: (kernel.now - START) / 86_400_000,
      outages: [...this.store.rows("outage")].length,
    }
  }

  placeOf(institutionId: string): Place {
    return this.places.find((place) => place.id === institutionId)!
  }

  /** While things go wrong. */
  isStormy(): boolean {
    return this.kernel.now < START + this.plan.calmAt
  }

  databaseMs(): number {
    const { random } = this.kernel
    const draw = random.next()
    if (draw < 0.9) return random.int(0, 4)
    if (draw < 0.98 || !this.plan.slowDatabase || !this.isStormy()) return random.magnitude(5, 200)
    return random.magnitude(200, draw < 0.998 ? 5_000 : 40_000)
  }

  networkMs(): number {
    const { random, now } = this.kernel
    const slow = this.isStormy() && random.chance(this.plan.slowNetwork) && now > 0
    return slow ? random.magnitude(300, 9_000) : random.int(2, 90)
  }

  /** Whether this process ends, or stands still for a while, at this point of its work. */
  crashesHere(process: Process, where: string): boolean {
    if (process.owner.dead) return true
    const point = ++this.#points
    const pause = this.plan.pauses.get(point)
    if (pause && this.isStormy()) {
      process.owner.pausedUntil = this.kernel.now + pause
      this.kernel.note(process.name, `is stopped for ${pause} ms ${where}`)
    }
    if (!this.plan.crashes.has(point) || !this.isStormy()) return false
    this.kernel.note(process.name, `DIES ${where}`)
    this.#kill(process)
    return true
  }

  #kill(process: Process): void {
    process.owner.dead = true
    this.crashes += 1
    if (this.#web === process) this.#web = null
    if (!this.#workers.some((worker) => worker.process === process)) return
    this.#workers = this.#workers.filter((worker) => worker.process !== process)
    this.kernel.after(this.kernel.random.magnitude(10, 40_000), this.#pgBoss, () => this.#startWorker())
  }

  /** The web process that serves people now. */
  web(): Process {
    return (this.#web ??= this.#process("web"))
  }

  #process(kind: string): Process {
    const { skewMs } = this.plan
    return new Process(this, `${kind}-${++this.#born}`, skewMs === 0 ? 0 : this.kernel.random.int(-skewMs, skewMs))
  }

  #startWorker(): void {
    const worker = { process: this.#process("worker"), turns: 0, stopping: false }
    this.#workers.push(worker)
    this.kernel.note(worker.process.name, "starts")
    for (const place of this.places) this.wake(place, null)
    // A deploy: it begins nothing new, and another one comes.
    if (this.plan.crashes.size > 0 && this.kernel.random.chance(0.15)) {
      this.kernel.after(this.kernel.random.magnitude(1_000, 600_000), this.#pgBoss, () => {
        if (!this.#workers.includes(worker) || !this.isStormy()) return
        worker.stopping = true
        this.kernel.note(worker.process.name, "is asked to stop")
        this.#workers = this.#workers.filter((other) => other !== worker)
        this.#startWorker()
      })
    }
  }

  /** A wake-up, now or at a time. It may be lost; the tick makes up for it. */
  wake(place: Place, at: number | null): void {
    const { kernel, plan } = this
    if (this.isStormy() && kernel.random.chance(plan.lostWakes)) return this.tickSoon()
    const ahead = at !== null && at > kernel.now
    // waker.ts: one waiting wake-up an institution, and of those that lie ahead one every two seconds.
    const key = ahead ? `${place.code}@${Math.ceil(at / 2_000)}` : place.code
    if (this.#waiting.has(key)) return
    this.#waiting.add(key)
    const when = Math.max(at ?? kernel.now, kernel.now) + kernel.random.int(1, 600)
    kernel.at(when, this.#pgBoss, () => {
      this.#waiting.delete(key)
      const free = this.#workers.filter((worker) => worker.turns < 2)
      if (free.length > 0) this.#turn(kernel.random.pick(free), place)
      else this.tickSoon()
    })
    if (at === null) this.tickSoon()
  }

  #turn(worker: Worker, place: Place): void {
    const { process } = worker
    const { kernel } = this
    worker.turns += 1
    kernel.at(kernel.now, process.owner, () => {
      kernel.note(process.name, `takes a turn on ${place.code}`)
      const until = Date.now() + TURN_MS
      const ctx = process.context(LANTERN)
      kernel.after(BEHIND_MS, this.#pgBoss, () => {
        if (process.owner.dead) this.wake(place, null)
      })
      const options = {
        owner: process.name,
        isOver: () => worker.stopping || Date.now() > until,
        isStopping: () => worker.stopping,
        onError: (error: unknown) => kernel.note(process.name, `error: ${(error as Error).message.split("\n").at(-1)}`),
      }
      void reconcile(ctx, place.id, options)
        .then((next) => next && this.wake(place, next.getTime()))
        .catch(options.onError)
        .finally(() => {
          worker.turns -= 1
          this.tickSoon()
        })
    })
  }

  /** runner.ts looks every minute for whoever has work due. Minutes in which nobody has are passed over. */
  tickSoon(): void {
    const due = this.#nextDue()
    if (due === null) return
    const next = Math.ceil(Math.max(this.kernel.now + 1, due) / MINUTE) * MINUTE
    if (next >= this.#tickAt && this.#tickAt > this.kernel.now) return
    this.#tickAt = next
    this.kernel.at(next, this.#pgBoss, () => {
      if (this.#tickAt !== next) return
      this.#tickAt = Infinity
      for (const place of this.places) {
        const when = this.#dueOf(place)
        const free = this.#workers.filter((worker) => worker.turns < 2)
        if (when !== null && when <= this.kernel.now && free.length > 0) this.#turn(this.kernel.random.pick(free), place)
      }
      this.tickSoon()
    })
  }

  #nextDue(): number | null {
    const dues = this.places.map((place) => this.#dueOf(place)).filter((due) => due !== null)
    return dues.length === 0 ? null : Math.min(...dues)
  }

  #dueOf(place: Place): number | null {
    let least = Infinity
    for (const outage of this.store.rows("outage")) {
      if (outage.institutionId === place.id && (outage.state === "switching" || outage.state === "ending")) least = 0
    }
    for (const model of ["hold", "jobRun"] as const) {
      for (const row of this.store.rows(model)) {
        const over = model === "jobRun" && (row.state === "done" || row.state === "cancelled")
        if (row.institutionId === place.id && row.dueAt && !over) least = Math.min(least, (row.dueAt as Date).getTime())
      }
    }
    return least === Infinity ? null : least
  }

  briefly(value: unknown): string {
    if (Array.isArray(value)) return ` = ${value.length}`
    if (typeof value === "number") return ` = ${value}`
    if (typeof value === "object" && value !== null && "count" in value) return ` = ${String(value.count)}`
    return ""
  }

  #place(plan: PlacePlan, seed: number): Place {
    const known = new Set([...plan.staff, ...plan.late, ...plan.bystanders])
    const alma = new PracticeSide({
      people: EVERYONE.filter((user) => known.has(String(user.primary_id))),
      seed,
      settings: {
        directAllowed: plan.directAllowed,
        jobMs: plan.jobMs,
        oddShapes: plan.oddShapes,
        institution: { value: `01${plan.code}_INST`, desc: plan.code },
      },
    })
    alma.faults.add(...plan.faults)
    return { id: "", code: plan.code, plan, alma }
  }

  async #enterInstitution(place: Place): Promise<void> {
    const process = new Process(this, "operator", 0)
    await this.store.begin()
    const id = `00000000-0000-4000-8000-00000000000${this.places.indexOf(place)}`
    Object.assign(place, { id })
    const parsed = parseJobPayload(practiceJobPayload())
    if (!parsed.ok) throw new Error(parsed.reason)
    const ctx = process.context({ kind: "operator", name: "Operator" })
    const { code, plan: own } = place
    await this.store.client.$transaction((tx) =>
      storeInstitution(tx, ctx, {
        id, code, name: `${code} College`, apiUrl: "http://127.0.0.1:1",
        apiKeySealed: seal(this.keyring, apiKeyPlace(id), place.alma.apiKey),
        loginUrl: "http://127.0.0.1:1/login", timeZone: "America/Chicago",
        route: own.route, rate: own.rate, almaIdentity: code, environment: "sandbox",
        jobId: parsed.payload.jobId,
        jobParameters: parsed.payload.parameters.map(({ name, value }) => ({ name, value })),
        backupAdminId: "backup_admin",
        createdAt: new Date(),
      }),
    )
  }

  randomFor(purpose: string): Random {
    return Random.of(this.kernel.seed, purpose)
  }
}
