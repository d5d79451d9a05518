// npm run fuzz: wrong inputs to everything that takes any.
import "./stand-in.mjs"
import { proofArguments, openProofRun, stopAsked, targetLine } from "../proof/proof-run"

const HELP = `npm run fuzz -- [options]

Sends inputs of every kind to every action, route and command, and to everything that reads a text or a file: as nobody,
and as observer, liaison and admin of two institutions. Nothing may answer with an error of the server, a stack or a row
of the other institution; nothing may change the other's rows.

  --inputs N     inputs to reach (1000000)
  --seed N       what they are made from (1); the same ones are made again from the same seed
  --short        the form that the tests run: 1000 inputs, none over HTTP, nothing written down
  --no-http      none over HTTP: that needs the pages built
  --fresh        begin anew; --report: only print and write what was reached until now`

const options = proofArguments(HELP, {
  inputs: { type: "string" }, seed: { type: "string", default: "1" }, short: { type: "boolean", default: false }, "no-http": { type: "boolean", default: false },
})
const short = options.short!
const target = Number(options.inputs ?? (short ? 1_000 : 1_000_000))
const http = !short && !options["no-http"]

/** Of a thousand inputs. What goes over HTTP is the dearest, and the same actions and routes as those in the process. */
const SHARES: Record<string, number> = short
  ? { "texts and files": 700, commands: 80, actions: 170, routes: 50 }
  : { "texts and files": 400, commands: 150, actions: 330, routes: 70, "over HTTP": 50 }

interface State {
  rounds: number
  counts: Record<string, number>
  /** What actions answered. */
  answers: Record<string, number>
  failures: string[]
  failed: number
}

const run = await openProofRun<State>(short ? "fuzz-short" : "fuzz", () => ({ rounds: 0, counts: {}, answers: {}, failures: [], failed: 0 }), { ...options, fresh: options.fresh || short, command: "fuzz" })
const { state } = run
const total = () => Object.values(state.counts).reduce((sum, count) => sum + count, 0)
const lines = () => [
  "Every input is made from a seed. Actions and routes in the process run whole, from their guard to a real Postgres and a",
  "practice Alma; only Next's request is given to them instead of taken off the wire. Commands are parsed by the real program",
  "and done on the same database. Over HTTP, a built Lantern as npm start starts it is asked.",
  "",
  ...Object.entries(state.counts).map(([name, count]) => `${String(count).padStart(9)}  ${name}`),
  `${String(total()).padStart(9)}  in all, ${(total() / Math.max(1, run.seconds())).toFixed(0)} a second`,
  `Actions answered: ${Object.entries(state.answers).map(([kind, count]) => `${kind} ${count}`).join(", ")}`,
  "",
  targetLine("inputs", target.toLocaleString("en"), total().toLocaleString("en"), total() >= target, "not run so long yet; the next start goes on"),
  targetLine("server errors, stacks, other institutions' rows", "0", String(state.failed), state.failed === 0, state.failures[0]),
  ...state.failures.slice(0, 40).map((failure) => `  ${failure}`),
]

if (options.report) {
  await run.finish(lines())
  process.exit(0)
}

// After the stand-in: these load Lantern's actions.
const { openPlace, rowsOf } = await import("./place")
const { textLane, commandLane, actionLane, routeLane } = await import("./lanes")
const { openHttpLane } = await import("./http-lane")

const isAskedToStop = stopAsked()
const place = await openPlace()
const overHttp = http ? await openHttpLane() : undefined
const lanes = [textLane(place), commandLane(place), actionLane(place), routeLane(place), ...(overHttp ? [overHttp.lane] : [])]
// What Lantern logs of an unexpected error is counted here by its answer.
console.error = () => {}
try {
  while (total() < target && !isAskedToStop()) {
    const round = ++state.rounds
    for (const lane of lanes) {
      const failures: string[] = []
      // Nobody of the near institution is asked to change the far one: it may only change by its own people.
      const principals = [...place.principals]
      place.principals.splice(0, principals.length, ...principals.filter(({ side }) => side !== (round % 2 === 0 ? "near" : "far")))
      const other = round % 2 === 0 ? "NEAR" : "FAR"
      const guarded = lane.name === "actions" || lane.name === "routes"
      const before = guarded ? await rowsOf(place.behind, other) : ""
      const count = SHARES[lane.name]!
      await lane.run(Number(options.seed) * 1_000_000 + round, count, failures)
      if (guarded && (await rowsOf(place.behind, other)) !== before) failures.push(`${lane.name}, round ${round}: rows of ${other} changed`)
      place.principals.splice(0, place.principals.length, ...principals)
      state.counts[lane.name] = (state.counts[lane.name] ?? 0) + count
      state.failed += failures.length
      state.failures.push(...failures.slice(0, 100 - Math.min(100, state.failures.length)))
      for (const [kind, times] of lane.answers ?? []) state.answers[kind] = (state.answers[kind] ?? 0) + times
      lane.answers?.clear()
      if (isAskedToStop()) break
    }
    await run.save()
    if (round % 10 === 0) console.log(`${total()} inputs, ${state.failed} failures`)
  }
} finally {
  await overHttp?.close()
  await place.close()
}
if (short) console.log(lines().join("\n"))
else await run.finish(lines())
await run.close()
process.exit(state.failed > 0 ? 1 : 0)
