import type { Keyring } from "@/lib/db/keyring"
import { seal } from "@/lib/db/seal"
import { parseJobPayload } from "@/lib/alma/job-payload"
import { practiceJobPayload, practicePeople } from "@/lib/practice/people"
import { storeInstitution } from "@/lib/services/add-institution"
import { apiKeyPlace } from "@/lib/services/context"
import { Checker } from "./checker"
import { Harm } from "./harm"
import { enter, leave } from "./install"
import { Kernel, type Owner } from "./kernel"
import { UnknownStatement } from "./memory/unknown-statement"
import { People } from "./people"
import type { Plan, PlacePlan } from "./plan"
import { planOf } from "./plan"
import { PracticeSide } from "./practice-side"
import { Process } from "./process"
import { Random } from "./random"
import type { Store } from "./store"
import { Workers } from "./workers"

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

let entered = 0
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

export class Simulation {
  readonly plan: Plan
  readonly store: Store
  readonly keyring: Keyring
  readonly places: Place[]
  readonly checker: Checker
  readonly harm: Harm
  readonly almaOwner: Owner
  readonly workers: Workers
  #unfit: Error | null = null
  #web: Process | null = null
  #born = 0
  #points = 0
  #commits = 0
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
    this.workers = new Workers(this)
    this.places = this.plan.places.map((plan, index) => this.#place(plan, seed + index))
    this.checker = new Checker(this)
  }

  async run(): Promise<Outcome> {
    const { kernel, plan } = this
    for (const place of this.places) await kernel.busy(() => this.#enterInstitution(place))
    await this.store.refresh()
    for (let count = 0; count < plan.workers; count++) this.workers.start()
    const people = new People(this)
    people.begin()
    kernel.after(plan.calmAt, this.almaOwner, () => {
      for (const place of this.places) place.alma.faults.clear()
      kernel.note("weather", "calm from here on")
    })
    const end = START + LAST_DAY * 86_400_000
    while (await kernel.step(end)) {
      if (this.#unfit) throw this.#unfit
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
    const isCommit = /transaction|update|executeRaw|PUT|POST|DELETE/.test(where)
    const { commits, all } = this.plan.crashes
    const dies = all.has(point) || (isCommit && commits.has(++this.#commits))
    if (!dies || !this.isStormy()) return false
    this.kernel.note(process.name, `DIES ${where}`)
    this.#kill(process)
    return true
  }

  #kill(process: Process): void {
    process.owner.dead = true
    this.crashes += 1
    if (this.#web === process) this.#web = null
    this.workers.died(process)
  }

  /** The web process that serves people now. */
  web(): Process {
    return (this.#web ??= this.process("web"))
  }

  process(kind: string): Process {
    const { skewMs } = this.plan
    return new Process(this, `${kind}-${++this.#born}`, skewMs === 0 ? 0 : this.kernel.random.int(-skewMs, skewMs))
  }

  /** An error of the simulation's own, not one that Lantern should bear. */
  isUnfit(error: unknown): void {
    if (error instanceof UnknownStatement) this.#unfit ??= error
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
    for (const { from, rule } of plan.faults) this.kernel.after(from, this.almaOwner, () => this.isStormy() && alma.faults.add(rule))
    return { id: "", code: plan.code, plan, alma }
  }

  async #enterInstitution(place: Place): Promise<void> {
    const process = new Process(this, "operator", 0)
    await this.store.begin()
    // Never the same twice in one process: what a module remembers of an institution is of this schedule only.
    const id = `00000000-0000-4000-8000-${String(++entered).padStart(12, "0")}`
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
