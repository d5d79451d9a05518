// npm run fuzz: wrong inputs to everything that takes any.
import "./stand-in.mjs"
import { openProofRun, proofArguments, stopAsked, targetLine } from "../proof/proof-run"
import type { Failure, RunnableLane } from "./lane"

const HELP = `npm run fuzz -- [options]

Sends inputs of every kind to every action, route, page and command, and to everything that reads a text or a file: as
nobody, and as observer, liaison and admin of two institutions. Nothing may answer with an error of the server, a stack, a
secret or a row of the other institution; nothing may change the other's rows.

  --inputs N     inputs to reach (1000000)
  --seed N       what they are made from (1); the same ones are made again from the same seed
  --minutes N    stop after so many; the next start goes on
  --only NAME    one lane alone: texts and files, commands, actions, "actions, nearly right", routes and pages, over HTTP
  --again S:N    one input again, the Nth of seed S of --only, as a failure names it
  --short        the form that the tests run: 1000 inputs, none over HTTP, nothing written down
  --no-http      none over HTTP: that needs the pages built
  --fresh        begin anew; --report: only print and write what was reached until now`

const options = proofArguments(HELP, {
  inputs: { type: "string" }, seed: { type: "string", default: "1" }, minutes: { type: "string" }, only: { type: "string" }, again: { type: "string" },
  short: { type: "boolean", default: false }, "no-http": { type: "boolean", default: false },
})
const short = options.short!
const target = Number(options.inputs ?? (short ? 1_000 : 1_000_000))

/** Of a round, how many inputs each gets: the dearer one is, the fewer. */
const SHARES: Record<string, number> = short
  ? { "texts and files": 500, commands: 60, actions: 200, "actions, nearly right": 180, "routes and pages": 60 }
  : { "texts and files": 5_000, commands: 300, actions: 3_300, "actions, nearly right": 400, "routes and pages": 850, "over HTTP": 150 }
/** What commands look through grows with each round: then another database. */
const ROUNDS_A_DATABASE = 12

interface State {
  rounds: number
  counts: Record<string, number>
  /** What was answered, by lane. */
  answers: Record<string, Record<string, number>>
  failures: Failure[]
  failed: number
  /** Seconds that each lane took. */
  seconds: Record<string, number>
}

const run = await openProofRun<State>("fuzz", () => ({ rounds: 0, counts: {}, answers: {}, failures: [], failed: 0, seconds: {} }), options)
const { state } = run
const total = () => Object.values(state.counts).reduce((sum, count) => sum + count, 0)
const say = ({ lane, to, found, seed, at, smallest }: Failure) =>
  `  ${to}: ${found}\n    again: npm run fuzz -- --only "${lane}" --again ${seed}:${at}\n    smallest: ${smallest ?? "fails only after the inputs before it, or is like one above"}`
const kindsOf = (kinds: Record<string, number>) => Object.entries(kinds).toSorted(([, a], [, b]) => b - a).map(([kind, times]) => `${kind} ${times}`).join(", ")
const lines = () => [
  "Every input is made from a seed. Over HTTP, a built Lantern as npm start starts it is asked. All others are asked in one",
  "process: actions and routes run whole, from their guard to a real Postgres and a practice Alma, and only Next's request is",
  "given to them instead of taken off the wire; of a page all that the server would send is made, but not React's stream of",
  "it; commands are parsed by the real program and done on the same database; texts go to what reads them.",
  "",
  ...Object.entries(state.counts).flatMap(([name, count]) => [
    `${String(count).padStart(9)}  ${name}, ${(count / Math.max(1, state.seconds[name] ?? 1)).toFixed(0)} a second`, `           answered: ${kindsOf(state.answers[name] ?? {})}`,
  ]),
  `${String(total()).padStart(9)}  in all, ${(total() / Math.max(1, run.seconds())).toFixed(0)} a second`,
  "",
  targetLine("inputs", target.toLocaleString("en"), total().toLocaleString("en"), total() >= target, "not run so long yet; the next start goes on"),
  targetLine("server errors, stacks, secrets, other institutions' rows", "0", String(state.failed), state.failed === 0, state.failures[0]?.found),
  ...state.failures.slice(0, 40).map(say),
]

if (options.report) {
  await run.finish(lines())
  process.exit(0)
}

// After the stand-in: these load Lantern's actions.
const [{ openRounds }, { watchLogs }] = await Promise.all([import("./rounds"), import("./request")])
const isAskedToStop = stopAsked()
const until = options.minutes === undefined ? Infinity : Date.now() + Number(options.minutes) * 60_000
const stop = () => isAskedToStop() || Date.now() > until
const print = console.log.bind(console)
watchLogs()
const rounds = await openRounds({ http: !short && !options["no-http"] && [undefined, "over HTTP"].includes(options.only), only: options.only })
let code = 0
try {
  if (options.again !== undefined) await again(options.again)
  else await goOn()
} finally {
  await rounds.close()
}
await run.close()
process.exit(code)

async function goOn(): Promise<void> {
  let last = Date.now()
  while (total() < target && !stop()) {
    const round = ++state.rounds
    await rounds.begin(round, ROUNDS_A_DATABASE)
    for (const lane of rounds.lanes) {
      if (stop()) break
      await oneLane(lane, round)
    }
    await run.save()
    if (Date.now() - last > 30_000) print(`${total()} inputs, ${state.failed} failures, ${(total() / run.seconds()).toFixed(0)} a second`)
    if (Date.now() - last > 30_000) last = Date.now()
  }
  code = state.failed > 0 ? 1 : 0
  if (short) print(lines().join("\n"))
  else await run.finish(lines())
}

async function oneLane(lane: RunnableLane, round: number): Promise<void> {
  const began = performance.now()
  const { done, failures } = await rounds.run(lane, Number(options.seed) * 1_000_000 + round, SHARES[lane.name]!, stop)
  state.seconds[lane.name] = (state.seconds[lane.name] ?? 0) + (performance.now() - began) / 1000
  state.counts[lane.name] = (state.counts[lane.name] ?? 0) + done
  state.failed += failures.length
  for (const failure of failures) if (state.failures.length < 100 && !isKnown(failure)) state.failures.push(failure)
  const kinds = (state.answers[lane.name] ??= {})
  for (const [kind, times] of lane.answers) kinds[kind] = (kinds[kind] ?? 0) + times
  lane.answers.clear()
}

/** Each kind is told twice. */
function isKnown({ to, found }: Failure): boolean {
  const kind = (text: string) => text.split(", as ")[0]
  return state.failures.filter((each) => each.to === to && kind(each.found) === kind(found)).length >= 2
}

/** The round is in the seed, and so is whose people ask. */
async function again(which: string): Promise<void> {
  const [seed = 0, at = 0] = which.split(":").map(Number)
  await rounds.begin(seed % 1_000_000, ROUNDS_A_DATABASE)
  const failure = await rounds.lanes[0]!.again(seed, at)
  print(failure ? say(failure) : "Nothing is wrong with it by itself.")
  code = failure ? 1 : 0
}
