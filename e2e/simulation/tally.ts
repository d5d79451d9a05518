import { targetLine } from "../proof/proof-run"

export interface Tally {
  schedules: number
  steps: number
  requests: number
  crashes: number
  outages: number
  /** Virtual days. */
  days: number
  cpuSeconds: number
  broken: { seed: number; what: string }[]
}

export interface RangeOrder {
  from: number
  count: number
}

export interface RangeResult {
  from: number
  tally: Tally
}

export interface Progress {
  tally: Tally
  /** Seeds from here on have been given to nobody. */
  next: number
  first: number
  /** Ranges that were given out and not answered: given out again by the next start. */
  open: RangeOrder[]
  processes: number
}

export function emptyTally(): Tally {
  return { schedules: 0, steps: 0, requests: 0, crashes: 0, outages: 0, days: 0, cpuSeconds: 0, broken: [] }
}

export function addTally(to: Tally, more: Tally): void {
  for (const name of ["schedules", "steps", "requests", "crashes", "outages", "days", "cpuSeconds"] as const) to[name] += more[name]
  to.broken.push(...more.broken)
}

const SCHEDULES = 1_000_000
const RATE = 200

/** What was reached, each target beside it. */
export function resultLines({ tally, first, next, processes }: Progress, seconds: number): string[] {
  const { schedules, steps, requests, crashes, outages, days, cpuSeconds, broken } = tally
  const each = (total: number) => (schedules === 0 ? 0 : total / schedules)
  const rate = cpuSeconds === 0 ? 0 : schedules / cpuSeconds
  const number = (value: number, digits = 0) => value.toLocaleString("en", { maximumFractionDigits: digits })
  return [
    `Seeds ${first} to ${next - 1}, shared among ${processes} processes. Any of them again, step by step: npm run simulate -- --seed S`,
    "",
    targetLine("seeded schedules, no rule broken", number(SCHEDULES), `${number(schedules)}, ${broken.length} with a rule broken`, schedules >= SCHEDULES && broken.length === 0, broken.length > 0 ? "what is listed below" : "the time that was given to it"),
    targetLine(
      "schedules a second and core", number(RATE), `${number(rate, 1)} a second of processor time, ${number(schedules / Math.max(seconds, 1), 1)} a second in all`, rate >= RATE,
      "the whole of lib/ runs in each step: its parsing, comparing, sealing and audit HMACs, some 2,000 steps a schedule",
    ),
    "",
    `In them: ${number(outages)} outages, ${number(requests)} requests to Alma, ${number(crashes)} processes killed, ${number(days)} days of virtual time;`,
    `${number(each(steps))} steps, ${number(each(requests), 1)} requests and ${number(each(crashes), 2)} killed processes a schedule.`,
    ...(broken.length > 0 ? ["", "Broken:"] : []),
    ...broken.slice(0, 40).map(({ seed, what }) => `  seed ${seed}: ${what}`),
  ]
}
