import type { Call } from "./call"

export type StatusBody = "html" | "xml" | "plain" | "json" | "empty"

export type Fault =
  | { kind: "status429"; body?: "json" | "xml" | "none" }
  | { kind: "daily_threshold"; body?: "json" | "xml" }
  | { kind: "status"; status?: 500 | 502 | 503 | 504; body?: StatusBody; applied?: boolean }
  | { kind: "reset_before_apply" }
  | { kind: "reset_after_apply" }
  /** Applied after `delayMs` though the client may be gone; `validated`: checked on arrival, written then. */
  | { kind: "late_apply"; delayMs?: number; validated?: boolean }
  | { kind: "hang" }
  | { kind: "truncated_body" }
  | { kind: "slow_body"; delayMs?: number }
  | { kind: "ok_unchanged" }
  | { kind: "ok_error_envelope"; code?: string }
  /** Answered by a copy that hasn't heard of a change of the last `lagMs` (two minutes). */
  | { kind: "stale_read"; lagMs?: number }
  | { kind: "duplicate_delivery"; delayMs?: number }
  | { kind: "redirect"; to?: string }
  | { kind: "key_revoked"; body?: "xml" | "plain" }
  | { kind: "huge_user"; bytes?: number }
  | { kind: "wrong_person"; primaryId?: string }
  /** Answered as things are, and in the same moment somebody changes the account: between our GET and our PUT. */
  | { kind: "meanwhile"; change: MeanwhileChange; primaryId?: string; by?: "admin" | "sis" }
  | { kind: "job_refused" }
  | { kind: "job_overlap" }
  | { kind: "job_answer_lost" }
  | { kind: "job_late_start"; delayMs?: number }
  | { kind: "job_partial"; ids?: string[]; fraction?: number }
  | { kind: "job_hang" }
  | { kind: "job_abort" }
  | { kind: "set_name_taken" }
  /** `when`: the stranger is added as the run begins ("at_run", default) or right after the members. */
  | { kind: "set_edited"; primaryId?: string; when?: "at_run" | "after_members" }
  | { kind: "job_slow"; delayMs?: number }
  /** Runs over this set instead of the one that was asked for, and says so. */
  | { kind: "job_other_set"; setId: string }

const MEANWHILE_CHANGES = ["internal", "external", "edit", "rename", "expire", "delete"] as const
export type MeanwhileChange = (typeof MEANWHILE_CHANGES)[number]

export type FaultKind = Fault["kind"]

const KINDS: Record<FaultKind, true> = {
  status429: true,
  daily_threshold: true,
  status: true,
  reset_before_apply: true,
  reset_after_apply: true,
  late_apply: true,
  hang: true,
  truncated_body: true,
  slow_body: true,
  ok_unchanged: true,
  ok_error_envelope: true,
  stale_read: true,
  duplicate_delivery: true,
  redirect: true,
  key_revoked: true,
  huge_user: true,
  wrong_person: true,
  meanwhile: true,
  job_refused: true,
  job_overlap: true,
  job_answer_lost: true,
  job_late_start: true,
  job_partial: true,
  job_hang: true,
  job_abort: true,
  set_name_taken: true,
  set_edited: true,
  job_slow: true,
  job_other_set: true,
}

/** Whether a value from outside names a fault this server knows. */
export function isFault(value: unknown): value is Fault | FaultKind {
  const kind = typeof value === "object" && value !== null && "kind" in value ? value.kind : value
  return typeof kind === "string" && Object.hasOwn(KINDS, kind)
}

export interface FaultMatch {
  method?: string
  path?: RegExp
  /** The person the path names, by primary id, without regard to case. */
  primaryId?: string
  op?: string
}

export interface FaultRule {
  match?: FaultMatch
  /** How often it strikes; 1 where absent, Infinity for ever. */
  times?: number
  probability?: number
  /** Sleeps until a request that fits this has come, such as the PUT before a read-back. */
  after?: FaultMatch
  /** Lets this many requests that fit pass first. */
  skip?: number
  fault: Fault | FaultKind
}

interface LiveRule {
  match: FaultMatch
  after: FaultMatch | null
  skip: number
  left: number
  probability: number
  fault: Fault
}

type Place = "any" | "read_user" | "write_user" | "run" | "create_set"

/** Where a fault makes sense, besides what its rule says. */
const PLACES: Partial<Record<FaultKind, Place>> = {
  stale_read: "read_user",
  huge_user: "read_user",
  wrong_person: "read_user",
  ok_unchanged: "write_user",
  set_name_taken: "create_set",
  job_refused: "run",
  job_overlap: "run",
  job_answer_lost: "run",
  job_late_start: "run",
  job_partial: "run",
  job_hang: "run",
  job_abort: "run",
  job_slow: "run",
  job_other_set: "run",
}

/** The faults to come, in the order they were added. The first that fits a request strikes. */
export class FaultSwitch {
  private rules: LiveRule[] = []
  private state: number

  constructor(seed: number) {
    this.state = seed >>> 0
  }

  add(...rules: FaultRule[]): void {
    for (const { match = {}, times = 1, probability = 1, after = null, skip = 0, fault } of rules) {
      const full = typeof fault === "string" ? ({ kind: fault } as Fault) : fault
      this.rules.push({ match, after, skip, left: times, probability, fault: full })
    }
  }

  clear(): void {
    this.rules = []
  }

  /** How many strikes are still to come, Infinity counted as such. */
  pending(): number {
    return this.rules.reduce((sum, rule) => sum + rule.left, 0)
  }

  seed(seed: number): void {
    this.state = seed >>> 0
  }

  /** The fault for this request, used up by one. `primaryId`: the person the path names, if any. */
  take(call: Call, primaryId: string | null): Fault | null {
    // What wakes a rule is never struck by it.
    const awake = this.rules.filter((rule) => rule.after === null)
    for (const rule of this.rules) {
      if (rule.after !== null && isMatch(rule.after, call, primaryId)) rule.after = null
    }
    for (const rule of awake) {
      if (rule.left <= 0 || !fits(rule, call, primaryId)) continue
      if (rule.probability < 1 && this.random() >= rule.probability) continue
      if (rule.skip > 0) {
        rule.skip -= 1
        continue
      }
      rule.left -= 1
      return rule.fault
    }
    return null
  }

  /** mulberry32: small, seeded, so that a failing run can be replayed. */
  private random(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    let t = this.state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

function fits(rule: LiveRule, call: Call, primaryId: string | null): boolean {
  return isMatch(rule.match, call, primaryId) && inPlace(rule.fault, call)
}

function isMatch({ method, path, op, primaryId: wanted }: FaultMatch, call: Call, primaryId: string | null): boolean {
  if (method && method.toUpperCase() !== call.method) return false
  if (path && call.path.search(path) < 0) return false
  if (op && op !== call.op) return false
  return !wanted || wanted.toLowerCase() === primaryId?.toLowerCase()
}

function inPlace(fault: Fault, call: Call): boolean {
  if (fault.kind === "set_edited") {
    return fault.when === "after_members" ? call.op?.endsWith("_members") === true : call.op === "run"
  }
  const user = call.segments[0] === "users" && call.segments.length === 2
  switch (PLACES[fault.kind] ?? "any") {
    case "any":
      return true
    case "read_user":
      return user && call.method === "GET"
    case "write_user":
      return user && call.method === "PUT"
    case "run":
      return call.op === "run"
    case "create_set":
      return call.method === "POST" && call.path.endsWith("/conf/sets")
  }
}
