import type { HoldState } from "@/lib/domain/states"
import type { OutageView } from "@/lib/domain/views"

/** How far a switch or a return has come, as far as Alma was read. */
export interface Progress {
  way: "switching" | "returning"
  done: number
  total: number
  /** Accounts read a minute, and when the last one is done at that rate (ms since 1970); null until enough were read. */
  rate: { perMinute: number; finishAt: number } | null
}

/** A longer pause than this between two accounts begins a new batch: what came before says nothing of its pace. */
const PAUSE_MS = 60_000
const FEWEST = 3
const SHORTEST_MS = 2_000

/** Null while nothing is on its way. */
export function progressOf(outage: OutageView): Progress | null {
  const way = outage.state === "switching" ? "switching" : outage.state === "ending" ? "returning" : null
  if (way === null) return null
  const owed: HoldState[] = way === "switching" ? ["waiting", "switching"] : ["waiting", "switching", "internal", "collected", "returning"]
  const arrived: HoldState[] = way === "switching" ? ["internal"] : ["external_watching"]
  const pending = outage.accounts.filter((account) => owed.includes(account.state)).length
  if (pending === 0) return null
  const stuck = outage.accounts.filter((account) => account.state === "needs_person").length
  const total = outage.counts.held
  const times = outage.accounts.filter((account) => arrived.includes(account.state)).map((account) => Date.parse(account.stateSince))
  return { way, done: total - pending - stuck, total, rate: rateOf(times, pending, Date.parse(outage.readAt)) }
}

function rateOf(times: number[], pending: number, now: number): Progress["rate"] {
  const newestFirst = times.toSorted((a, b) => b - a)
  let count = 0
  let since = now
  for (const at of newestFirst) {
    if (since - at > PAUSE_MS) break
    since = at
    count += 1
  }
  const span = now - since
  if (count < FEWEST || span < SHORTEST_MS) return null
  const perMs = (count - 1) / span
  return { perMinute: perMs * 60_000, finishAt: now + pending / perMs }
}

/** An estimate that is told: it follows what is measured slowly, so that the words don't jump. */
export interface Told {
  finishAt: number
  minutes: number
}

/** How much of a new measurement is believed at once. */
const BELIEF = 0.2

/** The minutes told go down as time passes, and up only when the estimate has clearly moved. */
export function tell(before: Told | null, finishAt: number, now: number): Told {
  const smooth = before === null ? finishAt : before.finishAt + (finishAt - before.finishAt) * BELIEF
  const left = Math.max(0, smooth - now) / 60_000
  const minutes = Math.round(left)
  const up = before !== null && minutes > before.minutes && left < before.minutes + 0.9
  return { finishAt: smooth, minutes: up ? before.minutes : minutes }
}

/** "about 2 min left" */
export function leftWords(minutes: number): string {
  if (minutes < 1) return "less than a minute left"
  return minutes < 90 ? `about ${minutes} min left` : `about ${Math.round(minutes / 60)} h left`
}
