import { createAlmaClient } from "@/lib/alma/alma-client"
import type { Exchange, HttpRequest, Transport } from "@/lib/alma/http"
import { createRequestBudget } from "@/lib/db/request-budget"
import type { Db } from "@/lib/db/types"
import type { Actor } from "@/lib/domain/actor"
import type { Delivery } from "@/lib/practice/faulted"
import type { ServiceContext } from "@/lib/services/context"
import { NOWHERE } from "./install"
import type { Owner } from "./kernel"
import type { Place, Simulation } from "./simulation"

/** As createAlmaClient has it. */
const TIMEOUT_MS = 8_000

/** Statements that only read: their answer is never what a crash loses. */
const READS = new Set(["findMany", "findFirst", "findUnique", "findFirstOrThrow", "findUniqueOrThrow", "count", "$queryRaw"])

/**
 * One process of Lantern, a worker or a web server. Each of its statements, transactions and calls to Alma is
 * a point at which it may be slow, stopped for a while, or dead for good.
 */
export class Process {
  readonly owner: Owner
  readonly db: Db
  readonly #clients = new Map<string, ReturnType<typeof createAlmaClient>>()
  openTransactions = 0

  constructor(
    readonly sim: Simulation,
    readonly name: string,
    /** How far its clock is wrong. */
    readonly skewMs: number,
  ) {
    this.owner = sim.kernel.owner(name)
    this.db = this.#gated(sim.store.client)
  }

  context(actor: Actor): ServiceContext {
    const { sim } = this
    return {
      db: this.db,
      keyring: sim.keyring,
      settings: { quietSeconds: sim.harm.quietSeconds, allowHosts: [], dataDir: NOWHERE, publicUrl: "http://localhost:3000" },
      clock: () => new Date(Date.now() + this.skewMs),
      actor,
      almaFor: (institution) => this.#alma(sim.placeOf(institution.id)),
      wake: async (institutionId, at) => sim.workers.wake(sim.placeOf(institutionId), at ? at.getTime() : null),
    }
  }

  #alma(place: Place): ReturnType<typeof createAlmaClient> {
    const known = this.#clients.get(place.id)
    if (known) return known
    const client = createAlmaClient({
      baseUrl: "http://127.0.0.1:1",
      apiKey: place.alma.apiKey,
      budget: this.sim.harm.budget(createRequestBudget(this.db, place.id)),
      transport: this.sim.harm.transport(this, place, new Wire(this, place)),
    })
    this.#clients.set(place.id, client)
    return client
  }

  /** The same database, each statement an event of its own. */
  #gated(raw: Db): Db {
    const client = raw as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>
    const models = new Map<string, unknown>()
    const modelOf = (name: string) => {
      const delegate = (raw as unknown as Record<string, Record<string, (args: unknown) => Promise<unknown>>>)[name]!
      return new Proxy(delegate, {
        get: (target, method: string) => (args: unknown) =>
          this.#gate(`${name}.${method}`, READS.has(method), () => target[method]!(args)),
      })
    }
    return new Proxy(raw as unknown as Record<string, unknown>, {
      get: (_target, name: string) => {
        if (name === "then") return undefined
        if (name === "$transaction") {
          return (work: (tx: unknown) => Promise<unknown>, options: unknown) =>
            this.#gate("transaction", false, () => this.#inside(() => client.$transaction!(this.sim.harm.work(work), options)))
        }
        if (name.startsWith("$")) return (...args: unknown[]) => this.#gate(name, false, () => client[name]!(...args))
        if (!models.has(name)) models.set(name, modelOf(name))
        return models.get(name)
      },
    }) as unknown as Db
  }

  async #inside<T>(work: () => Promise<T>): Promise<T> {
    this.openTransactions += 1
    try {
      return await work()
    } finally {
      this.openTransactions -= 1
    }
  }

  #gate<T>(label: string, isRead: boolean, work: () => Promise<T>): Promise<T> {
    const { sim, owner } = this
    const { kernel, plan } = sim
    return new Promise<T>((resolve, reject) => {
      kernel.after(sim.databaseMs(), owner, () => {
        if (sim.crashesHere(this, `before ${label}`)) return
        const lost = plan.databaseBreaks > 0 && sim.isStormy() && kernel.random.chance(plan.databaseBreaks)
        const applied = lost && kernel.random.chance(0.5)
        if (lost && !applied) {
          kernel.note(this.name, `${label}: the database was not reached`)
          return reject(new Error("Can't reach the database."))
        }
        const back = isRead ? 0 : sim.databaseMs()
        void kernel.busy(async () => {
          let settle: () => void
          try {
            await sim.store.begin()
            const value = await work()
            await sim.store.refresh()
            kernel.note(this.name, `${label}${sim.briefly(value)}${lost ? ", and its answer was lost" : ""}`)
            settle = lost ? () => reject(new Error("The connection to the database was lost.")) : () => resolve(value)
          } catch (error) {
            sim.isUnfit(error)
            kernel.note(this.name, `${label}: ${(error as Error).name}`)
            settle = () => reject(error as Error)
          }
          if (isRead && !lost) return settle()
          if (sim.crashesHere(this, `after ${label}`)) return
          kernel.after(back, owner, settle)
        })
      })
    })
  }
}

