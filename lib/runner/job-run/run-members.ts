import type { Hold, Prisma } from "@/lib/db/generated/client"
import type { JobRun } from "@/lib/db/generated/client"
import type { StepContext } from "../step-context"

/** As many requests as keep the budget busy while Alma takes up to a second for an answer. */
export const READ_WIDTH = 24

/** What waits to be committed is committed together, this long after the first of it came. */
const LOT_MS = 250
const PAGE = 100
const LOOK_EVERY_MS = 1_000

/** A run's members by id, a page at a time: a list of thousands is never in memory whole. */
export async function* membersByPage(ctx: StepContext, run: JobRun, where: Prisma.HoldWhereInput): AsyncGenerator<Hold> {
  let after: string | null = null
  for (;;) {
    const page: Hold[] = await ctx.db.hold.findMany({
      where: { AND: [{ jobRunId: run.id, ...(after !== null && { id: { gt: after } }) }, where] },
      orderBy: { id: "asc" },
      take: PAGE,
    })
    yield* page
    if (page.length < PAGE) return
    after = page.at(-1)!.id
  }
}

/**
 * Gathers what was read and hands it on in lots, so that thousands of reads aren't thousands of
 * transactions. What was read and not yet handed on when the worker dies is read again.
 */
export class Lots<T> {
  #waiting: T[] = []
  #working: Promise<void> = Promise.resolve()
  #timer: NodeJS.Timeout | null = null
  #failure: { error: unknown } | null = null

  constructor(private readonly commit: (lot: T[]) => Promise<void>) {}

  add(item: T): void {
    this.#waiting.push(item)
    this.#timer ??= setTimeout(() => this.#handOn(), LOT_MS)
  }

  /** A commit failed, so that nothing more need be read. */
  get hasFailed(): boolean {
    return this.#failure !== null
  }

  /** Hands on what is left. @throws what the first failing commit threw */
  async flush(): Promise<void> {
    this.#handOn()
    await this.#working
    if (this.#failure) throw this.#failure.error
  }

  #handOn(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    const lot = this.#waiting
    this.#waiting = []
    if (lot.length === 0) return
    this.#working = this.#working.then(async () => {
      if (this.#failure) return
      try {
        await this.commit(lot)
      } catch (error) {
        this.#failure = { error }
      }
    })
  }
}

export interface EndWatch {
  hasEnded: () => boolean
  stop: () => void
}

/** Looks once a second whether the outage has ended: End must not wait for the reading of a long list. */
export function watchForEnd(ctx: StepContext, run: JobRun): EndWatch {
  let ended = false
  const look = async () => {
    const row = await ctx.db.outage.findUnique({ where: { id: run.outageId }, select: { endedAt: true } })
    if (row?.endedAt) ended = true
  }
  // A look that fails tells nothing; the commits are what counts.
  const timer = setInterval(() => void look().catch(() => {}), LOOK_EVERY_MS)
  return { hasEnded: () => ended, stop: () => clearInterval(timer) }
}
