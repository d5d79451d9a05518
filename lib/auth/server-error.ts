import { AppError, type AppErrorCode } from "@/lib/domain/errors"
import { reportUnexpected, unexpectedSentence } from "./report-unexpected"

export interface ServerError {
  code: AppErrorCode | "unexpected"
  /** A sentence for people. */
  message: string
}

/** An expected error says itself; of any other only a reference leaves the server. */
export function toServerError(where: string, error: unknown): ServerError {
  if (error instanceof AppError) return { code: error.code, message: error.message }
  return { code: "unexpected", message: unexpectedSentence(reportUnexpected(where, error)) }
}
