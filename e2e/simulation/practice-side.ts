import type { AlmaUser } from "@/lib/domain/alma-user"
import type { Call, World } from "@/lib/practice/call"
import { deliver, type Delivery } from "@/lib/practice/faulted"
import { FaultSwitch } from "@/lib/practice/faults"
import { RateGate, refuseKey } from "@/lib/practice/gateway"
import { History } from "@/lib/practice/history"
import { JobRunner } from "@/lib/practice/job-runner"
import { passwordMatches } from "@/lib/practice/passwords"
import { accountTypeOf, primaryIdOf } from "@/lib/practice/record"
import { Store, type Account } from "@/lib/practice/store"
import type { HistoryEntry, Settings } from "@/lib/practice/types"
import type { HttpRequest } from "@/lib/alma/http"

export type Entry = Omit<HistoryEntry, "seq" | "at">

/** The practice Alma's history, told as it is written. */
class ToldHistory extends History {
  told: (entry: Entry) => void = () => {}

  override add(entry: Entry): void {
    super.add(entry)
    this.told(entry)
  }
}

export interface PracticeSideOptions {
  people: AlmaUser[]
  seed: number
  settings: Partial<Settings>
}

const KEY = "l8xxsimulated0000000000000000000000"

/** The practice Alma without its HTTP server: a request comes in as a value and is answered at once. */
export class PracticeSide {
  readonly apiKey = KEY
  readonly store: Store
  readonly faults: FaultSwitch
  readonly world: World
  readonly history: ToldHistory
  readonly #gate: RateGate
  #requests = 0

  constructor({ people, seed, settings }: PracticeSideOptions) {
    const clock = () => new Date()
    const full: Settings = { ...DEFAULTS, seed, clock, ...settings }
    this.history = new ToldHistory(clock)
    this.store = new Store(this.history, clock)
    this.faults = new FaultSwitch(seed)
    const runner = new JobRunner(this.store, full.jobMs)
    this.world = {
      settings: full,
      store: this.store,
      faults: this.faults,
      runner,
      later: (ms, work) => runner.after(ms, work),
      base: () => "http://127.0.0.1:1/almaws/v1",
      clock,
    }
    this.#gate = new RateGate(full.ratePerSecond)
    for (const user of people) this.store.add(user, { by: "sis", requestId: "start" })
    this.history.clear()
  }

  /** Answers as `server.ts` does, and says which fault struck. */
  handle(request: HttpRequest, begun: (requestId: string) => void): { delivery: Delivery; fault: string | null } {
    const call = this.#callOf(request)
    begun(call.requestId)
    const slow = this.#gate.refuse(Date.now())
    if (slow) return { delivery: { how: "whole", answer: slow }, fault: null }
    const { world } = this
    const denied = refuseKey(world.settings.keys, call.headers.authorization, call.segments, call.method)
    const fault = world.faults.take(call, this.#person(call))
    if (denied) return { delivery: { how: "whole", answer: denied }, fault: fault?.kind ?? null }
    return { delivery: deliver(world, call, fault), fault: fault?.kind ?? null }
  }

  account(primaryId: string): Account | undefined {
    return this.store.byPrimaryId(primaryId)
  }

  typeOf(primaryId: string): string | null {
    const account = this.account(primaryId)
    return account ? accountTypeOf(account.user) : null
  }

  /** As a SIS load or an admin would. */
  edit(primaryId: string, change: (user: AlmaUser) => AlmaUser, by: "admin" | "sis"): boolean {
    const account = this.account(primaryId)
    if (!account) return false
    this.store.replace(account, change(structuredClone(account.user)), { by, requestId: `by-${by}` })
    return true
  }

  passwordIs(account: Account, password: string): boolean {
    return passwordMatches(account.passwordHash, password)
  }

  #person(call: Call): string | null {
    if (call.segments[0] !== "users" || call.segments.length < 2) return null
    const account = this.store.resolve(call.segments[1] ?? "", call.query.get("user_id_type") ?? "all_unique")
    return account ? primaryIdOf(account.user) : null
  }

  #callOf(request: HttpRequest): Call {
    const [path = "", query = ""] = request.path.split("?", 2)
    const params = new URLSearchParams(query)
    return {
      requestId: `${this.world.settings.institution.desc}-${++this.#requests}`,
      method: request.method,
      path,
      segments: path.slice("/almaws/v1/".length).split("/").filter((part) => part !== "").map(decodeURIComponent),
      query: params,
      headers: request.headers,
      body: request.body ?? "",
      op: params.get("op"),
    }
  }
}

const DEFAULTS: Omit<Settings, "seed" | "clock"> = {
  port: 0,
  host: "127.0.0.1",
  ratePerSecond: 25,
  latencyMs: 0,
  directAllowed: false,
  jobMs: 1_500,
  jobLimits: { running: 3, startsPerHour: 5 },
  keys: { [KEY]: { read: true, write: true, conf: true, confWrite: true } },
  institution: { value: "01PRACTICE_INST", desc: "Practice University Library" },
  environment: "sandbox",
  authWhileForced: "allowed",
  pinWipedByPut: true,
  mandatoryFields: ["record_type", "primary_id", "account_type"],
  addsPatron: "created",
  oddShapes: false,
  encodedSlash: "allowed",
  ssoUp: false,
  mailLogin: false,
  timeZone: "America/Chicago",
}
