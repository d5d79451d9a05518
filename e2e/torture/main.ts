// npm run torture: Lantern's processes and its database are killed at random moments while outages come and go.
import { cp, mkdir, rm, writeFile } from "node:fs/promises"
import path from "node:path"
import { setTimeout as delay } from "node:timers/promises"
import { verifyAuditChains } from "@/lib/services/verify-audit-chains"
import { openProofRun, proofArguments, stopAsked } from "../proof/proof-run"
import { mixedFaults } from "./faults"
import { Liaison, type Desk } from "./liaison"
import { ProcessPool } from "./process-pool"
import { Chance } from "./random"
import { enterInstitution, openScene, type Scene } from "./scene"
import { Strikes } from "./strikes"
import { emptyState, resultLines, Tally } from "./tally"

const HELP = `npm run torture -- [options]

Kills Lantern's processes at random moments, pauses them past their leases and crashes its Postgres, while outages are
declared, switched, used and ended at many institutions of a practice Alma that fails in every way. Then Alma's own
history is judged.

  --kills N          kills with work in hand to reach (10000)
  --institutions N   institutions at once (60): what a killed process held waits 20 s for its lease, so there must be
                     enough for the others
  --workers N        worker processes (4), besides the web process
  --quiet N          seconds of the quiet period (20); a write is at most half of it on its way
  --seconds N        no more blows after this time, however few they were
  --seed N           of what is chosen, not of the moments
  --short            the form that the tests run: 60 kills, or 20 s of blows, at 8 institutions
  --fresh            begin anew; --report: only print and write what was reached until now`

const options = proofArguments(HELP, {
  kills: { type: "string" },
  institutions: { type: "string" },
  workers: { type: "string", default: "4" },
  quiet: { type: "string" },
  seconds: { type: "string" },
  seed: { type: "string", default: String(Date.now() % 1_000_000) },
  short: { type: "boolean", default: false },
})
const short = options.short!
const target = Number(options.kills ?? (short ? 60 : 10_000))
const institutions = Number(options.institutions ?? (short ? 8 : 60))
const quietSeconds = Number(options.quiet ?? (short ? 6 : 20))
const blowsForMs = Number(options.seconds ?? (short ? 20 : Infinity)) * 1000
const [workers, seed] = [Number(options.workers), Number(options.seed)]
let codes = 0
const lateMs = (quietSeconds * 1000) / 2
const SETTING = [
  `${workers} workers and a web process (Lantern's services and its worker, without the pages) on one Postgres, ${institutions} institutions at once;`,
  `lease 20 s, quiet period ${quietSeconds} s, writes up to ${lateMs / 1000} s late. The practice Almas run in the process that strikes.`,
]

const run = await openProofRun("torture", emptyState, options)
if (options.report) {
  await run.finish(resultLines(run.state, run.seconds(), target, SETTING))
  process.exit(0)
}

const isAskedToStop = stopAsked()
const tally = new Tally(run)
const chance = new Chance(seed)
const folder = path.join(run.folder, "now")
// The compiled program may stay; data is this start's own.
await rm(path.join(folder, "data"), { recursive: true, force: true })
await mkdir(folder, { recursive: true })
const scene = await openScene({ folder, quietSeconds })
const pool = await ProcessPool.open({ folder, settings: scene.settings, standby: short ? 2 : 3 })
const strikes = new Strikes(scene, pool, tally, chance, {
  workers,
  lives: { worker: 3, web: 12 },
  crashEvery: short ? [8, 16] : [15, 60],
  pauseFirst: short,
})
const isBroken = () => tally.state.wrong.length > 0
let firstBlowAt = Infinity
/** Time counts from the first kill in the middle of work, and a few there must be: a busy machine comes to them late. */
const isTimeOver = () => {
  const { midWork } = tally.kills()
  if (midWork > 0) firstBlowAt = Math.min(firstBlowAt, performance.now())
  return midWork >= Math.min(6, target) && performance.now() - firstBlowAt > blowsForMs
}
const isHurried = () => isAskedToStop() || isBroken()
/** No new outage is declared, and nobody is struck any more. */
const isLeaving = () => isHurried() || tally.kills().midWork >= target || isTimeOver()
const desk: Desk = { scene, strikes, tally, chance, isHurried }

