import { HARMS } from "./harm"
import { openSeeds, simulatedKeyring } from "./seeds"
import { runSeed } from "./simulation"
import { SqlStore } from "./sql-store"
import { MemoryStore } from "./store"

const SEEDS_TO_FIND = 60

/** Prints a seed's whole trace. @returns whether every rule held */
export async function replay(seed: number, harm?: string): Promise<boolean> {
  const run = await openSeeds()
  const { lines, violations, steps, traceHash } = await run(seed, { keepTrace: true, harm })
  const end = `seed ${seed}: ${steps} steps, trace ${traceHash}; ${violations.length === 0 ? "every rule held" : violations.join("; ")}`
  // Through a pipe the end would be cut off by the end of the process.
  await new Promise<void>((resolve) => void process.stdout.write([...lines, end, ""].join("\n"), () => resolve()))
  return violations.length === 0
}

export interface Found {
  harm: string
  seed: number
  rule: string
}

/** The first seed that shows that a rule was taken out; null when none of the first ones does. */
export async function firstToShow(harm: string, from = 1, most = SEEDS_TO_FIND): Promise<Found | null> {
  const run = await openSeeds()
  for (let seed = from; seed < from + most; seed++) {
    const { violations } = await run(seed, { harm })
    if (violations[0]) return { harm, seed, rule: violations[0] }
  }
  return null
}

/** @returns whether each of the rules taken out was found */
export async function findHarm(name: string, from: number): Promise<boolean> {
  const names = name === "all" ? Object.keys(HARMS) : [name]
  let all = true
  for (const harm of names) {
    if (!HARMS[harm]) throw new Error(`There is nothing called ${harm} to break: ${Object.keys(HARMS).join(", ")}`)
    const found = await firstToShow(harm, from)
    console.log(`${harm.padEnd(30)} ${found ? `seed ${found.seed}: ${found.rule}` : "NOT FOUND"}`)
    all &&= found !== null
  }
  return all
}

/** The same seeds in memory and on a real Postgres. @returns whether every trace is the same */
export async function compareStores(from: number, count: number): Promise<boolean> {
  const keyring = await simulatedKeyring()
  const memory = new MemoryStore()
  const sql = await SqlStore.open()
  let same = 0
  try {
    for (let seed = from; seed < from + count; seed++) {
      const a = await runSeed(seed, { store: memory, keyring, keepTrace: true })
      const b = await runSeed(seed, { store: sql, keyring, keepTrace: true })
      if (b.violations.length > 0) console.log(`seed ${seed} on Postgres: ${b.violations.join("; ")}`)
      if (a.traceHash === b.traceHash) {
        same += 1
        continue
      }
      const at = a.lines.findIndex((line, index) => line !== b.lines[index])
      console.log(`seed ${seed} parts after ${at} of ${a.lines.length} lines:\n  memory   ${a.lines[at]}\n  Postgres ${b.lines[at]}`)
    }
  } finally {
    await sql.close()
  }
  console.log(`${same} of ${count} seeds have the same trace in memory and on Postgres`)
  return same === count
}
