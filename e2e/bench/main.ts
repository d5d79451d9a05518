// npm run bench: how many requests, how long, how much memory it takes to switch and return, beside the plain script.
import { availableParallelism } from "node:os"
import { openProofRun, proofArguments, stopAsked } from "../proof/proof-run"
import { type LanternCase, type LanternResult, lanternCase } from "./lantern-case"
import { type PlainCase, type PlainResult, plainScript } from "./plain-script"
import { Leftovers } from "./leftovers"
import { closePlaces } from "./place"
import { resultLines } from "./report"
import { type WideCase, type WideResult, wideCase } from "./wide-case"

const HELP = `npm run bench -- [options]

Switches and returns accounts at practice Almas that allow 25 requests a second, with Lantern's budget at 20, at 40 and at
300 ms an answer: requests, time, peaks, refusals, memory. Beside it the script that a systems librarian writes, and a
consortium of 88 institutions in one outage. What is measured at one time side by side is small enough for two cores:
the long lists of one institution use a tenth of one each.

  --small     short lists (60 accounts, 4 institutions), to see that it all runs; proves nothing about speed
  --only TEXT only the cases whose name contains this
  --fresh     begin anew; --report: only print and write what was reached until now`

const options = proofArguments(HELP, { small: { type: "boolean" }, only: { type: "string" } })
const small = options.small === true
const RATE = 20

const lantern = (accounts: number, latencyMs: number, more: Partial<LanternCase> = {}): LanternCase => ({
  name: `${accounts} accounts, ${latencyMs} ms${more.workers ? `, ${more.workers} workers` : ""}${more.pauseSeconds ? ", one paused" : ""}`,
  accounts, latencyMs, rate: RATE, workers: 1, toTheEnd: true,
  // Half of it is longer than the return takes, so that the looks of the quiet period come after it.
  quietSeconds: Math.ceil((2 * 1.3 * 3 * accounts) / RATE) + 10,
  ...more,
})
const plain = (accounts: number, latencyMs: number, parallel: number): PlainCase => ({
  name: `plain script, ${accounts} accounts, ${latencyMs} ms, ${parallel === 1 ? "one after the other" : `${parallel} at once`}`, accounts, latencyMs, parallel,
})
const wide = (workers: number): WideCase => ({
  name: `${small ? 4 : 88} institutions, ${workers} ${workers === 1 ? "worker" : "workers"}`,
  institutions: small ? 4 : 88, staff: small ? 30 : 200, latencyMs: 40, rate: RATE, workers,
})

/** Cases of one group run side by side. */
interface Group {
  lantern?: LanternCase[]
  plain?: PlainCase[]
  wide?: WideCase[]
}

// The longest wait is for the requests themselves; the quiet period of the 2,000 is not waited for.
const groups: Group[] = small
  ? [
      { lantern: [lantern(30, 40), lantern(60, 300)], plain: [plain(30, 40, 1), plain(30, 40, 4)] },
      { lantern: [lantern(60, 40, { workers: 4, pauseSeconds: 5 })] },
      { wide: [wide(1)] },
    ]
  : [
      { lantern: [40, 300].flatMap((ms) => [lantern(2_000, ms, { toTheEnd: false, quietSeconds: 3_600 }), lantern(500, ms)]) },
      { lantern: [lantern(100, 40), lantern(100, 300), lantern(300, 40), lantern(300, 300)], plain: [plain(150, 40, 1), plain(150, 300, 1), plain(150, 40, 4)] },
      { lantern: [lantern(300, 40, { workers: 4 }), lantern(300, 300, { workers: 4, pauseSeconds: 10 })] },
      { wide: [wide(1)] },
      { wide: [wide(2)] },
    ]

export interface BenchState {
  lantern: Record<string, { spec: LanternCase; result: LanternResult }>
  plain: Record<string, { spec: PlainCase; result: PlainResult }>
  wide: Record<string, { spec: WideCase; result: WideResult }>
  failed: Record<string, string>
}

const run = await openProofRun<BenchState>(small ? "bench-small" : "bench", () => ({ lantern: {}, plain: {}, wide: {}, failed: {} }), options)
const names = groups.flatMap((group) => [...(group.lantern ?? []), ...(group.plain ?? []), ...(group.wide ?? [])].map((one) => one.name))
if (options.report) {
  await run.finish(resultLines(run.state, names))
  process.exit(0)
}

const isAskedToStop = stopAsked()
// A case that is stopped in the middle is measured anew by the next start.
const asked = setInterval(() => {
  if (!isAskedToStop()) return
  clearInterval(asked)
  void leave()
}, 500).unref()
await Leftovers.clear(run.folder)
for (const group of groups) {
  await Promise.all([
    ...(group.lantern ?? []).map((spec) => measured(run.state.lantern, spec, lanternCase)),
    ...(group.plain ?? []).map((spec) => measured(run.state.plain, spec, plainScript)),
    ...(group.wide ?? []).map((spec) => measured(run.state.wide, spec, wideCase)),
  ])
}
await run.finish(resultLines(run.state, names))
await run.close()
process.exit(Object.keys(run.state.failed).length > 0 ? 1 : 0)

async function leave(): Promise<never> {
  await closePlaces()
  await run.close()
  process.exit(130)
}

/** A case that is measured already isn't measured again; one that breaks is told, and tried again by the next start. */
async function measured<Spec extends { name: string }, Result>(
  kept: Record<string, { spec: Spec; result: Result }>, spec: Spec, measure: (spec: Spec) => Promise<Result>,
): Promise<void> {
  const { name } = spec
  if (kept[name] || (options.only && !name.includes(options.only))) return
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} begins: ${name} (${availableParallelism()} cores)\n`)
  try {
    kept[name] = { spec, result: await measure(spec) }
    delete run.state.failed[name]
  } catch (error) {
    if (isAskedToStop()) return
    run.state.failed[name] = error instanceof Error ? `${error.name}: ${error.message.split("\n").at(-1)}` : "unknown error"
  }
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${kept[name] ? "measured" : "broke"}: ${name}\n`)
  await run.save()
}
