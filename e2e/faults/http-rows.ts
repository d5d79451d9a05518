import type { Fault } from "@/lib/practice/faults"
import { lostPassword, rulesAt, timesFor, type Row, type Strike } from "./row"
import { isWrite, type Step } from "./steps"
import type { WireFault } from "./wire"

const http = (id: string, title: string, at: Row["at"], quiet?: number): Row => ({ id, title, group: "HTTP", at, ...(quiet !== undefined && { quiet }) })

const once = (id: string, title: string, fault: Fault, only: (step: Step) => boolean = () => true): Row =>
  http(id, title, (step) => (only(step) ? { rules: rulesAt(step, fault) } : null))

const untilMended = (id: string, title: string, fault: Fault, only: (step: Step) => boolean = () => true): Row =>
  http(id, title, (step) => (only(step) ? { rules: rulesAt(step, fault, Infinity), untilMended: true } : null))

const onTheWay = (id: string, title: string, fault: WireFault): Row =>
  http(id, title, (step) => {
    const { match, after, skip } = step
    const rule = { match, ...(after && { after }), ...(skip !== undefined && { skip }), times: timesFor(step), fault }
    return { rules: lostPassword(step), wire: [rule] }
  })

/** A user's PUT that arrives long after its client has gone; the outage is ended meanwhile. */
function late(id: string, title: string, delayMs: number, quiet: number): Row {
  return http(id, title, (step) => lateStrike(step, delayMs), quiet)
}

function lateStrike(step: Step, delayMs: number): Strike | null {
  const inTime = { landsWithinMs: delayMs + 500, endAtOnce: step.phase !== "return" }
  if (step.asked === "put") return { rules: rulesAt(step, { kind: "late_apply", delayMs, validated: true }), ...inTime }
  if (step.asked === "run") return { rules: rulesAt(step, { kind: "job_late_start", delayMs }), ...inTime }
  if (["create_set", "members", "delete_set"].includes(step.asked)) {
    return { rules: rulesAt(step, { kind: "late_apply", delayMs }), landsWithinMs: delayMs + 500 }
  }
  return null
}

const isUserRead = (step: Step) => step.asked === "read"

export const HTTP_ROWS: Row[] = [
  once("429", "429 per second", { kind: "status429" }),
  once("429-bare", "429 without a body", { kind: "status429", body: "none" }),
  http("429-storm", "429 storm over everything", ({ phase, asked }) =>
    asked === "read" && phase !== "sweep"
      ? { rules: [{ match: {}, probability: 0.6, times: Infinity, fault: "status429" }], untilMended: true }
      : null),
  untilMended("daily", "DAILY_THRESHOLD until midnight", { kind: "daily_threshold" }),
  once("500", "500, HTML", { kind: "status", status: 500, body: "html" }),
  once("502", "502, XML", { kind: "status", status: 502, body: "xml" }),
  once("503", "503, plain text", { kind: "status", status: 503, body: "plain" }),
  once("504", "504, empty", { kind: "status", status: 504, body: "empty" }),
  once("500-applied", "500 that hides an applied change", { kind: "status", status: 500, body: "json", applied: true }, isWrite),
  once("reset-before", "reset before apply", { kind: "reset_before_apply" }),
  once("reset-after", "reset after apply", { kind: "reset_after_apply" }),
  once("hang", "never answered", { kind: "hang" }),
  late("late-1s", "write lands after 1 s, unanswered", 1_000, 3),
  late("late-12s", "write lands after 12 s", 12_000, 9),
  late("late-60s", "write lands after 60 s", 60_000, 60),
  late("late-5min", "write lands after 5 min", 300_000, 300),
  once("truncated", "truncated body", { kind: "truncated_body" }),
  once("slow", "body takes 3 s", { kind: "slow_body", delayMs: 3_000 }),
  once("too-slow", "body takes 12 s", { kind: "slow_body", delayMs: 12_000 }),
  once("unchanged", "200, unchanged user", { kind: "ok_unchanged" }, (step) => step.asked === "put"),
  once("envelope", "200, error envelope", { kind: "ok_error_envelope" }),
  once("stale", "stale read", { kind: "stale_read" }, isUserRead),
  once("twice", "delivered twice", { kind: "duplicate_delivery" }, isWrite),
  once("twice-late", "delivered again after 2 s", { kind: "duplicate_delivery", delayMs: 2_000 }, isWrite),
  once("redirect", "redirect to the login page", { kind: "redirect" }),
  onTheWay("tls", "TLS handshake fails", "tls"),
  onTheWay("dns", "name isn't known", "dns"),
  onTheWay("refused", "connection refused", "refused"),
  onTheWay("half-open", "half-open connection", "half_open"),
  untilMended("key", "key revoked half way", { kind: "key_revoked" }),
  http("new-key", "key replaced half way", (step) =>
    step.asked === "poll" || step.asked === "put" || (step.asked === "read" && step.phase !== "sweep")
      ? { rules: rulesAt(step, { kind: "slow_body", delayMs: 1_500 }), newKey: true }
      : null),
  http("5mb", "user of 5 MB, all the way", (step) =>
    step.asked === "put" || step.asked === "run" ? { rules: rulesAt(step, { kind: "slow_body", delayMs: 100 }), bigNote: 5_000_000 } : null),
  untilMended("9mb", "user of 9 MB", { kind: "huge_user", bytes: 9_000_000 }, isUserRead),
  once("other-person", "answer of another person", { kind: "wrong_person", primaryId: "blockson" }, isUserRead),
]
