import type { DrillDue } from "./drill-due"
import type { DrillScore, DrillStep } from "./drill-score"
import type { RouteProofView } from "./route-proof"
import type { OutageState } from "./states"
import type { InstitutionView } from "./views"

export interface DrillView {
  id: string
  reason: string
  state: OutageState
  declaredAt: string
  declaredBy: string
  closedAt: string | null
  people: number
  nowInternal: number
  score: DrillScore | null
}

export interface DrillPageView {
  institution: InstitutionView
  canDeclare: boolean
  /** An outage that is open: a drill waits until it is closed. */
  outage: { id: string } | null
  /** A proof of a route goes on. */
  isProving: boolean
  /** The drill that goes on, else the last one, with its checklist. */
  shown: { drill: DrillView; steps: DrillStep[] } | null
  history: DrillView[]
  due: DrillDue
  canaryId: string | null
  /** Name of the practice institution, where this person belongs to one and isn't looking at it. */
  practice: string | null
}

export interface ProofPageView {
  institution: InstitutionView
  canProve: boolean
  /** Primary ID of the account that proved a route last. */
  canaryId: string | null
  /** An outage or a drill that is open bars a proof. */
  inTheWay: { id: string; drill: boolean } | null
  /** The account of the proof that goes on is Internal now. */
  isInternal: boolean
  /** When the institution's route was last seen to work, ISO 8601 in UTC. */
  provedAt: string | null
  proofs: RouteProofView[]
}
