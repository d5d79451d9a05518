import type { Fault, FaultRule } from "@/lib/practice/faults"
import { Random } from "./random"

const MINUTE = 60_000

/** From its time on, in ms from the start. */
export interface PlannedFault {
  from: number
  rule: FaultRule
}

export interface PlacePlan {
  code: string
  route: "job" | "direct" | "manual"
  rate: number
  directAllowed: boolean
  jobMs: number
  oddShapes: boolean
  /** On the list from the start, and those who join later. */
  staff: string[]
  late: string[]
  /** In Alma, and on no list. */
  bystanders: string[]
  faults: PlannedFault[]
  /** From the declaration to the end, in ms. */
  lasts: number
  /** Whether another outage follows. */
  again: boolean
}

/** What a seed makes of a schedule: who there is, what goes wrong, and how badly. */
export interface Plan {
  places: PlacePlan[]
  workers: number
  quietSeconds: number
  /** How far clocks may be wrong, in ms. */
  skewMs: number
  /** Statements that take seconds. */
  slowDatabase: boolean
  databaseBreaks: number
  unreachable: number
  slowNetwork: number
  lostWakes: number
  /** At which commit or write to Alma, or at which statement or call of any kind, whoever does it dies. */
  crashes: { commits: Set<number>; all: Set<number> }
  /** At which statement or call whoever makes it is stopped for a while. */
  pauses: Map<number, number>
  /** Changes by admins, user loads and staff. */
  outsiders: number
  /** When the trouble is over, in ms from the start. */
  calmAt: number
}

const ORDINARY = ["aabernethy", "fgallowglass", "skettering", "noteworthy", "mixedseg", "vrename", "blockson", "rbroken", "manyroles", "bare", "lawclerk7"]
const ODD = ["ogrady", "tvance", "hlindqvist", "pnakamura", "zokafor", "mthird", "astrid.holm@practice.example", "jean paul", "dept/reference", "žofie.dvořák", "MixedCaseID", "exl_support", "backup_admin"]
const EVERYBODY = [...ORDINARY, ...ODD]

export function planOf(seed: number): Plan {
  const random = Random.of(seed, "plan")
  const storm = random.chance(0.85)
  const places = Array.from({ length: random.chance(0.2) ? 2 : 1 }, (_, index) => placePlan(random, index, storm))
  const lasts = Math.max(...places.map((place) => place.lasts))
  const crashing = storm && random.chance(0.6)
  const points = (most: number) => new Set(crashing ? Array.from({ length: random.int(0, 5) }, () => random.magnitude(2, most)) : [])
  return {
    places,
    workers: random.int(1, 3),
    quietSeconds: random.chance(0.75) ? 600 : 60,
    skewMs: random.chance(0.25) ? 1_500 : 0,
    slowDatabase: storm && random.chance(0.3),
    databaseBreaks: storm && random.chance(0.25) ? random.pick([0.003, 0.01, 0.03]) : 0,
    unreachable: storm && random.chance(0.25) ? random.pick([0.02, 0.1]) : 0,
    slowNetwork: storm && random.chance(0.4) ? random.pick([0.02, 0.1]) : 0,
    lostWakes: storm && random.chance(0.4) ? random.pick([0.1, 0.5, 1]) : 0,
    crashes: { commits: points(120), all: points(900) },
    pauses: new Map(storm && random.chance(0.3) ? Array.from({ length: random.int(1, 3) }, () => [random.magnitude(5, 900), random.magnitude(1_000, 90_000)]) : []),
    outsiders: random.chance(0.5) ? random.int(1, 5) : 0,
    calmAt: lasts + random.magnitude(MINUTE, 60 * MINUTE),
  }
}

function placePlan(random: Random, index: number, storm: boolean): PlacePlan {
  const chosen = [...random.some(ORDINARY, random.int(2, 4)), ...(random.chance(0.4) ? random.some(ODD, 1) : [])]
  const others = EVERYBODY.filter((id) => !chosen.includes(id))
  const route = random.next()
  const directAllowed = random.chance(0.8)
  const lasts = random.magnitude(MINUTE / 2, 40 * MINUTE)
  return {
    code: index === 0 ? "ABC" : "XYZ",
    route: route < 0.6 ? "job" : route < 0.85 ? "direct" : "manual",
    rate: random.pick([3, 8, 15]),
    directAllowed,
    jobMs: random.magnitude(500, 120_000),
    oddShapes: random.chance(0.2),
    staff: chosen,
    late: random.chance(0.4) ? random.some(others, random.int(1, 2)) : [],
    bystanders: random.some(others, 3),
    faults: storm ? faultRules(random).map((rule) => ({ rule, from: random.chance(0.3) ? 0 : random.int(0, lasts * 1.3) })) : [],
    lasts,
    again: random.chance(0.2),
  }
}

/** A few kinds of fault in each schedule rather than all in each: some only show where others stay away. */
function faultRules(random: Random): FaultRule[] {
  const late = () => random.magnitude(500, 300_000)
  const kinds: (() => Fault)[] = [
    () => ({ kind: "status429", body: random.pick(["json", "xml", "none"] as const) }),
    () => ({ kind: "daily_threshold" }),
    () => ({ kind: "status", status: random.pick([500, 502, 503, 504] as const), body: random.pick(["html", "xml", "plain", "json", "empty"] as const), applied: random.chance(0.5) }),
    () => ({ kind: "reset_before_apply" }),
    () => ({ kind: "reset_after_apply" }),
    () => ({ kind: "late_apply", delayMs: late(), validated: random.chance(0.7) }),
    () => ({ kind: "late_apply", delayMs: late(), validated: true }),
    () => ({ kind: "hang" }),
    () => ({ kind: "truncated_body" }),
    () => ({ kind: "slow_body", delayMs: random.magnitude(500, 20_000) }),
    () => ({ kind: "ok_unchanged" }),
    () => ({ kind: "ok_error_envelope" }),
    () => ({ kind: "stale_read", lagMs: random.magnitude(1_000, 120_000) }),
    () => ({ kind: "duplicate_delivery", delayMs: random.magnitude(1, 60_000) }),
    () => ({ kind: "redirect" }),
    () => ({ kind: "key_revoked" }),
    () => ({ kind: "wrong_person" }),
    () => ({ kind: "job_refused" }),
    () => ({ kind: "job_overlap" }),
    () => ({ kind: "job_answer_lost" }),
    () => ({ kind: "job_late_start", delayMs: late() }),
    () => ({ kind: "job_partial", fraction: random.pick([0.5, 1]) }),
    () => ({ kind: "job_hang" }),
    () => ({ kind: "job_abort" }),
    () => ({ kind: "set_name_taken" }),
    () => ({ kind: "set_edited", when: random.pick(["at_run", "after_members"] as const) }),
    () => ({ kind: "job_slow", delayMs: late() }),
  ]
  return random.some(kinds, random.int(0, 7)).map((make) => ({
    fault: make(),
    times: random.magnitude(1, 12),
    probability: random.pick([1, 1, 0.5, 0.2]),
    match: { method: random.pick(["PUT", "PUT", "PUT", "POST", "POST", "GET", "DELETE", undefined]) },
  }))
}
