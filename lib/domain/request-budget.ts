/**
 * Who goes first when requests to one institution's Alma are scarce. A `write` goes before other reads: it must be
 * sent within 2 s of the read that it is made from.
 */
export type RequestPriority = "pickup" | "write" | "change" | "watch"

export interface Reservation {
  granted: boolean
  /** Milliseconds until the first slot; or, where nothing is granted, until it is worth asking again. */
  waitMs: number
  /** Slots granted, one after the other; 1 unless said. */
  slots?: number
  /** Milliseconds from one of them to the next. */
  everyMs?: number
  /** Names this reservation when some of it is given back. */
  token?: string
  /** When this was said, on the budget's own clock in milliseconds: an answer may be long on its way. */
  saidAt?: number
}

/**
 * One institution's budget of requests, shared by every process of Lantern. Lower priorities may not reserve
 * far ahead, and are told to wait instead.
 */
export interface RequestBudget {
  /**
   * Reserves one slot, or up to `most`: each reservation costs the shared budget a question. None comes due before
   * `leadMs` from now: for whoever hears late.
   */
  reserve(priority: RequestPriority, most?: number, leadMs?: number): Promise<Reservation>
  /**
   * Gives back slots that weren't used within 50 ms, so that a paused process doesn't burst. Of several, all
   * only while nobody has reserved behind them: else others' requests would come together where these are missing.
   */
  giveBack(slots?: number, token?: string): Promise<void>
  /** Alma answered 429: halve the rate, never under 1 a second; it is restored slowly. */
  throttled(): Promise<void>
}