/** The way to one institution's Alma and back, in virtual time. */
class Wire implements Transport {
  constructor(
    readonly process: Process,
    readonly place: Place,
  ) {}

  exchange(request: HttpRequest): Promise<Exchange> {
    const { process, place } = this
    const { sim, owner } = process
    const { kernel, plan } = sim
    const what = `${request.method} ${decodeURIComponent(request.path.slice("/almaws/v1".length)).replace(/Lantern [A-Z]+ [0-9a-f]+/, "Lantern RUN")}`
    const sent = sim.checker.onSend(process, place, request)
    return new Promise((resolve) => {
      let settled = false
      const settle = (exchange: Exchange, note: string) => {
        if (settled) return
        settled = true
        kernel.note(process.name, `← ${place.code} ${what}: ${note}`)
        sim.checker.onAnswer(sent, exchange)
        if (sim.crashesHere(process, `after ${request.method}`)) return
        resolve(exchange)
      }
      if (sim.crashesHere(process, `before ${request.method}`)) return
      if (sim.isStormy() && kernel.random.chance(plan.unreachable)) {
        kernel.after(sim.networkMs(), owner, () => settle({ kind: "failed", sent: false, code: "ECONNREFUSED" }, "no connection"))
        return
      }
      kernel.note(process.name, `→ ${place.code} ${what}`)
      kernel.after(TIMEOUT_MS, owner, () => settle({ kind: "timeout", sent: true }, "timed out"))
      kernel.after(sim.networkMs(), sim.almaOwner, () => {
        const { delivery, fault } = place.alma.handle(request, (id) => sim.checker.onArrival(sent, id))
        sent.fault = fault
        if (fault) kernel.note(place.code, `fault ${fault} on ${what}`)
        const reply = exchangeOf(delivery)
        if (reply) kernel.after(sim.networkMs() + reply.ms, owner, () => settle(reply.exchange, reply.note))
      })
    })
  }

  async close(): Promise<void> {}
}

function exchangeOf(delivery: Delivery): { exchange: Exchange; ms: number; note: string } | null {
  switch (delivery.how) {
    case "hang":
      return null
    case "reset":
      return { exchange: { kind: "failed", sent: true, code: "ECONNRESET" }, ms: 0, note: "connection reset" }
    case "truncated":
      return { exchange: { kind: "failed", sent: true, code: "UND_ERR_SOCKET" }, ms: 0, note: "answer cut off" }
    case "slow":
    case "whole": {
      const { status, body, code } = delivery.answer
      const ms = delivery.how === "slow" ? delivery.overMs : 0
      return { exchange: { kind: "answer", status, body }, ms, note: [status, code].filter(Boolean).join(" ") }
    }
  }
}
