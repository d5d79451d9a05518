import type { FaultRule } from "@/lib/practice/faults"

/** How long a write may stay on its way, at most. The quiet period must be longer than this and a lease's length of trouble. */
export interface FaultTimes {
  lateMs: number
}

const READ = { method: "GET", path: /\/users\// }
const PUT = { method: "PUT" }
const CONF = { path: /\/conf\// }

function often(probability: number, match: FaultRule["match"], fault: FaultRule["fault"]): FaultRule {
  return { match, probability, times: Infinity, fault }
}

/**
 * Everything that Alma and the way to it may do to a request, a little of each, all the time. Left out: what lasts
 * longer than an outage here (a job that never ends, the day's limit of requests, a key that is revoked).
 */
export function mixedFaults({ lateMs }: FaultTimes): FaultRule[] {
  const late = [0.15, 0.5, 1].map((part) => Math.round(lateMs * part))
  return [
    ...late.flatMap((delayMs) => [
      often(0.004, PUT, { kind: "late_apply", delayMs, validated: true }),
      often(0.004, PUT, { kind: "late_apply", delayMs }),
      often(0.003, PUT, { kind: "duplicate_delivery", delayMs }),
    ]),
    often(0.01, PUT, { kind: "duplicate_delivery" }),
    often(0.02, PUT, "reset_before_apply"),
    often(0.03, PUT, "reset_after_apply"),
    often(0.01, PUT, "status429"),
    often(0.01, PUT, { kind: "status", status: 500, body: "html" }),
    often(0.01, PUT, { kind: "status", status: 503, body: "xml", applied: true }),
    often(0.01, PUT, "truncated_body"),
    often(0.005, PUT, { kind: "slow_body", delayMs: 2_500 }),
    often(0.01, PUT, "ok_unchanged"),
    often(0.005, PUT, "ok_error_envelope"),
    often(0.01, READ, "status429"),
    often(0.008, READ, { kind: "status", status: 500, body: "html" }),
    often(0.005, READ, { kind: "status", status: 502, body: "empty" }),
    often(0.01, READ, "reset_before_apply"),
    often(0.008, READ, "truncated_body"),
    often(0.003, READ, { kind: "slow_body", delayMs: 2_000 }),
    often(0.003, READ, "wrong_person"),
    often(0.002, READ, "stale_read"),
    often(0.002, READ, "hang"),
    often(0.08, { op: "run" }, "job_answer_lost"),
    often(0.05, { op: "run" }, { kind: "job_late_start", delayMs: lateMs }),
    often(0.12, { op: "run" }, { kind: "job_partial", fraction: 0.4 }),
    often(0.06, { op: "run" }, "job_abort"),
    often(0.1, { op: "run" }, { kind: "job_slow", delayMs: 3_000 }),
    often(0.05, { op: "run" }, "job_overlap"),
    often(0.05, { method: "POST", path: /\/conf\/sets$/ }, "set_name_taken"),
    often(0.02, CONF, "reset_before_apply"),
    often(0.02, CONF, "reset_after_apply"),
    often(0.02, CONF, "status429"),
    often(0.01, CONF, { kind: "status", status: 500, body: "xml" }),
  ]
}

/** Faults whose request may be applied after its sender has heard, or died: what a sweep is for. */
const APPLIED_LATE = new Set(["late_apply", "duplicate_delivery", "job_late_start"])

export function isAppliedLate(fault: string | null): boolean {
  return fault !== null && APPLIED_LATE.has(fault)
}
