import { targetLine } from "../proof/proof-run"
import type { LanternCase, LanternResult, Phase } from "./lantern-case"
import type { BenchState } from "./main"
import type { PlainCase, PlainResult } from "./plain-script"
import type { WideCase, WideResult, WidePhase } from "./wide-case"

interface Case<Spec, Result> {
  spec: Spec
  result: Result
}
type Lantern = Case<LanternCase, LanternResult>

/** Words of the field, so that a reader needs no other page. */
const HEAD = [
  "Practice Alma: in a process of its own, refuses (429) what is more than 25 requests in any sliding second. Lantern's budget: 20 a second,",
  "set with --rate. Postgres: the embedded one, which waits for its disk. Counted by Alma's own log. \"Apart\": without the time and the calls",
  "of Alma's job (set, start, polls). Reads of the quiet period are apart from those of the return.",
]

export function resultLines(state: BenchState, names: string[]): string[] {
  const lantern = Object.values(state.lantern).toSorted((a, b) => a.spec.accounts - b.spec.accounts || a.spec.latencyMs - b.spec.latencyMs)
  const plain = Object.values(state.plain)
  const wide = Object.values(state.wide)
  const missing = names.filter((name) => !state.lantern[name] && !state.plain[name] && !state.wide[name])
  return [
    ...HEAD,
    "",
    ...lantern.flatMap(lanternLines),
    "",
    ...plain.map(plainLine),
    "",
    ...wide.flatMap(wideLines),
    "",
    ...targets(lantern, wide),
    ...missing.map((name) => `NOT MEASURED ${name}: ${state.failed[name] ?? "not come to yet; start it again, it goes on"}`),
  ]
}

function lanternLines({ spec, result }: Lantern): string[] {
  const { declare, switching, returning, workers, watchReads } = result
  const memory = workers.map((one) => `memory ${one.rss} MiB (most ${one.rssPeak}), heap ${one.heap} MiB (most ${one.heapPeak}), CPU ${one.cpuSeconds.toFixed(0)} s`)
  return [
    `${spec.name}: ${result.leftInternal} left Internal, most in a second ${result.peak}, refused ${result.refused}`,
    `  declare  ${phaseText(declare, spec)}`,
    `  switch   ${phaseText(switching, spec)}; apart ${switching.ratioApart.toFixed(3)}`,
    `           calls of the job: ${Object.entries(switching.others).map(([call, times]) => `${times} ${call}`).join(", ")}`,
    `  return   ${phaseText(returning, spec)}`,
    `  watch    ${watchReads} reads in the quiet period${spec.toTheEnd ? `, ${(watchReads / spec.accounts).toFixed(2)} an account` : " (its end was not waited for)"}`,
    ...memory.map((text) => `  worker   ${text}`),
  ]
}

function phaseText(phase: Phase, { accounts }: LanternCase): string {
  const { reads, writes, seconds, ratio, others } = phase
  const other = Object.values(others).reduce((sum, one) => sum + one, 0)
  const each = ((reads + writes) / accounts).toFixed(2)
  return `${seconds.toFixed(1)} s, ${reads} reads and ${writes} writes (${each} an account), ${other} other calls; wall ÷ (requests ÷ budget) ${ratio.toFixed(3)}`
}

function plainLine({ spec, result }: Case<PlainCase, PlainResult>): string {
  const { seconds, requests, peak, refused, leftOut, leftInternal } = result
  const each = (requests / spec.accounts).toFixed(2)
  return `${spec.name}: there and back in ${seconds.toFixed(1)} s, ${each} requests an account, most in a second ${peak}, refused ${refused}; ${leftOut} never switched, ${leftInternal} left Internal, and nobody told`
}

function wideLines({ spec, result }: Case<WideCase, WideResult>): string[] {
  const { switching, returning, workers } = result
  const line = (what: string, phase: WidePhase) => {
    const { cores } = phase
    const used = [`workers ${cores.workers.map((one) => one.toFixed(2)).join(" + ")}`, `practice Almas ${cores.almas.toFixed(2)}`, `Postgres ${cores.postgres?.toFixed(2) ?? "unknown"}`, `the bench itself ${cores.asking.toFixed(2)}`]
    return `  ${what}: first ${phase.first.toFixed(1)} s, middle ${phase.median.toFixed(1)} s, last ${phase.last.toFixed(1)} s; one alone ${phase.limit.toFixed(1)} s; ${phase.requestsPerSecond.toFixed(0)} requests a second; cores used: ${used.join(", ")}`
  }
  return [
    `${spec.name}, ${spec.staff} staff each: ${result.leftInternal} left Internal, most in a second at one Alma ${result.peak}, refused ${result.refused}`,
    line("switch", switching),
    line("return", returning),
    ...workers.map((one) => `  worker: memory ${one.rss} MiB (most ${one.rssPeak}), heap ${one.heap} MiB (most ${one.heapPeak})`),
  ]
}

