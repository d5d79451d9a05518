/**
 * Runs `work` over `items`, at most `width` at a time, in order of the list. The width only keeps
 * requests in flight; the institution's budget sets the pace. Begins nothing more once `isOver` says so.
 */
export async function inParallel<T>(
  items: readonly T[],
  width: number,
  work: (item: T, at: number) => Promise<void>,
  isOver: () => boolean = () => false,
): Promise<void> {
  let next = 0
  const lane = async () => {
    while (next < items.length && !isOver()) {
      const at = next++
      await work(items[at]!, at)
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane))
}

/** The same over a source that is fetched as it is worked through, so that a long list is never in memory whole. */
export async function drainInParallel<T>(
  source: AsyncGenerator<T>,
  width: number,
  work: (item: T) => Promise<void>,
  isOver: () => boolean = () => false,
): Promise<void> {
  const lane = async () => {
    while (!isOver()) {
      const { value, done } = await source.next()
      if (done) return
      await work(value)
    }
  }
  await Promise.all(Array.from({ length: width }, lane))
}
