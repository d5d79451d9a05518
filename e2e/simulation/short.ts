// The short form of npm run simulate, for npm test: prints one line of JSON.
import { HARMS } from "./harm"
import { firstToShow } from "./one-seed"
import { openSeeds } from "./seeds"

/** Processor time for schedules; at least so many, however slow the machine is. */
const SECONDS = 10
const LEAST = 60
const REPLAYS = [7, 8, 9]

const run = await openSeeds()
const first = new Map<number, string>()
const broken: string[] = []
let schedules = 0
const cpu = process.cpuUsage()
const isOver = () => {
  const { user, system } = process.cpuUsage(cpu)
  return schedules >= LEAST && (user + system) / 1e6 > SECONDS
}
for (let seed = 1; !isOver(); seed++) {
  const { violations, traceHash } = await run(seed)
  if (violations.length > 0) broken.push(`seed ${seed}: ${violations[0]}`)
  if (REPLAYS.includes(seed)) first.set(seed, traceHash)
  schedules += 1
}
const replays: [string, string][] = []
for (const seed of REPLAYS) replays.push([first.get(seed)!, (await run(seed)).traceHash])
const harms = []
for (const harm of Object.keys(HARMS)) {
  const found = await firstToShow(harm)
  harms.push({ harm, found: found && `seed ${found.seed}: ${found.rule}` })
}
console.log(JSON.stringify({ schedules, broken, replays, harms }))
process.exit(0)
