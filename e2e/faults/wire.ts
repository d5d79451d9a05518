import { createServer, type AddressInfo, type Server } from "node:net"
import { HttpTransport, type Exchange, type HttpRequest, type Transport } from "@/lib/alma/http"
import type { FaultMatch } from "@/lib/practice/faults"

/** Faults that no server can play: they happen on the way to it. */
export type WireFault = "dns" | "tls" | "refused" | "half_open"

export interface WireRule {
  match: FaultMatch
  after?: FaultMatch
  skip?: number
  times: number
  fault: WireFault
}

/** Connections are taken and nothing ever comes back, as behind a dead router. */
export async function openBlackHole(): Promise<{ port: number; close(): Promise<void> }> {
  const server: Server = createServer((socket) => socket.on("error", () => {}))
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
  return { port: (server.address() as AddressInfo).port, close: () => new Promise((done) => (server.close(() => done()), done())) }
}

const TIMEOUT_MS = 8_000

/** Carries requests to the practice Alma, but for those that a rule sends elsewhere: real names, real handshakes. */
export class Wire implements Transport {
  readonly #way: HttpTransport
  readonly #elsewhere = new Map<WireFault, HttpTransport>()
  #rules: WireRule[] = []
  struck = 0

  constructor(
    private readonly origin: string,
    private readonly blackHole: number,
  ) {
    this.#way = new HttpTransport(origin, TIMEOUT_MS)
  }

  add(...rules: WireRule[]): void {
    this.#rules.push(...rules.map((rule) => ({ ...rule })))
  }

  clear(): void {
    this.#rules = []
  }

  exchange(request: HttpRequest): Promise<Exchange> {
    const fault = this.#take(request)
    if (!fault) return this.#way.exchange(request)
    this.struck += 1
    return this.#to(fault).exchange(request)
  }

  async close(): Promise<void> {
    await Promise.all([this.#way, ...this.#elsewhere.values()].map((each) => each.close()))
  }

  #take(request: HttpRequest): WireFault | null {
    const awake = this.#rules.filter((rule) => rule.after === undefined)
    for (const rule of this.#rules) if (rule.after && fits(rule.after, request)) delete rule.after
    for (const rule of awake) {
      if (rule.times <= 0 || !fits(rule.match, request)) continue
      if (rule.skip) {
        rule.skip -= 1
        continue
      }
      rule.times -= 1
      return rule.fault
    }
    return null
  }

  #to(fault: WireFault): HttpTransport {
    const known = this.#elsewhere.get(fault) ?? new HttpTransport(this.#address(fault), TIMEOUT_MS)
    this.#elsewhere.set(fault, known)
    return known
  }

  #address(fault: WireFault): string {
    switch (fault) {
      case "dns":
        return "https://alma.invalid"
      case "tls":
        // Our practice Alma speaks no TLS, so the handshake breaks.
        return this.origin.replace("http:", "https:")
      case "refused":
        return "http://127.0.0.1:1"
      case "half_open":
        return `http://127.0.0.1:${this.blackHole}`
    }
  }
}

function fits({ method, path, op, primaryId }: FaultMatch, request: HttpRequest): boolean {
  const url = new URL(request.path, "http://alma")
  if (method && method !== request.method) return false
  if (path && url.pathname.search(path) < 0) return false
  if (op && url.searchParams.get("op") !== op) return false
  return !primaryId || decodeURIComponent(url.pathname).toLowerCase().endsWith(`/users/${primaryId.toLowerCase()}`)
}
