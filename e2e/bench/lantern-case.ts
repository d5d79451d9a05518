import { setTimeout as delay } from "node:timers/promises"
import type { HoldState } from "@/lib/domain/states"
import { plainId } from "@/lib/practice/people"
import { declareOutage } from "@/lib/services/declare-outage"
import { endOutage } from "@/lib/services/end-outage"
import { switchAccounts } from "@/lib/services/switch-accounts"
import type { Arrival, Usage } from "./messages"
import { openPlace, type Place } from "./place"
import { count, otherCalls, peakPerSecond, refused, spanOf, within, type Span } from "./tally"

export interface LanternCase {
  name: string
  accounts: number
  latencyMs: number
  rate: number
  workers: number
  /** One worker is stopped for this long (SIGSTOP) while it switches, and again while it returns. */
  pauseSeconds?: number
  quietSeconds: number
  /** Waits until the outage is closed; else until every account was read External once. */
  toTheEnd: boolean
}

export interface Phase {
  seconds: number
  reads: number
  writes: number
  others: Record<string, number>
  peak: number
  refused: number
  /** Wall time ÷ (requests ÷ budget), everything counted. */
  ratio: number
  /** The same without the job's own time and calls. */
  ratioApart: number
}

export interface LanternResult {
  declare: Phase
  switching: Phase
  returning: Phase
  /** Reads of the quiet period. */
  watchReads: number
  peak: number
  refused: number
  leftInternal: number
  workers: Usage[]
}

/** Declares, switches and returns `accounts` accounts of one institution, and tells what its Alma saw. */
export async function lanternCase(spec: LanternCase): Promise<LanternResult> {
  const alma = { people: spec.accounts, latencyMs: spec.latencyMs, ratePerSecond: 25, jobMs: 3_000, name: "01BENCH_INST" }
  const place = await openPlace({ almas: [alma], rate: spec.rate, workers: spec.workers, quietSeconds: spec.quietSeconds })
  try {
    return await measure(place, spec)
  } finally {
    await place.close()
  }
}

async function measure(place: Place, spec: LanternCase): Promise<LanternResult> {
  const { ctx } = place
  const [institution] = place.institutions
  const text = Array.from({ length: spec.accounts }, (_, at) => plainId(at)).join("\n")
  // Nobody else asks meanwhile: the first second after the checks at entering is let pass.
  await delay(1_500)
  const t0 = Date.now()
  const outageId = await declareOutage(ctx, { institution: institution!.code, reason: "Sign-on is down", hours: 4, text })
  const t1 = Date.now()
  await switchAccounts(ctx, { outageId })
  const pausing = pauseOne(place, spec)
  const inStates = (states: HoldState[]) => ctx.db.hold.count({ where: { outageId, state: { in: states } } })
  while ((await inStates(["waiting", "switching"])) > 0) await delay(100)
  const t2 = Date.now()
  await pausing
  await endOutage(ctx, { outageId })
  const t3 = Date.now()
  const again = pauseOne(place, spec)
  while ((await inStates(["external_watching", "returned"])) < spec.accounts) await delay(100)
  const t4 = Date.now()
  await again
  while (spec.toTheEnd && (await inStates(["returned"])) < spec.accounts) await delay(500)
  const { workers } = await place.usage()
  const seen = await place.arrivals(0, t0)
  return {
    declare: phaseOf(seen, { from: t0, to: t1 }, spec.rate, 0),
    switching: phaseOf(seen, { from: t1, to: t2 }, spec.rate, jobSeconds(within(seen, { from: t1, to: t2 }))),
    returning: phaseOf(returnsAlone(seen, t3), { from: t3, to: t4 }, spec.rate, 0),
    watchReads: watchReads(seen, t3),
    peak: peakPerSecond(seen),
    refused: refused(seen),
    leftInternal: await place.internalNow(0),
    workers,
  }
}

async function pauseOne(place: Place, { pauseSeconds, accounts, rate }: LanternCase): Promise<void> {
  if (!pauseSeconds) return
  await delay(Math.min(4_000, (accounts / rate) * 300))
  const [worker] = place.workers
  process.kill(worker!.pid, "SIGSTOP")
  await delay(pauseSeconds * 1000)
  process.kill(worker!.pid, "SIGCONT")
}

function phaseOf(all: Arrival[], span: Span, rate: number, apartSeconds: number): Phase {
  const seen = within(all, span)
  const seconds = (span.to - span.from) / 1000
  const [reads, writes] = [count(seen, "read"), count(seen, "write")]
  return {
    seconds,
    reads,
    writes,
    others: otherCalls(seen),
    peak: peakPerSecond(seen),
    refused: refused(seen),
    ratio: seconds / (seen.length / rate),
    ratioApart: (seconds - apartSeconds) / ((reads + writes) / rate),
  }
}

/** From the last read before the job to the first after it: set, start, the job itself, polls, the look at the set. */
function jobSeconds(seen: Arrival[]): number {
  const start = seen.find((one) => one.call.endsWith("op=run"))
  if (!start) return 0
  const reads = seen.filter((one) => one.kind === "read")
  const before = spanOf(reads.filter((one) => one.ms < start.ms))
  const after = spanOf(reads.filter((one) => one.ms > start.ms))
  return before && after ? (after.from - before.to) / 1000 : 0
}

/** The reads of an account after its return was read back are of the quiet period. */
function splitReturns(seen: Arrival[], from: number): { own: Arrival[]; watch: Arrival[] } {
  const own: Arrival[] = []
  const watch: Arrival[] = []
  const written = new Map<string, "written" | "read back">()
  for (const one of seen.filter((arrival) => arrival.ms >= from)) {
    const stage = written.get(one.user)
    if (one.kind === "write") written.set(one.user, "written")
    if (one.kind === "read" && stage === "written") written.set(one.user, "read back")
    if (one.kind === "read" && stage === "read back") watch.push(one)
    else own.push(one)
  }
  return { own, watch }
}

const returnsAlone = (seen: Arrival[], from: number): Arrival[] => splitReturns(seen, from).own
const watchReads = (seen: Arrival[], from: number): number => splitReturns(seen, from).watch.length
