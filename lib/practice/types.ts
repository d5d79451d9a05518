import type { AlmaUser } from "@/lib/domain/alma-user"

/** What one practice API key may do. `conf` and `confWrite` are Alma's area Configuration. */
export interface KeyRights {
  read: boolean
  write: boolean
  conf: boolean
  confWrite: boolean
}

export type HistoryActor = "api" | "job" | "admin" | "sis" | "self"

/**
 * One thing that happened on the server, in order of `seq`. `what` is "request" for a request,
 * "account_type", "external_id", "primary_id", "password", "must_change", "created", "removed",
 * "login", or "edit" for any other field (then `field` names it). Passwords are never in it.
 */
export interface HistoryEntry {
  seq: number
  at: string
  primaryId: string
  by: HistoryActor
  what: string
  field?: string
  from: unknown
  to: unknown
  requestId: string
}

/** One request as the server saw it. `ms` is the arrival in epoch milliseconds, monotonic. */
export interface RequestLogEntry {
  at: string
  ms: number
  tookMs: number
  requestId: string
  method: string
  /** Without the query, so that nothing secret can stand in it. */
  path: string
  op: string | null
  status: number
  code: string | null
  fault: string | null
  priority?: string
}

export interface LoginEvent {
  primaryId: string
  at: string
  successful: boolean
}

export interface PracticeAlmaOptions {
  /** 0 = any free port. */
  port?: number
  host?: string
  people?: AlmaUser[]
  /** Requests accepted in any sliding second; 0 = no limit. */
  ratePerSecond?: number
  latencyMs?: number
  /** Whether a PUT may turn an EXTERNAL account INTERNAL (real Alma: 401859). */
  directAllowed?: boolean
  jobMs?: number
  jobLimits?: { running: number; startsPerHour: number }
  stateFile?: string
  keys?: Record<string, KeyRights>
  institution?: { value: string; desc: string }
  environment?: "production" | "sandbox"
  clock?: () => Date
  /** What op=auth says while a change of password is pending; Alma's answer isn't documented. */
  authWhileForced?: "allowed" | "refused"
  /** Whether a PUT of an Internal user without `pin_number` wipes it; undocumented, so the worst. */
  pinWipedByPut?: boolean
  mandatoryFields?: string[]
  /** What Alma does about the Patron role of a user that is created, or changed with roles in the body; as far as is known, "created". */
  addsPatron?: "never" | "created" | "always"
  /** Shapes seen in real answers: one member as an object, counts as strings, string booleans. */
  oddShapes?: boolean
  /** Whether the gateway takes %2F in a path; undocumented. */
  encodedSlash?: "allowed" | "refused"
  ssoUp?: boolean
  /** Whether it has an integration profile for logging in by a mailed link. */
  mailLogin?: boolean
  timeZone?: string
  /** Opens /practice/* to requests with this token in `x-practice-token`. */
  controlToken?: string
  /** Seed of the faults' probabilities, so that a failure replays. */
  seed?: number
}

type Unsettled = "stateFile" | "controlToken" | "people" | "clock"

export type Settings = Required<Omit<PracticeAlmaOptions, Unsettled>> & { clock: () => Date }
