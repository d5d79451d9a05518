import type { RequestBudget, RequestPriority, Reservation } from "@/lib/domain/request-budget"
import { OtherClock } from "./other-clock"

/** A slot that is used this much later than reserved would make a burst; it is given back instead. */
const LATE_MS = 50

/** What was to be sent a second ago and wasn't is gone: given back now, it would only make this second fuller. */
const FORFEIT_MS = 1_000

/** Slots reserved with one question, at most: each is given to whoever ranks highest when it comes due. */
const MOST_AT_ONCE = 8

/** A budget that says "ask again in 0 ms" mustn't be asked in a tight loop. */
const MIN_ASK_AGAIN_MS = 10

/** A database that answers this late is asked for slots that lie as far ahead; longer than this helps nobody. */
const MOST_LEAD_MS = 2_000

const ORDER: readonly RequestPriority[] = ["pickup", "write", "change", "watch"]

export interface BudgetQueueOptions {
  budget: RequestBudget
  /** Slots handed out and not yet released, at most. */
  maxInFlight: number
  sleep: (ms: number) => Promise<void>
  /** Monotonic milliseconds. */
  now: () => number
}

export type Slot = { kind: "granted"; release: () => void } | { kind: "too_late" } | { kind: "failed" }

interface Waiter {
  deadline: number
  settle: (slot: Slot) => void
}

/**
 * The local queue before an institution's shared budget. One reservation is outstanding at a time, and each
 * slot of it goes to whoever ranks highest when it comes due, so that a pick-up that arrives while a watcher's
 * slot is awaited goes first. A slot is reserved only when it can be used at once: requests that piled up
 * behind busy connections would leave in a burst.
 */
export class BudgetQueue {
  readonly #options: BudgetQueueOptions
  readonly #waiting: Record<RequestPriority, Waiter[]> = {
    pickup: [],
    write: [],
    change: [],
    watch: [],
  }
  readonly #clockOfBudget = new OtherClock()
  #inFlight = 0
  #leadMs = 0
  #pumping = false
  #wake: () => void = () => {}

  constructor(options: BudgetQueueOptions) {
    this.#options = options
  }

  /**
   * Waits for a slot. `granted` must be released when the exchange is over; `too_late` says that
   * `startWithinMs` passed first; `failed` says that the shared budget couldn't be asked.
   */
  acquire(priority: RequestPriority, startWithinMs = Infinity): Promise<Slot> {
    return new Promise((resolve) => {
      this.#waiting[priority].push({ deadline: this.#options.now() + startWithinMs, settle: resolve })
      this.#wake()
      void this.#pump()
    })
  }

  async #pump(): Promise<void> {
    if (this.#pumping) return
    this.#pumping = true
    try {
      for (let top = this.#top(); top && this.#inFlight < this.#options.maxInFlight; top = this.#top()) {
        await this.#turn(top)
      }
    } catch {
      // The budget lives in the database. Without it nobody may send: each waiter learns so now.
      for (const priority of ORDER) {
        for (const waiter of this.#waiting[priority].splice(0)) waiter.settle({ kind: "failed" })
      }
    } finally {
      this.#pumping = false
    }
  }

  async #turn(priority: RequestPriority): Promise<void> {
    const { budget, maxInFlight, now, sleep } = this.#options
    const most = Math.min(this.#waiting[priority].length, maxInFlight - this.#inFlight, MOST_AT_ONCE)
    const asked = now()
    const reservation = await budget.reserve(priority, most, this.#leadMs)
    const { granted, waitMs, slots = 1, everyMs = 0, token } = reservation
    if (!granted) {
      // Someone who ranks higher may reserve where this one may not, so an arrival ends the wait.
      await Promise.race([sleep(Math.max(waitMs, MIN_ASK_AGAIN_MS)), this.#higherArrival(priority)])
      return
    }
    const first = this.#dueAt(reservation, asked)
    let unused = 0
    for (let at = 0; at < slots; at += 1) {
      const due = first + at * everyMs
      if (due > now()) await sleep(due - now())
      if (now() - due <= LATE_MS && this.#handOut()) continue
      if (now() - due <= FORFEIT_MS) unused += 1
      // Nobody is left to take those that lie ahead; whoever comes next asks anew.
      if (this.#top() === undefined) {
        unused += slots - at - 1
        break
      }
    }
    if (unused > 0) await budget.giveBack(unused, token)
  }

  /**
   * When the first slot is due on our clock. Counted from the arrival of an answer that was long on its way, slots
   * would be used late, together with those that others use in time.
   */
  #dueAt({ waitMs, saidAt }: Reservation, asked: number): number {
    const heard = this.#options.now()
    if (saidAt === undefined) return heard + waitMs
    this.#clockOfBudget.heard(saidAt, heard)
    // Said between question and answer, whatever the clocks show.
    const said = Math.min(heard, Math.max(asked, this.#clockOfBudget.onOurs(saidAt)))
    const lateMs = heard - said
    // Slots that are past when they are heard of would be given back each time, and nothing would ever leave.
    this.#leadMs = lateMs > LATE_MS / 2 ? Math.min(1.5 * lateMs, MOST_LEAD_MS) : 0
    return said + waitMs
  }

  #handOut(): boolean {
    if (this.#inFlight >= this.#options.maxInFlight) return false
    for (let top = this.#top(); top; top = this.#top()) {
      const waiter = this.#waiting[top].shift()
      if (!waiter) return false
      if (this.#options.now() > waiter.deadline) {
        waiter.settle({ kind: "too_late" })
        continue
      }
      this.#inFlight += 1
      waiter.settle({ kind: "granted", release: this.#releaser() })
      return true
    }
    return false
  }

  #releaser(): () => void {
    let released = false
    return () => {
      if (released) return
      released = true
      this.#inFlight -= 1
      void this.#pump()
    }
  }

  #top(): RequestPriority | undefined {
    return ORDER.find((priority) => this.#waiting[priority].length > 0)
  }

  #higherArrival(than: RequestPriority): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = () => {
        const top = this.#top()
        if (top && ORDER.indexOf(top) < ORDER.indexOf(than)) resolve()
      }
    })
  }
}
