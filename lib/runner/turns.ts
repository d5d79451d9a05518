import { LEASE_SECONDS } from "@/lib/db/claims"
import type { ServiceContext } from "@/lib/services/context"
import type { Waker } from "@/lib/services/waker"
import { Nudge } from "./nudge"
import { reconcile } from "./reconcile"

/** Accounts that one process has in work at once, all institutions together: each takes memory and connections. */
const ACCOUNTS_AT_ONCE = 640
/** Of one institution: enough to use its budget with an Alma that takes a second, and never less than a trickle. */
const WIDEST = 24
const NARROWEST = 6
/** More institutions than this are left to other processes, or to later. */
const INSTITUTIONS_AT_ONCE = 250
const ASK_AGAIN_MS = 2_000
const REARM_MS = 10_000

interface TurnOptions {
  owner: string
  isStopping: () => boolean
  onError: (error: unknown) => void
}

interface Turn {
  nudge: Nudge
  /** Woken while at work: looks once more before it leaves. */
  again: boolean
  done: Promise<void>
}

/**
 * One process's work on its institutions: all of them side by side, each at the pace of its own budget of
 * requests, so that an outage of eighty takes as long as an outage of one. What they share is this process's
 * memory and database; therefore each keeps fewer accounts in work when there are many.
 */
export class Turns {
  readonly #turns = new Map<string, Turn>()

  constructor(
    private readonly ctx: ServiceContext,
    private readonly waker: Waker,
    private readonly options: TurnOptions,
  ) {}

  /** Begins work on this institution, or makes the work that goes on look again. Doesn't wait for it. */
  async begin(institutionId: string): Promise<void> {
    const known = this.#turns.get(institutionId)
    if (known) {
      known.again = true
      known.nudge.now()
      return
    }
    if (this.#turns.size >= INSTITUTIONS_AT_ONCE) return this.waker.wake(institutionId, new Date(Date.now() + ASK_AGAIN_MS))
    const turn: Turn = { nudge: new Nudge(), again: false, done: Promise.resolve() }
    this.#turns.set(institutionId, turn)
    try {
      // If this process dies on the way, this wake-up brings another one here. So it comes first.
      await this.#arm(institutionId)
    } catch (error) {
      this.#turns.delete(institutionId)
      throw error
    }
    if (this.options.isStopping()) this.#turns.delete(institutionId)
    else turn.done = this.#work(institutionId, turn)
  }

  /** Begins nothing new, and waits until what is in work has committed. */
  async end(): Promise<void> {
    for (const turn of this.#turns.values()) turn.nudge.now()
    await Promise.all([...this.#turns.values()].map((turn) => turn.done))
  }

  async #work(institutionId: string, turn: Turn): Promise<void> {
    const { isStopping, onError } = this.options
    const rearm = setInterval(() => void this.#arm(institutionId).catch(onError), REARM_MS)
    try {
      do {
        turn.again = false
        const options = { ...this.options, isOver: isStopping, nudge: turn.nudge, width: () => this.#width() }
        const next = await reconcile(this.ctx, institutionId, options)
        if (next && (!turn.again || isStopping())) await this.waker.wake(institutionId, next)
        // A wake-up that came until here is for this turn; one that comes later finds none and begins another.
      } while (turn.again && !isStopping())
    } catch (error) {
      // The wake-up that was arranged brings somebody here again.
      onError(error)
    } finally {
      this.#turns.delete(institutionId)
      clearInterval(rearm)
    }
  }

  #width(): number {
    return Math.max(NARROWEST, Math.min(WIDEST, Math.floor(ACCOUNTS_AT_ONCE / this.#turns.size)))
  }

  #arm(institutionId: string): Promise<void> {
    return this.waker.wake(institutionId, new Date(Date.now() + (LEASE_SECONDS + 1) * 1000))
  }
}
