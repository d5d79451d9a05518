/** mulberry32: small and seeded. Moments depend on the machine all the same; only what is chosen replays. */
export class Chance {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** From 0 up to 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
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
