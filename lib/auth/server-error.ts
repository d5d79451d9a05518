import type { SecondFactor } from "@/lib/domain/actor"
import { AppError, type AppErrorCode } from "@/lib/domain/errors"
import { reportUnexpected, unexpectedSentence } from "./report-unexpected"
import { StepUpRequired } from "./step-up"

export interface ServerError {
  code: AppErrorCode | "unexpected"
  /** A sentence for people. */
  message: string
  /** With `step_up_required`: what this person can give. */
  by?: SecondFactor["by"]
}

/** An expected error says itself; of any other only a reference leaves the server. */
export function toServerError(where: string, error: unknown): ServerError {
  if (error instanceof StepUpRequired) return { code: error.code, message: error.message, by: error.by }
  if (error instanceof AppError) return { code: error.code, message: error.message }
  return { code: "unexpected", message: unexpectedSentence(reportUnexpected(where, error)) }
}
