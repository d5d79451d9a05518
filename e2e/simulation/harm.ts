import type { Exchange, HttpRequest, Transport } from "@/lib/alma/http"
import type { RequestBudget } from "@/lib/domain/request-budget"
import type { FaultRule } from "@/lib/practice/faults"
import type { Plan } from "./plan"
import type { Process } from "./process"
import type { Place, Simulation } from "./simulation"

type Args = Record<string, Record<string, unknown>>
type Delegate = Record<string, (args: Args) => Promise<unknown>>
type Client = Record<string, unknown>

/** One way in which Lantern is made to break a rule. Nothing here is part of Lantern, nor does it know of it. */
interface Harmful {
  /** What is made likelier, so that it shows within a few seeds. */
  adjust?: (plan: Plan) => void
  quietSeconds?: number
  budget?: (budget: RequestBudget) => RequestBudget
  foreignInstitution?: (place: Place) => string
  exchange?: (wire: Transport, request: HttpRequest, sim: Simulation, place: Place) => Promise<Exchange>
  /** In place of a statement inside a transaction; undefined: as it is. */
  statement?: (model: string, method: string, args: Args) => Args | "skip" | undefined
}

const isPut = ({ method, path }: HttpRequest) => method === "PUT" && path.includes("/users/")
const bodyOf = (request: HttpRequest) => JSON.parse(request.body ?? "{}") as Record<string, unknown>
const now = (rules: FaultRule[]) => rules.map((rule) => ({ from: 0, rule }))
const lostWrites = (plan: Plan) => {
  for (const place of plan.places) {
    place.faults = now([{ fault: { kind: "reset_before_apply" }, match: { method: "PUT" }, times: 20, probability: 0.5 }, { fault: "job_answer_lost", times: 5 }])
  }
}
const lateWrites = (plan: Plan) => {
  plan.quietSeconds = 60
  for (const place of plan.places) {
    Object.assign(place, { route: "direct", directAllowed: true, lasts: 40_000 })
    place.faults = now([{ fault: { kind: "late_apply", delayMs: 290_000, validated: true }, match: { method: "PUT" }, times: 3, probability: 0.7 }])
  }
}
const stopped = (plan: Plan) => {
  plan.workers = 3
  plan.slowDatabase = true
  plan.pauses = new Map(Array.from({ length: 60 }, (_, at) => [40 + at * 7, 40_000]))
}

