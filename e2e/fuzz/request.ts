import { AsyncLocalStorage } from "node:async_hooks"
import type { Principal } from "./place"

interface Jar {
  get(name: string): { name: string; value: string } | undefined
  getAll(): { name: string; value: string }[]
  has(name: string): boolean
  set(name: string, value: string): void
  delete(name: string): void
}

/** What Next would have taken off the wire, and what was logged while it was answered. */
interface FuzzRequest {
  headers: Headers
  cookies: Jar
  logged: string[]
}

const under = new AsyncLocalStorage<FuzzRequest>()
;(globalThis as typeof globalThis & { fuzzRequest?: () => FuzzRequest }).fuzzRequest = () => {
  const request = under.getStore()
  if (!request) throw new Error("Nothing is asked here.")
  return request
}

/** Everything that was printed or logged since the last look, wherever it came from. */
const printed: string[] = []

/** What Lantern logs is looked at, not printed. */
export function watchLogs(): void {
  for (const name of ["error", "warn", "log", "info"] as const) {
    console[name] = (...parts: unknown[]) => {
      const line = parts.map(String).join(" ")
      under.getStore()?.logged.push(line)
      if (printed.length < 10_000) printed.push(line)
    }
  }
}

export const takePrinted = (): string => printed.splice(0).join("\n")

export interface Told<T> {
  answer: T
  /** Where an error that nobody expected came from, by Lantern's own log. */
  logged: string[]
}

/** Asks as this browser: its cookies, from Lantern's own page. Many at once don't see each other's. */
export async function as<T>({ cookie }: Pick<Principal, "cookie">, more: Record<string, string>, work: () => Promise<T>): Promise<Told<T>> {
  const headers = new Headers({ host: "localhost:3000", origin: "http://localhost:3000", "x-forwarded-for": "198.51.100.7" })
  for (const [name, value] of Object.entries(more)) {
    try {
      headers.set(name, value)
    } catch {
      // No browser can send this either.
    }
  }
  const logged: string[] = []
  const answer = await under.run({ headers, cookies: jarOf(cookie), logged }, work)
  return { answer, logged }
}

function jarOf(cookie: string | null): Jar {
  const jar = new Map<string, string>()
  for (const pair of cookie?.split("; ") ?? []) jar.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1))
  return {
    get: (name) => (jar.has(name) ? { name, value: jar.get(name)! } : undefined),
    getAll: () => [...jar].map(([name, value]) => ({ name, value })),
    has: (name) => jar.has(name),
    set: (name, value) => void jar.set(name, value),
    delete: (name) => void jar.delete(name),
  }
}
