import "server-only"
import { reportUnexpected } from "@/lib/auth/report-unexpected"
import { AppError } from "@/lib/domain/errors"

/**
 * Goes on with work after the action has answered. Should this process end, the runner takes it up; what fails in a way
 * that people are told about stands in the work's own row.
 */
export function inBackground(where: string, work: Promise<unknown>): void {
  void work.catch((error: unknown) => {
    if (!(error instanceof AppError)) reportUnexpected(where, error)
  })
}
