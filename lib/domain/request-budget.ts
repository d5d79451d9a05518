/**
 * Who goes first when requests to one institution's Alma are scarce. A `write` goes before other reads: it must be
 * sent within 2 s of the read that it is made from.
 */
export type RequestPriority = "pickup" | "write" | "change" | "watch"

/**
 * One institution's budget of requests, shared by every process of Lantern.
 * `reserve` answers with the wait in milliseconds until the reserved slot, or, when lower
 * priorities may not reserve that far ahead, with how long to wait before asking again.
 */
export interface RequestBudget {
  reserve(priority: RequestPriority): Promise<{ granted: boolean; waitMs: number }>
  /** Gives back a slot that wasn't used within 50 ms, so that a paused process doesn't burst. */
  giveBack(): Promise<void>
  /** Alma answered 429: halve the rate, never under 1 a second; it is restored slowly. */
  throttled(): Promise<void>
}