function targets(lantern: Lantern[], wide: Case<WideCase, WideResult>[]): string[] {
  const long = lantern.filter(({ spec }) => spec.accounts >= 300)
  const most = (of: Lantern[], figure: (one: Lantern) => number) => Math.max(0, ...of.map(figure))
  const phases = ({ result }: Lantern) => [result.declare, result.switching, result.returning]
  const all = [...lantern, ...wide]
  const peak = Math.max(0, ...all.map(({ result }) => result.peak))
  const allowed = 1.2 * (lantern[0]?.spec.rate ?? wide[0]?.spec.rate ?? 0)
  const reads = most(lantern, ({ spec, result }) => result.switching.reads / spec.accounts)
  const back = most(lantern, ({ spec, result }) => (result.returning.reads + result.returning.writes) / spec.accounts)
  const there = most(long, ({ result }) => result.switching.ratioApart)
  const home = most(long, ({ result }) => result.returning.ratioApart)
  const refusals = all.reduce((sum, { result }) => sum + phasesRefused(result), 0)
  const left = all.reduce((sum, { result }) => sum + result.leftInternal, 0)
  const [small, large] = [heapAt(lantern, 100), heapAt(lantern, 2_000)]
  return [
    targetLine("reads an account to switch", "2", reads.toFixed(2), reads <= 2, "an account was read again: a job that left it out, or a lost answer"),
    targetLine("requests an account to return", "3", back.toFixed(2), back <= 3, "a write found no turn within 1.5 s of its read, and its account was read again"),
    targetLine("switch, wall ÷ (requests ÷ budget), from 300 accounts, apart", "1.05", there.toFixed(3), long.length > 0 && there <= 1.05, "see the case"),
    targetLine("return, the same", "1.05", home.toFixed(3), long.length > 0 && home <= 1.05, "see the case"),
    targetLine("most requests in any sliding second, all cases", `${allowed}`, String(peak), peak <= allowed, "the machine: requests sent in time that the practice Alma took up together"),
    targetLine("requests refused (429)", "0", String(refusals), refusals === 0, "see the case"),
    targetLine("accounts left Internal", "0", String(left), left === 0, "see the case"),
    targetLine("heap of a worker, 2,000 accounts beside 100", "no more than 16 MiB apart", `${small ?? "–"} and ${large ?? "–"} MiB`, small !== null && large !== null && large - small <= 16, "not measured, or see the case"),
    ...lantern.length > 0 ? [`             declaring took at most ${most(long, (one) => phases(one)[0]!.ratioApart).toFixed(3)} times reads ÷ budget`] : [],
    ...wide.flatMap(({ spec, result }) => {
      const worst = Math.max(result.switching.last / result.switching.limit, result.returning.last / result.returning.limit)
      return [targetLine(`${spec.name}: the last within 1.5 of one alone`, "1.5", worst.toFixed(2), worst <= 1.5, boundBy(result))]
    }),
  ]
}

function phasesRefused(result: LanternResult | WideResult): number {
  return result.refused
}

function heapAt(lantern: Lantern[], accounts: number): number | null {
  const heaps = lantern.filter(({ spec }) => spec.accounts === accounts && spec.workers === 1).map(({ result }) => result.workers[0]?.heap ?? 0)
  return heaps.length === 0 ? null : Math.max(...heaps)
}

/** What the machine was busy with while the slower phase went on. */
function boundBy({ switching, returning }: WideResult): string {
  const { cores } = switching.last / switching.limit > returning.last / returning.limit ? switching : returning
  const sum = cores.workers.reduce((total, one) => total + one, 0) + cores.almas + (cores.postgres ?? 0) + cores.asking
  return `the machine: ${sum.toFixed(2)} cores in use, of them workers ${cores.workers.map((one) => one.toFixed(2)).join(" + ")} (each can use one), Postgres ${cores.postgres?.toFixed(2) ?? "unknown"}, practice Almas ${cores.almas.toFixed(2)}`
}
