import type { AllowanceState, CodeAndName } from "./named-user"
import type { RosterPerson, RosterPersonView, RosterSource, RosterView } from "./roster"
import type { RosterRefreshView } from "./roster-changes"

export interface RosterSummaryView extends RosterView {
  source: RosterSource
  /** Why the last refresh changed nothing, or what of it failed. */
  problem: string | null
  refreshing: boolean
  /** Names of the first few who need a look. */
  look: string[]
  last: RosterRefreshView | null
}

export interface RosterDetailView {
  id: string
  institutionId: string
  timeZone: string
  name: string
  source: RosterSource
  updatedAt: string
  updatedBy: string
  refreshedAt: string | null
  refreshing: boolean
  problem: string | null
  people: RosterPersonView[]
  /** Whom its source has and no roster of the institution. */
  newcomers: RosterPerson[]
  /** Newest first. */
  history: RosterRefreshView[]
  canChange: boolean
}

/** Somebody on rosters, and on which. */
export interface ListedPersonView {
  primaryId: string
  name: string | null
  rosters: { id: string; name: string }[]
}

export interface StaffView {
  rosters: RosterSummaryView[]
  /** People on at least one roster, each counted once. */
  people: number
  /** Of them, those who couldn't be switched. */
  needLook: number
  /** Of them, those who could pick up without a liaison. */
  covered: number
  namedUsers: { counted: number; at: string; allowance: number | null; allowanceState: AllowanceState } | null
  /** Named Users of the newest count who stand on no roster; null when nobody was counted yet. */
  unlisted: RosterPerson[] | null
  /** Where the roles of Named Users are for, to make a roster of: with how many each has. */
  libraries: (CodeAndName & { people: number })[]
  /** Who was looked for on the rosters, the first of them, and how many there are; null where nobody was. */
  found: { people: ListedPersonView[]; total: number } | null
  canChange: boolean
}
