import type { AlmaFailure, AlmaOutcome } from "@/lib/domain/alma-outcome"
import type { RequestBudget, RequestPriority } from "@/lib/domain/request-budget"
import type { BudgetQueue } from "@/lib/alma/budget-queue"
import type { HttpRequest, Transport } from "@/lib/alma/http"
import { outcomeOf, unknown, type GoodAnswer } from "@/lib/alma/outcome-of"

export interface RequestOptions {
  /** Who goes first when requests are scarce; unless said otherwise "change" for a GET, else "write". */
  priority?: RequestPriority
  /** Give up as `unreachable` (nothing was sent) when no turn came within this many milliseconds. */
  startWithinMs?: number
  /** How often a GET is sent at most; three times unless said otherwise, anything else always once. */
  tries?: number
}

export interface AlmaCall<T> {
  method: HttpRequest["method"]
  /** Below /almaws/v1, percent-encoded, with its query; null when an id can't stand in a path. */
  path: string | null
  body?: unknown
  headers?: Record<string, string>
  /** What must not come back in an error's words, besides the key. */
  secrets?: readonly string[]
  /** Reads a good answer; undefined when it isn't what this call answers with. */
  read: (good: GoodAnswer) => T | undefined
}

export interface CallerParts {
  transport: Transport
  queue: BudgetQueue
  budget: RequestBudget
  apiKey: string
  sleep: (ms: number) => Promise<void>
  random: () => number
}

const TRIES = 3
const BACK_OFF_MS = 250
/** Alma documentation: after PER_SECOND_THRESHOLD, wait a second or more. */
const THROTTLED_MS = 1_000
/** `detail` of an answer to what was given up before its turn: others go first. */
export const NO_TURN = "No turn came in time; nothing was sent to Alma."
const UNREADABLE = "Alma's answer wasn't what this request answers with."

/**
 * Sends one call to Alma: a GET up to three times, anything else exactly once, since only a read can tell
 * whether a write of unknown outcome was applied. Each try takes a slot of the institution's budget.
 */
export class AlmaCaller {
  readonly #parts: CallerParts

  constructor(parts: CallerParts) {
    this.#parts = parts
  }

  async call<T>(call: AlmaCall<T>, options: RequestOptions = {}): Promise<AlmaOutcome<T>> {
    const { path } = call
    if (path === null) return refusedHere("This id can't be sent to Alma.")
    const tries = call.method === "GET" ? (options.tries ?? TRIES) : 1
    for (let tried = 1; ; tried += 1) {
      const outcome = await this.#once(call, path, options)
      if (tried >= tries || !isWorthAnotherTry(outcome)) return outcome
      await this.#parts.sleep(this.#backOff(outcome, tried))
    }
  }

  async #once<T>(call: AlmaCall<T>, path: string, options: RequestOptions): Promise<AlmaOutcome<T>> {
    const priority = options.priority ?? (call.method === "GET" ? "change" : "write")
    const slot = await this.#parts.queue.acquire(priority, options.startWithinMs)
    if (slot.kind === "too_late") return unreachable(NO_TURN)
    if (slot.kind === "failed") {
      return unreachable("The budget of requests couldn't be asked; nothing was sent to Alma.")
    }
    try {
      const outcome = await this.#exchange(call, path)
      if (outcome.kind === "throttled") await this.#slowDown()
      return outcome
    } finally {
      slot.release()
    }
  }

  async #exchange<T>(call: AlmaCall<T>, path: string): Promise<AlmaOutcome<T>> {
    const { apiKey, transport } = this.#parts
    const isWrite = call.method !== "GET"
    const exchange = await transport.exchange({
      method: call.method,
      path: `/almaws/v1${path}`,
      headers: {
        accept: "application/json",
        authorization: `apikey ${apiKey}`,
        ...(call.body === undefined ? {} : { "content-type": "application/json" }),
        ...call.headers,
      },
      body: call.body === undefined ? undefined : JSON.stringify(call.body),
    })
    const outcome = outcomeOf(exchange, { isWrite, secrets: [apiKey, ...(call.secrets ?? [])] })
    if (outcome.kind !== "ok") return outcome
    const value = call.read(outcome.value)
    return value === undefined ? unknown("unreadable", UNREADABLE) : { kind: "ok", value }
  }

  async #slowDown(): Promise<void> {
    try {
      await this.#parts.budget.throttled()
    } catch {
      // The answer in hand counts more; without the budget the next request doesn't start anyway.
    }
  }

  /** Full jitter: any time up to a bound that doubles, so that several processes don't return together. */
  #backOff(outcome: AlmaOutcome<unknown>, tried: number): number {
    const jitter = this.#parts.random() * BACK_OFF_MS * 2 ** (tried - 1)
    return outcome.kind === "throttled" ? THROTTLED_MS + jitter : jitter
  }
}

function isWorthAnotherTry(outcome: AlmaOutcome<unknown>): boolean {
  if (outcome.kind === "unreachable" || outcome.kind === "throttled") return true
  // A redirect and an oversized answer come back the same each time.
  return outcome.kind === "unknown" && outcome.cause !== "redirect" && outcome.cause !== "too_large"
}

function unreachable(detail: string): AlmaFailure {
  return { kind: "unreachable", detail }
}

/** A refusal by this client, before anything was sent: no HTTP status. */
export function refusedHere(message: string): AlmaFailure {
  return { kind: "refused", error: { code: "NOT_SENT", message, trackingId: null, httpStatus: null } }
}

/** The JSON of a good answer, or undefined when it is something else. */
export function jsonOf(good: GoodAnswer): unknown {
  return good.answer.shape === "json" ? good.answer.value : undefined
}
