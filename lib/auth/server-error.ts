import { isDatabaseAway } from "@/lib/db/database-away"
import type { SecondFactor } from "@/lib/domain/actor"
import { AppError, type AppErrorCode } from "@/lib/domain/errors"
import { noteRefused } from "./note-refused"
import { reportUnexpected, unexpectedSentence } from "./report-unexpected"
import { StepUpRequired } from "./step-up"

export interface ServerError {
  code: AppErrorCode | "unexpected"
  /** A sentence for people. */
  message: string
  /** With `step_up_required`: what this person can give. */
  by?: SecondFactor["by"]
  /** And their password with it. */
  whole?: boolean
}

/** How far it had got isn't known here, so nothing is said of that. */
const AWAY = "Lantern could not finish this: its database is busy or away just now. Look at the page again in a moment, and try again."

/** An expected error says itself; of any other only a reference leaves the server. */
export function toServerError(where: string, error: unknown): ServerError {
  if (error instanceof StepUpRequired) return { code: error.code, message: error.message, by: error.by, ...(error.whole && { whole: true }) }
  if (error instanceof AppError && error.code === "not_allowed") noteRefused("permission", where)
  if (error instanceof AppError) return { code: error.code, message: error.message }
  const reference = reportUnexpected(where, error)
  if (isDatabaseAway(error)) return { code: "unavailable", message: AWAY }
  return { code: "unexpected", message: unexpectedSentence(reference) }
}
