// npm run simulate: the real services and runner in one process each, in virtual time, seed after seed.
import { fork, type ChildProcess } from "node:child_process"
import { availableParallelism } from "node:os"
import { openProofRun, proofArguments, stopAsked, type ProofRun } from "../proof/proof-run"
import { HARMS } from "./harm"
import { compareStores, findHarm, replay } from "./one-seed"
import { addTally, emptyTally, resultLines, type Progress, type RangeOrder, type RangeResult } from "./tally"

const HELP = `npm run simulate -- [options]

Runs Lantern's services and runner against the practice Alma in virtual time: workers, people, user loads, faults and
crashes, interleaved by a seed, from the declaration to the last late sweep. Alma's history is judged by the rules.

  --seeds N       schedules in all (1000000)
  --from S        the first seed (1)
  --workers K     processes (one a core)
  --fresh         begin anew; --report: only print and write what was reached until now

  --seed S        one seed with its whole trace, the same each time
  --break NAME    take a rule out, and say which seed shows it; "all" for each of:
                  ${Object.keys(HARMS).join(", ")}
  --compare N     run N seeds from --from on in memory and on a real Postgres, and compare the traces`

const RANGE = 20
const SAVE_MS = 5_000

const options = proofArguments(HELP, {
  seeds: { type: "string", default: "1000000" },
  from: { type: "string", default: "1" },
  workers: { type: "string", default: String(availableParallelism()) },
  seed: { type: "string" },
  break: { type: "string" },
  compare: { type: "string" },
})
const from = Number(options.from)

if (options.seed !== undefined) process.exit((await replay(Number(options.seed), options.break)) ? 0 : 1)
if (options.break !== undefined) process.exit((await findHarm(options.break, from)) ? 0 : 1)
if (options.compare !== undefined) process.exit((await compareStores(from, Number(options.compare))) ? 0 : 1)

const begin = (): Progress => ({ tally: emptyTally(), next: from, first: from, open: [], processes: 0 })
const run = await openProofRun("simulate", begin, options)
if (options.report) {
  await run.finish(resultLines(run.state, run.seconds()))
  process.exit(0)
}
await share(run, Number(options.seeds), Number(options.workers))
await run.finish(resultLines(run.state, run.seconds()))
await run.close()
process.exit(run.state.tally.broken.length > 0 ? 1 : 0)

/** Gives ranges of seeds to processes until all are done or it is asked to stop. */
async function share(run: ProofRun<Progress>, seeds: number, count: number): Promise<void> {
  const { state } = run
  const isAskedToStop = stopAsked()
  state.processes = count
  const end = state.first + seeds
  const again = state.open.splice(0)
  const order = (): RangeOrder | null => {
    if (isAskedToStop()) return null
    const next = again.shift() ?? (state.next < end ? { from: state.next, count: Math.min(RANGE, end - state.next) } : null)
    if (next && next.from === state.next) state.next += next.count
    if (next) state.open.push(next)
    return next
  }
  let saved = 0
  const answered = ({ from, tally }: RangeResult) => {
    state.open = state.open.filter((range) => range.from !== from)
    addTally(state.tally, tally)
    for (const { seed, what } of tally.broken) console.error(`seed ${seed}: ${what}`)
    if (Date.now() - saved < SAVE_MS) return
    saved = Date.now()
    void run.save()
    const { schedules, broken } = state.tally
    console.error(`${schedules} schedules, ${broken.length} with a rule broken, ${(schedules / run.seconds()).toFixed(1)} a second`)
  }
  await Promise.all(Array.from({ length: count }, () => serve(order, answered)))
  state.open.push(...again)
}

/** One process, for as long as there are ranges. One that dies is an error of the simulation itself. */
function serve(order: () => RangeOrder | null, answered: (result: RangeResult) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const child: ChildProcess = fork("scripts/run.mjs", ["e2e/simulation/worker.ts"])
    let done = false
    const next = () => {
      const range = order()
      if (range) return void child.send(range)
      done = true
      child.disconnect()
    }
    child.on("message", (message: RangeResult | "ready") => {
      if (message !== "ready") answered(message)
      next()
    })
    child.on("exit", (code, signal) => {
      if (done || signal === "SIGINT" || signal === "SIGTERM") resolve()
      else reject(new Error(`a process of the simulation ended (${signal ?? code})`))
    })
  })
}
