import type { PracticeAlmaOptions } from "@/lib/practice/types"

/** One request as the practice Alma saw it. */
export interface Arrival {
  /** Epoch milliseconds. */
  ms: number
  /** What it was: a read or a write of one user, or another call, named. */
  kind: "read" | "write" | "other"
  call: string
  user: string
  status: number
}

export interface AlmaSpec extends Pick<PracticeAlmaOptions, "ratePerSecond" | "latencyMs" | "directAllowed" | "jobMs"> {
  /** Plain External people besides the usual sixty. */
  people: number
  /** What /conf/general says; two institutions can't share it. */
  name: string
}

export interface RunningAlma {
  url: string
  apiKey: string
}

/** Seconds of CPU since the process began, and memory in MiB, now and at most. */
export interface Usage {
  cpuSeconds: number
  rss: number
  rssPeak: number
  /** After a collection of garbage. */
  heap: number
  heapPeak: number
}

export type ToAlmas =
  | { ask: "arrivals"; at: number; from: number }
  | { ask: "internal"; at: number }
  | { ask: "usage" }
export type ToWorker = { ask: "usage" } | { ask: "stop" }

export interface WorkerSpec {
  url: string
  dataDir: string
  quietSeconds: number
  allowHosts: string[]
}
