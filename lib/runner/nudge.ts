/** Ends waits early: whoever waits looks again at once. */
export class Nudge {
  #waiting = new Set<() => void>()

  /** Waits this long, or until the next nudge. */
  wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer)
        this.#waiting.delete(end)
        resolve()
      }
      // Timers take 32 bits; longer waits come to the same thing.
      const timer = setTimeout(end, Math.min(ms, 60_000))
      this.#waiting.add(end)
    })
  }

  now(): void {
    for (const end of this.#waiting) end()
  }
}
