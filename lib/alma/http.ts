import type { LookupFunction } from "node:net"
import { Agent, type Dispatcher } from "undici"
import { isRegionHost } from "@/lib/alma/base-url"
import { publicLookup } from "@/lib/alma/public-lookup"

/** Alma's biggest user record seen is far under this; more is no answer to any of our questions. */
const MAX_BODY_BYTES = 8 * 1024 * 1024
const CONNECT_TIMEOUT_MS = 4_000
export const MAX_CONNECTIONS = 32

export interface HttpRequest {
  method: "GET" | "POST" | "PUT" | "DELETE"
  /** Path and query, percent-encoded. */
  path: string
  headers: Record<string, string>
  body?: string
}

/** `sent` says whether the request may have left this machine: false only when it surely hasn't. */
export type Exchange =
  /** `date`: the answer's Date header as it came, where there was one. */
  | { kind: "answer"; status: number; body: string; date?: string }
  | { kind: "too_large"; status: number }
  | { kind: "timeout"; sent: boolean }
  | { kind: "failed"; sent: boolean; code: string }

/** What carries a request to Alma and its answer back. Never throws. */
export interface Transport {
  exchange(request: HttpRequest): Promise<Exchange>
  close(): Promise<void>
}

/**
 * One HTTP exchange with one origin, whole in `timeoutMs` (waiting for a connection, headers and body).
 * Redirects come back as what they are: a 3xx answer. One of Ex Libris's own hosts is never looked for inside the network,
 * whatever its name leads to at that moment (`failed`, LEADS_INSIDE); the operator's own go where they lead. Never throws.
 */
export class HttpTransport implements Transport {
  readonly #agent: Agent
  readonly #origin: string
  readonly #timeoutMs: number

  constructor(origin: string, timeoutMs: number, lookup: LookupFunction = publicLookup()) {
    this.#origin = origin
    this.#timeoutMs = timeoutMs
    this.#agent = new Agent({
      connections: MAX_CONNECTIONS,
      pipelining: 1,
      // HTTP/1.1: one request a connection, so that a lost connection loses one answer and no more.
      allowH2: false,
      connect: { timeout: CONNECT_TIMEOUT_MS, ...(isRegionHost(new URL(origin).hostname) && { lookup }) },
      headersTimeout: 0,
      bodyTimeout: 0,
    })
  }

  exchange(request: HttpRequest, timeoutMs = this.#timeoutMs): Promise<Exchange> {
    return new Promise((resolve) => {
      const collector = new Collector(timeoutMs, resolve)
      try {
        this.#agent.dispatch({ origin: this.#origin, ...request }, collector)
      } catch (error) {
        collector.fail(error)
      }
    })
  }

  async close(): Promise<void> {
    await this.#agent.destroy()
  }
}

/** Gathers one answer. undici calls onRequestStart just before it writes: until then nothing was sent. */
class Collector implements Dispatcher.DispatchHandler {
  readonly #resolve: (exchange: Exchange) => void
  readonly #timer: NodeJS.Timeout
  #controller: Dispatcher.DispatchController | null = null
  #settled = false
  #status = 0
  #date: string | undefined
  #size = 0
  #chunks: Buffer[] = []

  constructor(timeoutMs: number, resolve: (exchange: Exchange) => void) {
    this.#resolve = resolve
    this.#timer = setTimeout(() => {
      this.#settle({ kind: "timeout", sent: this.#controller !== null })
      this.#controller?.abort(new Error("timed out"))
    }, timeoutMs)
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Given up while waiting for a connection: it must not leave now.
    if (this.#settled) controller.abort(new Error("given up before it was sent"))
    else this.#controller = controller
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Record<string, string | string[] | undefined>): void {
    this.#status = status
    this.#date = typeof headers.date === "string" ? headers.date : undefined
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#settled) return
    this.#size += chunk.length
    if (this.#size > MAX_BODY_BYTES) {
      this.#settle({ kind: "too_large", status: this.#status })
      controller.abort(new Error("answer too large"))
      return
    }
    this.#chunks.push(chunk)
  }

  onResponseEnd(): void {
    const body = new TextDecoder().decode(Buffer.concat(this.#chunks))
    this.#settle({ kind: "answer", status: this.#status, body, date: this.#date })
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.fail(error)
  }

  fail(error: unknown): void {
    this.#settle({ kind: "failed", sent: this.#controller !== null, code: codeOf(error) })
  }

  #settle(exchange: Exchange): void {
    if (this.#settled) return
    this.#settled = true
    clearTimeout(this.#timer)
    this.#chunks = []
    this.#resolve(exchange)
  }
}

/** The error's code alone: messages may quote headers or addresses. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0])
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code
  return "UNKNOWN"
}
