import { setTimeout as delay } from "node:timers/promises"
import { plainId } from "@/lib/practice/people"
import { declareOutage } from "@/lib/services/declare-outage"
import { endOutage } from "@/lib/services/end-outage"
import { switchAccounts } from "@/lib/services/switch-accounts"
import type { Usage } from "./messages"
import { openPlace, type Place, type PlaceUsage } from "./place"
import { peakPerSecond, refused } from "./tally"

/** A whole consortium's sign-on is down: every institution declares, switches and returns at the same time. */
export interface WideCase {
  name: string
  institutions: number
  staff: number
  latencyMs: number
  rate: number
  workers: number
}

export interface WidePhase {
  /** Until the first, the middle and the last institution was done. */
  first: number
  median: number
  last: number
  /** For one institution alone, by its budget: requests ÷ budget, and the job's own time. */
  limit: number
  requestsPerSecond: number
  /** CPU seconds ÷ wall seconds: 1 is one core. */
  cores: { workers: number[]; almas: number; postgres: number | null; asking: number }
}

export interface WideResult {
  switching: WidePhase
  returning: WidePhase
  peak: number
  refused: number
  leftInternal: number
  workers: Usage[]
}

const JOB_SECONDS = 5

export async function wideCase(spec: WideCase): Promise<WideResult> {
  const almas = Array.from({ length: spec.institutions }, (_, at) => ({
    people: spec.staff, latencyMs: spec.latencyMs, ratePerSecond: 25, jobMs: 3_000, name: `01BENCH_${at}`,
  }))
  // An hour of quiet: what is measured is how soon everyone was read External.
  const place = await openPlace({ almas, rate: spec.rate, workers: spec.workers, quietSeconds: 3_600 })
  try {
    return await measure(place, spec)
  } finally {
    await place.close()
  }
}

async function measure(place: Place, spec: WideCase): Promise<WideResult> {
  const { ctx, institutions } = place
  const text = Array.from({ length: spec.staff }, (_, at) => plainId(at)).join("\n")
  const begun = Date.now()
  const outages = new Map<string, string>()
  await Promise.all(institutions.map(async ({ code }) => {
    outages.set(code, await declareOutage(ctx, { institution: code, reason: "Sign-on is down", hours: 4, text }))
  }))
  const ids = institutions.map(({ code }) => outages.get(code)!)
  const switching = await phase(place, spec, 2, ["waiting", "switching"], ids, (outageId) => switchAccounts(ctx, { outageId }))
  const returning = await phase(place, spec, 3, ["internal", "collected", "returning", "needs_person"], ids, (outageId) => endOutage(ctx, { outageId }))
  let [peak, refusals, leftInternal] = [0, 0, 0]
  for (const { at } of institutions) {
    const seen = await place.arrivals(at, begun)
    peak = Math.max(peak, peakPerSecond(seen))
    refusals += refused(seen)
    leftInternal += await place.internalNow(at)
  }
  return { switching, returning, peak, refused: refusals, leftInternal, workers: (await place.usage()).workers }
}

async function phase(
  place: Place, spec: WideCase, requestsEach: number, open: string[], outages: string[], begin: (outageId: string) => Promise<void>,
): Promise<WidePhase> {
  const before = await place.usage()
  const asking = process.cpuUsage()
  const from = performance.now()
  for (const outageId of outages) await begin(outageId)
  const done = new Map<string, number>()
  while (done.size < outages.length) {
    await delay(500)
    const still = await place.ctx.db.$queryRaw<{ outageId: string }[]>`
      select distinct "outageId"::text as "outageId" from "Hold" where "state"::text = any(${open})`
    const moving = new Set(still.map((row) => row.outageId))
    for (const id of outages) if (!moving.has(id) && !done.has(id)) done.set(id, (performance.now() - from) / 1000)
  }
  const seconds = (performance.now() - from) / 1000
  const times = [...done.values()].sort((a, b) => a - b)
  const { user, system } = process.cpuUsage(asking)
  return {
    first: times[0]!,
    median: times[Math.floor(times.length / 2)]!,
    last: times.at(-1)!,
    limit: (requestsEach * spec.staff) / spec.rate + (requestsEach === 2 ? JOB_SECONDS : 0),
    requestsPerSecond: (outages.length * spec.staff * requestsEach) / seconds,
    cores: { ...coresBetween(before, await place.usage(), seconds), asking: (user + system) / 1e6 / seconds },
  }
}

function coresBetween(before: PlaceUsage, after: PlaceUsage, seconds: number) {
  return {
    workers: after.workers.map((usage, at) => (usage.cpuSeconds - (before.workers[at]?.cpuSeconds ?? 0)) / seconds),
    almas: (after.almas.cpuSeconds - before.almas.cpuSeconds) / seconds,
    postgres: after.postgres === null || before.postgres === null ? null : (after.postgres - before.postgres) / seconds,
  }
}
