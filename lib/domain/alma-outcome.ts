/** What Alma said when it refused: its own code and words, and the tracking id that Ex Libris support asks for. */
export interface AlmaError {
  code: string
  message: string
  trackingId: string | null
  httpStatus: number | null
}

export type UnknownCause = "timeout" | "reset" | "server_error" | "unreadable" | "redirect" | "too_large"

/**
 * Every answer of Alma, as a value. `unknown` is first class: after a write it means
 * "applied or not, only a read can tell". `unreachable` means that no connection was made,
 * so that nothing was sent.
 */
export type AlmaOutcome<T> =
  | { kind: "ok"; value: T }
  | { kind: "not_found"; error: AlmaError }
  | { kind: "refused"; error: AlmaError }
  | { kind: "unauthorized"; error: AlmaError }
  | { kind: "throttled"; error: AlmaError }
  | { kind: "daily_limit"; error: AlmaError }
  | { kind: "unreachable"; detail: string }
  | { kind: "unknown"; cause: UnknownCause; detail: string }

export type AlmaFailure = Exclude<AlmaOutcome<never>, { kind: "ok" }>
