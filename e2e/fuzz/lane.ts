import fc from "fast-check"

/** Where an input goes: slots of one lane ask at the same time and share nothing that a file's name would mix up. */
export type Ask<Input> = (input: Input, slot: number) => Promise<string | null>

/** One kind of input, and what is asked with it. */
export interface Lane<Input = never> {
  name: string
  /** How many are asked at once. */
  atOnce: number
  inputs: fc.Arbitrary<Input>
  /** What it was sent to, for the sentence of a failure. */
  to(input: Input): string
  /** @returns what is wrong with the answer, or null */
  ask: Ask<Input>
  /** After each few inputs: wrong sign-ins and codes would else be slowed before they are looked at. */
  breathe?(): Promise<void>
  /** After how many; 25 unless said. */
  breatheEvery?: number
  /** What was answered, how often: that the inputs got anywhere. */
  answers: Map<string, number>
}

export interface Failure {
  lane: string
  to: string
  found: string
  seed: number
  at: number
  /** The smallest input that fails alike; null where it doesn't fail again by itself, but only after those before it. */
  smallest: string | null
}

const SLOWEST_MS = 20_000
const BREATHE_EVERY = 25
const SHRINK_MS = 15_000

/** The first of each kind is made small: the others are mostly the same. */
const kinds = new Set<string>()

/** A lane with its inputs' type forgotten: `run` is all that the rounds need. */
export interface RunnableLane {
  name: string
  answers: Map<string, number>
  run(seed: number, count: number, stop: () => boolean): Promise<{ done: number; failures: Failure[] }>
  /** One input again: what was found, if anything. */
  again(seed: number, at: number): Promise<Failure | null>
}

export function runnable<Input>(lane: Lane<Input>): RunnableLane {
  const asked = (input: Input, slot: number) => watched(lane, input, slot)
  const failureOf = async (seed: number, at: number, input: Input, found: string): Promise<Failure> => {
    return { lane: lane.name, to: lane.to(input), found, seed, at, smallest: await shrunk(lane, seed, at) }
  }
  return {
    name: lane.name,
    answers: lane.answers,
    async run(seed, count, stop) {
      const inputs = fc.sample(lane.inputs, { numRuns: count, seed })
      const found: { at: number; input: Input; found: string }[] = []
      let next = 0
      let done = 0
      const work = async (slot: number) => {
        while (next < inputs.length && !stop()) {
          const at = next++
          if (at % (lane.breatheEvery ?? BREATHE_EVERY) === 0) await lane.breathe?.()
          const wrong = await asked(inputs[at]!, slot)
          if (wrong !== null) found.push({ at, input: inputs[at]!, found: wrong })
          done += 1
        }
      }
      await Promise.all(Array.from({ length: lane.atOnce }, (_, slot) => work(slot)))
      const failures: Failure[] = []
      for (const each of found) {
        const kind = `${lane.to(each.input)} ${each.found.split(", as ")[0]}`
        failures.push(kinds.has(kind)
          ? { lane: lane.name, to: lane.to(each.input), found: each.found, seed, at: each.at, smallest: null }
          : await failureOf(seed, each.at, each.input, each.found))
        kinds.add(kind)
      }
      return { done, failures }
    },
    async again(seed, at) {
      const input = fc.sample(lane.inputs, { numRuns: at + 1, seed })[at]!
      const found = await asked(input, 0)
      return found === null ? null : failureOf(seed, at, input, found)
    },
  }
}

async function watched<Input>(lane: Lane<Input>, input: Input, slot: number): Promise<string | null> {
  const began = performance.now()
  const found = await lane.ask(input, slot)
  return found ?? (performance.now() - began > SLOWEST_MS ? `took over ${SLOWEST_MS / 1000} s` : null)
}

/** fast-check begins at this very input of this seed and makes it smaller while it still fails. */
async function shrunk<Input>(lane: Lane<Input>, seed: number, at: number): Promise<string | null> {
  const property = fc.asyncProperty(lane.inputs, async (input) => (await watched(lane, input, 0)) === null)
  const { counterexample } = await fc.check(property, { seed, path: String(at), numRuns: 1, interruptAfterTimeLimit: SHRINK_MS, markInterruptAsFailure: false })
  return counterexample === null ? null : textOf(counterexample[0]).slice(0, 600)
}

function textOf(input: unknown): string {
  return JSON.stringify(input, (_, value: unknown) => (typeof value === "function" ? value.name : value)) ?? String(input)
}
