import type { AppErrorCode } from "@/lib/domain/errors"

/** What a script that calls `lantern` goes by. */
export const EXIT = { done: 0, failed: 1, usage: 2, needsPerson: 3, refused: 4 } as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

export function exitCodeOf(code: AppErrorCode): ExitCode {
  switch (code) {
    case "input":
    case "not_found":
      return EXIT.usage
    case "refused":
    case "not_allowed":
    case "step_up_required":
      return EXIT.refused
    case "unavailable":
      return EXIT.failed
  }
}
