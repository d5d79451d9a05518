/** Clocks drift apart, and either may be set: what was learnt longer ago than this is forgotten. */
const WINDOW_MS = 30_000

/**
 * What another machine's clock shows, told on ours. Each answer that names a moment of theirs came at least as long
 * after it as the way back took, so the quickest answers of the last minute tell best.
 */
export class OtherClock {
  #least = Infinity
  #leastBefore = Infinity
  #windowEnds = 0

  /** An answer made at `theirs` was here at `ours`, both in milliseconds. */
  heard(theirs: number, ours: number): void {
    if (ours > this.#windowEnds) {
      this.#leastBefore = ours > this.#windowEnds + WINDOW_MS ? Infinity : this.#least
      this.#least = Infinity
      this.#windowEnds = ours + WINDOW_MS
    }
    this.#least = Math.min(this.#least, ours - theirs)
  }

  /** @returns their moment on our clock; never before it was so, but for clocks that were set */
  onOurs(theirs: number): number {
    return theirs + Math.min(this.#least, this.#leastBefore)
  }
}
