import type { RequestLogEntry } from "./types"

const CAP = 200_000
const WINDOW_MS = 1_000

/** Every request, and the most that arrived in any sliding second. */
export class RequestLog {
  private entries: RequestLogEntry[] = []
  private window: number[] = []
  private peak = 0

  /** Counts an arrival, refused or not. `ms` rises. */
  arrived(ms: number): void {
    this.window.push(ms)
    let old = 0
    while ((this.window[old] ?? ms) <= ms - WINDOW_MS) old += 1
    if (old > 0) this.window.splice(0, old)
    this.peak = Math.max(this.peak, this.window.length)
  }

  add(entry: RequestLogEntry): void {
    this.entries.push(entry)
    if (this.entries.length > CAP) this.entries.splice(0, CAP / 4)
  }

  all(): RequestLogEntry[] {
    return structuredClone(this.entries)
  }

  peakPerSecond(): number {
    return this.peak
  }

  clear(): void {
    this.entries = []
    this.window = []
    this.peak = 0
  }
}