export const HARMS: Record<string, Harmful> = {
  "no-intent": {
    statement: (model, method) => (model === "intent" && method.startsWith("create") ? "skip" : undefined),
  },
  "no-quiet-period": { quietSeconds: 0, adjust: (plan) => void (plan.quietSeconds = 600) },
  "no-sweeps": {
    adjust: lateWrites,
    statement: (model, _method, args) =>
      model === "hold" && args.data?.state === "returned" ? { ...args, data: { ...args.data, dueAt: null } } : undefined,
  },
  "drops-a-field": {
    exchange: (wire, request) => {
      if (!isPut(request)) return wire.exchange(request)
      const { job_category: _dropped, ...kept } = bodyOf(request)
      return wire.exchange({ ...request, body: JSON.stringify(kept) })
    },
  },
  "leaves-segments": {
    exchange: (wire, request) => {
      const back = isPut(request) && request.body?.includes('"value":"EXTERNAL"')
      return wire.exchange(back ? { ...request, body: request.body!.replaceAll('"segment_type":"External"', '"segment_type":"Internal"') } : request)
    },
  },
  "returns-who-was-internal": {
    adjust: (plan) => {
      for (const place of plan.places) place.staff = ["ogrady", ...place.staff.filter((id) => id !== "ogrady")]
    },
    // Whoever is Internal without our intent is read as External.
    exchange: async (wire, request, _sim, place) => {
      const exchange = await wire.exchange(request)
      const asked = request.method === "GET" && request.path.toLowerCase().endsWith("/users/ogrady")
      const ended = [...place.alma.store.instances.values()].some((run) => run.endedAt !== null)
      if (!asked || ended || exchange.kind !== "answer" || exchange.status !== 200) return exchange
      const user = JSON.parse(exchange.body) as Record<string, unknown>
      return { ...exchange, body: JSON.stringify({ ...user, account_type: { value: "EXTERNAL" }, external_id: "SIS_BANNER" }) }
    },
  },
  "puts-from-an-old-read": {
    exchange: async (wire, request) => {
      if (isPut(request)) await new Promise((resolve) => setTimeout(resolve, 3_000))
      return wire.exchange(request)
    },
  },
  "no-audit": { statement: (model) => (model === "auditEntry" ? "skip" : undefined) },
  "no-fence": {
    adjust: stopped,
    statement: (model, method, args) => {
      if (model !== "hold" || method !== "updateMany" || args.where?.fence === undefined) return undefined
      const { fence: _where, ...where } = args.where
      const { fence: _data, ...data } = args.data ?? {}
      return { ...args, where, data }
    },
  },
  "shows-an-unconfirmed-password": {
    adjust: lostWrites,
    exchange: async (wire, request) => {
      const exchange = await wire.exchange(request)
      const lost = isPut(request) && typeof bodyOf(request).password === "string" && exchange.kind !== "answer"
      return lost ? { kind: "answer", status: 200, body: request.body! } : exchange
    },
  },
  "starts-the-job-again": {
    adjust: lostWrites,
    exchange: async (wire, request) => {
      const exchange = await wire.exchange(request)
      return request.path.includes("op=run") && exchange.kind !== "answer" ? wire.exchange(request) : exchange
    },
  },
  "writes-again-unread": {
    adjust: lostWrites,
    exchange: async (wire, request) => {
      const exchange = await wire.exchange(request)
      return isPut(request) && exchange.kind !== "answer" ? wire.exchange(request) : exchange
    },
  },
  "no-budget": {
    budget: (budget) => ({ ...budget, reserve: async () => ({ granted: true, waitMs: 0 }) }),
    adjust: (plan) => {
      for (const place of plan.places) place.rate = 3
    },
  },
  "no-scope": { foreignInstitution: (place) => place.id },
}

export class Harm {
  readonly #harm: Harmful

  constructor(
    readonly sim: Simulation,
    readonly name: string | undefined,
  ) {
    this.#harm = name === undefined ? {} : HARMS[name]!
    this.#harm.adjust?.(sim.plan)
  }

  get quietSeconds(): number {
    return this.#harm.quietSeconds ?? this.sim.plan.quietSeconds
  }

  budget(budget: RequestBudget): RequestBudget {
    return this.#harm.budget?.(budget) ?? budget
  }

  foreignInstitution(place: Place): string {
    return this.#harm.foreignInstitution?.(place) ?? "00000000-0000-4000-8000-0000000000ff"
  }

  transport(_process: Process, place: Place, wire: Transport): Transport {
    const { exchange } = this.#harm
    if (!exchange) return wire
    return { exchange: (request) => exchange(wire, request, this.sim, place), close: () => wire.close() }
  }

  /** A transaction's work, on a client whose statements may be others. */
  work(work: (tx: unknown) => Promise<unknown>): (tx: unknown) => Promise<unknown> {
    const { statement } = this.#harm
    if (!statement) return work
    return (tx) => work(altered(tx as Client, statement))
  }
}

function altered(tx: Client, statement: NonNullable<Harmful["statement"]>): unknown {
  return new Proxy(tx, {
    get: (target, name: string) => {
      const delegate = target[name]
      if (name.startsWith("$") || typeof delegate !== "object") return delegate
      return new Proxy(delegate as Delegate, {
        get: (methods, method: string) => (args: Args) => {
          const next = statement(name, method, args)
          if (next === "skip") return Promise.resolve({ id: "nowhere", count: 0 })
          return methods[method]!(next ?? args)
        },
      })
    },
  })
}
