import { mulberry32 } from "../proof/mulberry32"

/** Seeded. Moments depend on the machine all the same; only what is chosen replays. */
export class Chance {
  readonly #draw: () => number

  constructor(seed: number) {
    this.#draw = mulberry32(seed)
  }

  /** From 0 up to 1. */
  next(): number {
    return this.#draw()
  }

  between(least: number, most: number): number {
    return least + this.next() * (most - least)
  }

  is(probability: number): boolean {
    return this.next() < probability
  }

  /** `count` of them, in any order. */
  some<T>(all: readonly T[], count: number): T[] {
    return all.map((one) => ({ one, at: this.next() })).toSorted((a, b) => a.at - b.at).slice(0, count).map(({ one }) => one)
  }
}
