/** Reads that must see External before a hold is returned. */
export const READS_NEEDED = 3

/** When a returned account is looked at again: a write that timed out can land very late. */
export const SWEEPS_SECONDS = [3_600, 86_400, 7 * 86_400]

export interface Watch {
  /** Reads of this return that saw External, this one included. */
  externalReads: number
  /** Our last write to the account, the last read that saw it Internal, or the first that saw it External. */
  quietFrom: Date
}

export type WatchResult =
  | { state: "returned"; sweepAt: Date }
  | { state: "external_watching"; readAgainAt: Date }

/**
 * What a read of External proves. A PUT that was answered by a time-out can land minutes later and
 * make the account Internal again, so an account counts as returned only when it was read External
 * at least 3 times and the last read came after the quiet period.
 */
export function afterExternalRead(watch: Watch, at: Date, quietSeconds: number): WatchResult {
  const quietUntil = watch.quietFrom.getTime() + quietSeconds * 1000
  if (watch.externalReads >= READS_NEEDED && at.getTime() >= quietUntil) {
    return { state: "returned", sweepAt: nextSweep(at, 0)! }
  }
  const half = watch.quietFrom.getTime() + quietSeconds * 500
  const planned = watch.externalReads <= 1 ? half : quietUntil
  // A clock that jumped, or a read that came early, must not make a busy loop.
  return { state: "external_watching", readAgainAt: new Date(Math.max(planned, at.getTime() + 250)) }
}

/**
 * From when the quiet period counts, at a read of External. The read-back of our own write proves that
 * write, and the period counts from it. Any other first read of External tells of a change that somebody
 * else made, or a late write, nobody knows when: then it counts from that read, however long our last
 * write lies back.
 */
export function quietFromAt(
  before: { externalReads: number; quietFrom: Date | null },
  read: { at: Date; isReadBack: boolean },
): Date {
  const { externalReads, quietFrom } = before
  if (quietFrom === null) return read.at
  const counts = externalReads > 0 || read.isReadBack || quietFrom > read.at
  return counts ? quietFrom : read.at
}

/** When the quiet period of one account is over if nothing else happens. */
export function quietUntil(quietFrom: Date, quietSeconds: number): Date {
  return new Date(quietFrom.getTime() + quietSeconds * 1000)
}

/** The next late sweep after `done` of them, or null when all are done. */
export function nextSweep(returnedAt: Date, done: number): Date | null {
  const seconds = SWEEPS_SECONDS[done]
  return seconds === undefined ? null : new Date(returnedAt.getTime() + seconds * 1000)
}
