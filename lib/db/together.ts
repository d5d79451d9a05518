/** One transaction takes this many at most: it holds their rows until it ends. */
const MOST = 32

interface Waiter<Item, Result> {
  item: Item
  resolve: (result: Result) => void
  reject: (error: unknown) => void
}

/**
 * Does items one lot at a time: whatever comes while a lot is being done makes the next one. Alone an
 * item is begun at once, so that nobody waits for company; under load the lots grow, and what a lot
 * costs is shared.
 */
export class Together<Item, Result> {
  readonly #waiting: Waiter<Item, Result>[] = []
  #running = false

  /** `work` answers for each item in its place; what it throws every item of the lot is told. */
  constructor(private readonly work: (items: Item[]) => Promise<PromiseSettledResult<Result>[]>) {}

  do(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject })
      void this.#run()
    })
  }

  async #run(): Promise<void> {
    if (this.#running) return
    this.#running = true
    while (this.#waiting.length > 0) {
      const lot = this.#waiting.splice(0, MOST)
      try {
        const results = await this.work(lot.map((waiter) => waiter.item))
        lot.forEach((waiter, at) => settle(waiter, results[at]!))
      } catch (error) {
        for (const waiter of lot) waiter.reject(error)
      }
    }
    this.#running = false
  }
}

function settle<Item, Result>(waiter: Waiter<Item, Result>, result: PromiseSettledResult<Result>): void {
  if (result.status === "fulfilled") waiter.resolve(result.value)
  else waiter.reject(result.reason)
}
