import type { AlmaError, AlmaFailure, AlmaOutcome, UnknownCause } from "@/lib/domain/alma-outcome"
import type { Exchange } from "@/lib/alma/http"
import { parseAnswer, type EnvelopeError, type ParsedAnswer } from "@/lib/alma/parse-answer"
import { redact } from "@/lib/alma/redact"

/** A 2xx answer without an error envelope, for the caller to read. */
export interface GoodAnswer {
  status: number
  /** What the server's own clock said (RFC 9110, Date), to the second. */
  date: Date | null
  answer: Exclude<ParsedAnswer, { shape: "error" }>
}

export interface OutcomeContext {
  isWrite: boolean
  secrets: readonly string[]
}

/** Alma documentation: 401861 "User with identifier X was not found"; 401890 when an id type was given. */
const NOT_FOUND = new Set(["401861", "401890"])
const UNAUTHORIZED = new Set(["UNAUTHORIZED", "FORBIDDEN", "INVALID_API_KEY"])

/** Alma's own text is kept for people, but never with our key or a password in it. */
export function outcomeOf(exchange: Exchange, context: OutcomeContext): AlmaOutcome<GoodAnswer> {
  switch (exchange.kind) {
    case "answer":
      return outcomeOfAnswer(exchange.status, parseAnswer(exchange.body), { ...context, date: dateOf(exchange.date) })
    case "too_large":
      return unknown("too_large", `Alma's answer (HTTP ${exchange.status}) was over 8 MB and was not read.`)
    case "timeout":
      return exchange.sent
        ? unknown("timeout", "Alma didn't answer in time.")
        : { kind: "unreachable", detail: "No connection to Alma could be made in time; nothing was sent." }
    case "failed":
      return exchange.sent
        ? unknown("reset", `The connection to Alma broke before the answer was complete (${exchange.code}).`)
        : {
            kind: "unreachable",
            detail: `No connection to Alma could be made; nothing was sent (${exchange.code}).`,
          }
  }
}

function outcomeOfAnswer(
  status: number,
  answer: ParsedAnswer,
  context: OutcomeContext & { date: Date | null },
): AlmaOutcome<GoodAnswer> {
  const error = almaError(status, answer, context.secrets)
  if (status >= 500) return unknown("server_error", sentence(`Alma answered HTTP ${status}.`, error))
  if (status >= 300 && status < 400) {
    return unknown("redirect", `Alma answered with a redirect (HTTP ${status}), which isn't followed.`)
  }
  const limit = limitOf(status, error)
  if (limit) return limit
  if (isUnauthorized(status, answer, error)) return { kind: "unauthorized", error }
  if (answer.shape === "error") return outcomeOfEnvelope(error, context)
  if (status >= 200 && status < 300) return { kind: "ok", value: { status, answer, date: context.date } }
  // A 4xx without Alma's envelope may come from anything on the way, so it proves nothing about a write.
  return unknown("unreadable", `Something answered HTTP ${status} without saying why in Alma's form.`)
}

function dateOf(header: string | undefined): Date | null {
  const at = header === undefined ? NaN : Date.parse(header)
  return Number.isNaN(at) ? null : new Date(at)
}

function outcomeOfEnvelope(error: AlmaError, context: OutcomeContext): AlmaFailure {
  if (NOT_FOUND.has(error.code)) return { kind: "not_found", error }
  // Neither a nameless error nor a crash says how far a write got.
  const saysNothing = error.code === "" || error.code === "INTERNAL_SERVER_ERROR"
  if (saysNothing && context.isWrite) {
    return unknown("server_error", sentence("Alma reported an error.", error))
  }
  return { kind: "refused", error }
}

function limitOf(status: number, error: AlmaError): AlmaFailure | null {
  if (error.code === "DAILY_THRESHOLD") return { kind: "daily_limit", error }
  if (error.code === "PER_SECOND_THRESHOLD" || status === 429) return { kind: "throttled", error }
  return null
}

function isUnauthorized(status: number, answer: ParsedAnswer, error: AlmaError): boolean {
  if (status === 401 || status === 403 || UNAUTHORIZED.has(error.code)) return true
  return answer.shape === "text" && /invalid api.?key/i.test(answer.text)
}

function almaError(status: number, answer: ParsedAnswer, secrets: readonly string[]): AlmaError {
  const said: EnvelopeError =
    answer.shape === "error"
      ? answer.error
      : { code: "", message: answer.shape === "text" ? answer.text : "", trackingId: null }
  return {
    code: redact(said.code, secrets),
    message: redact(said.message, secrets),
    trackingId: said.trackingId === null ? null : redact(said.trackingId, secrets),
    httpStatus: status,
  }
}

function sentence(start: string, { code, message, trackingId }: AlmaError): string {
  const words = [code, message].filter((part) => part !== "").join(" ")
  const tracking = trackingId ? ` (tracking id ${trackingId})` : ""
  return words === "" ? start + tracking : `${start} It said: ${words.slice(0, 300)}${tracking}`
}

export function unknown(cause: UnknownCause, detail: string): AlmaFailure {
  return { kind: "unknown", cause, detail }
}
