// One of the processes among which the seeds are shared: it is told a range and answers with what became of it.
import { openSeeds } from "./seeds"
import { emptyTally, type RangeOrder, type RangeResult } from "./tally"

const run = await openSeeds()

process.on("message", (order: RangeOrder) => void work(order))
process.on("disconnect", () => process.exit(0))
process.send!("ready")

async function work({ from, count }: RangeOrder): Promise<void> {
  const cpu = process.cpuUsage()
  const tally = emptyTally()
  for (let seed = from; seed < from + count; seed++) {
    const outcome = await run(seed)
    tally.schedules += 1
    tally.steps += outcome.steps
    tally.requests += outcome.requests
    tally.crashes += outcome.crashes
    tally.outages += outcome.outages
    tally.days += outcome.days
    if (outcome.violations.length > 0) tally.broken.push({ seed, what: outcome.violations[0]! })
  }
  const { user, system } = process.cpuUsage(cpu)
  tally.cpuSeconds = (user + system) / 1e6
  process.send!({ from, tally } satisfies RangeResult)
}