strikes.begin()
const saying = setInterval(say, 15_000)
try {
  const slots = Array.from({ length: institutions }, (_, slot) => oneSlot(slot))
  const all = Promise.all(slots)
  while (!isLeaving() && !(await Promise.race([all.then(() => true), delay(200, false)])));
  strikes.calmDown()
  await all
} finally {
  clearInterval(saying)
}
await strikes.end()
await pool.close()
const chains = await verifyAuditChains(scene.ctx)
for (const chain of chains) if (chain.broken) tally.state.wrong.push(`The audit chain of ${chain.name} is broken at entry ${chain.broken.seq}: ${chain.broken.what}`)
await tally.judged("")
if (isBroken()) await keepAll(scene)
if (strikes.endedByThemselves > 0) console.error(`${strikes.endedByThemselves} processes ended by themselves`)
await run.finish(resultLines(run.state, run.seconds(), target, SETTING))
if (short) console.log(JSON.stringify(run.state))
await run.close()
await scene.close()
process.exit(isBroken() ? 1 : 0)

/** One institution after another, each for a few outages: then Alma's five starts an hour of its job are used up. */
async function oneSlot(slot: number): Promise<void> {
  await delay(slot * 60)
  // However short the run: one outage each.
  for (let first = true; first || !isLeaving(); first = false) {
    const route = chance.is(0.6) ? "job" : "direct"
    const place = await persist(() => enterInstitution(scene.ctx, { code: nextCode(), route, rate: 50 }))
    const { code } = place
    place.alma.faults.seed(seed + codes)
    place.alma.faults.add(...mixedFaults({ lateMs }))
    let last: Liaison | undefined
    for (let outages = 0; outages < (route === "job" ? 2 : 4) && (outages === 0 || !isLeaving()); outages++) {
      last = new Liaison(desk, place)
      try {
        await last.outage()
      } catch (error) {
        tally.state.wrong.push(`${code}: ${String(error)}`)
        break
      }
    }
    // Nothing can be under way any more after this; what was said at the closing must still be so.
    await delay(lateMs + 1_000)
    last?.judgeAgain()
    tally.state.requests += place.alma.requests().length
    if (isBroken()) await keepHistory(place.code, place.alma.history())
    await place.alma.close()
  }
}

function nextCode(): string {
  return `T${(codes++).toString(36).padStart(4, "0")}`.toUpperCase()
}

/** What the operator does is tried again until the database is there. */
async function persist<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (tries > 20) throw error
      await delay(1_000)
    }
  }
}

function say(): void {
  const { all, midWork } = tally.kills()
  const { outages, accounts, wrong, handed } = tally.state
  const seconds = Math.round(run.seconds())
  console.error(
    `${seconds} s: ${all} kills, ${midWork} with work in hand (${(midWork / seconds).toFixed(1)}/s); ${outages.closed} outages closed, ${accounts.moved} accounts moved, ${handed.accounts} handed to a person, ${wrong.length} wrong`,
  )
}

async function keepHistory(code: string, history: unknown): Promise<void> {
  await mkdir(path.join(run.folder, "wrong"), { recursive: true })
  await writeFile(path.join(run.folder, "wrong", `${code}.json`), JSON.stringify(history, null, 1))
}

async function keepAll({ postgres }: Scene): Promise<void> {
  const into = path.join(run.folder, "wrong")
  await mkdir(into, { recursive: true })
  await postgres.stop()
  await cp(path.join(postgres.folder, "data"), path.join(into, "postgres"), { recursive: true })
  await cp(path.join(folder, "processes.log"), path.join(into, "processes.log"))
  console.error(`Something is wrong. The database, the histories and the processes' words are kept in ${into}.`)
}
