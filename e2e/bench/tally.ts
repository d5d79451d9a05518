import type { Arrival } from "./messages"

/** From, up to and without: epoch milliseconds. */
export interface Span {
  from: number
  to: number
}

export function within(arrivals: Arrival[], { from, to }: Span): Arrival[] {
  return arrivals.filter((one) => one.ms >= from && one.ms < to)
}

export function count(arrivals: Arrival[], kind: Arrival["kind"]): number {
  return arrivals.filter((one) => one.kind === kind).length
}

/** The most that arrived in any second, wherever it begins; refused ones included. */
export function peakPerSecond(arrivals: Arrival[]): number {
  const times = arrivals.map((one) => one.ms).sort((a, b) => a - b)
  let most = 0
  let oldest = 0
  for (let at = 0; at < times.length; at++) {
    while (times[oldest]! <= times[at]! - 1000) oldest++
    most = Math.max(most, at - oldest + 1)
  }
  return most
}

export function refused(arrivals: Arrival[]): number {
  return arrivals.filter((one) => one.status === 429).length
}

/** "POST /conf/sets 1, …": the calls that weren't about one account. */
export function otherCalls(arrivals: Arrival[]): Record<string, number> {
  const calls = Map.groupBy(arrivals.filter((one) => one.kind === "other"), (one) => one.call)
  return Object.fromEntries([...calls].map(([call, all]) => [call, all.length]))
}

/** When the first and the last of them arrived; null when there were none. */
export function spanOf(arrivals: Arrival[]): Span | null {
  const times = arrivals.map((one) => one.ms)
  return times.length === 0 ? null : { from: Math.min(...times), to: Math.max(...times) }
}
