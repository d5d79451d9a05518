import { mulberry32 } from "../proof/mulberry32"

/** One stream a purpose, so that one draw more here moves nothing there. */
export class Random {
  readonly #draw: () => number

  constructor(seed: number) {
    this.#draw = mulberry32(seed)
  }

  /** A stream of its own. */
  static of(seed: number, purpose: string): Random {
    let hash = seed ^ 0x9e3779b9
    for (let at = 0; at < purpose.length; at++) hash = Math.imul(hash ^ purpose.charCodeAt(at), 0x85ebca6b) ^ (hash >>> 13)
    const stream = new Random(hash)
    stream.next()
    return stream
  }

  /** 0 up to 1. */
  next(): number {
    return this.#draw()
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  /** A whole number, both ends included. */
  int(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1))
  }

  /** Spread evenly over orders of magnitude: 1 ms and 1 s are as likely as 1 s and 1000 s. */
  magnitude(from: number, to: number): number {
    return Math.round(from * (to / from) ** this.next())
  }

  pick<T>(list: readonly T[]): T {
    return list[this.int(0, list.length - 1)]!
  }

  /** By turns without putting back, `count` of them. */
  some<T>(list: readonly T[], count: number): T[] {
    const left = [...list]
    return Array.from({ length: Math.min(count, list.length) }, () => left.splice(this.int(0, left.length - 1), 1)[0]!)
  }

  fill(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at++) bytes[at] = this.int(0, 255)
  }
}
