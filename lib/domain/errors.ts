/**
 * An expected error, with a sentence for people.
 * - `input`: what was given can't be used.
 * - `refused`: understood, but not now or not allowed by the state of things.
 * - `not_allowed`: this person may not do it. `not_found`: no such thing for this person.
 * - `step_up_required`: a fresh second factor is needed first.
 * - `unavailable`: Alma or the database can't be reached; nothing was changed.
 */
export type AppErrorCode = "input" | "refused" | "not_allowed" | "not_found" | "step_up_required" | "unavailable"

export class AppError extends Error {
  constructor(
    readonly code: AppErrorCode,
    message: string,
  ) {
    super(message)
    this.name = "AppError"
  }
}

/** A later owner's fence stands in the row: this owner's work is over and nothing of it is committed. */
export class FenceLost extends Error {
  constructor(what: string) {
    super(`${what} was taken over`)
    this.name = "FenceLost"
  }
}
