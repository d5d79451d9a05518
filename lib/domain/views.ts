import type { OutageSignOnView } from "./outage-sign-on"
import type { HoldState, OutageState, Verdict } from "./states"

/** One account of a preview. `reason` is a sentence for people. */
export interface PreviewAccountView {
  primaryId: string
  name: string | null
  department: string | null
  verdict: Verdict
  reason: string
}

export interface PreviewView {
  accounts: PreviewAccountView[]
  counts: Record<Verdict, number>
}

/** One account of an outage. Times are ISO 8601 in UTC. */
export interface AccountView {
  holdId: string
  primaryId: string
  name: string | null
  department: string | null
  state: HoldState
  /** Why it is in this state, in plain words; null where the state says it all. */
  reason: string | null
  /** Exact by-hand steps where a person is needed. */
  steps: string[] | null
  /** Account type as last read from Alma, and when. */
  observed: string | null
  observedAt: string | null
  /** Since when the account is in this state. */
  stateSince: string
  /** When a live pick-up code was issued; null when none is live. */
  codeIssuedAt: string | null
  codeExpiresAt: string | null
  collectedAt: string | null
  /** Seen in Alma's staff login report since the collection; null also where that isn't known. */
  loggedInAt: string | null
  /** A pick-up ended without an answer from Alma: no new code before this time. */
  needsHelpUntil: string | null
  /** Reads that saw External since the last write; 3 are asked for. */
  externalReads: number
  /** Accepted as unresolved: by whom, and their reason. */
  acceptedBy: string | null
  acceptedReason: string | null
  /** May be closed by a written reason: it needs a person and is to be External. */
  canAccept: boolean
  /** The colleague who vouched for this person last, where no liaison was to be reached. */
  vouchedBy: string | null
}

export interface TimelineEntryView {
  id: string
  at: string
  /** A person's name, or null when Lantern itself acted. */
  who: string | null
  text: string
}

export interface OutageCounts extends Record<HoldState, number> {
  /** Every account on the list. */
  total: number
  /** Accounts that Lantern has held or will hold: total less those left alone. */
  held: number
  /** Held accounts last read Internal. */
  nowInternal: number
  notCollected: number
}

export interface OutageView {
  id: string
  institution: InstitutionView
  /** Where staff turn a code into a password: the same address on every slip, whatever the liaison's browser calls us. */
  pickupUrl: string
  state: OutageState
  drill: boolean
  reason: string
  /** When SSO went down, as the liaison said. */
  since: string
  expectedHours: number
  declaredAt: string
  declaredBy: string
  /** Who sees to this outage now; null when nobody took it by name. */
  owner: { personId: string | null; name: string } | null
  switchedAt: string | null
  endedAt: string | null
  endedBy: string | null
  closedAt: string | null
  /** While ending: when the quiet period is over if nothing else happens. */
  watchingUntil: string | null
  counts: OutageCounts
  accounts: AccountView[]
  timeline: TimelineEntryView[]
  /** What happened at pick-ups and nobody has said to have seen yet, newest first. */
  alerts: PickupAlertView[]
  /** What was last seen of campus sign-on; null for a drill, after the end, and where nobody looks. */
  signOn: OutageSignOnView | null
  /** The signed-in person may change it. */
  canChange: boolean
  /** Server's time when this was read, for relative times. */
  readAt: string
}

export interface OutageSummaryView {
  id: string
  state: OutageState
  drill: boolean
  /** A drill of one account that proved a route. */
  proof: boolean
  reason: string
  declaredAt: string
  closedAt: string | null
  people: number
  /** Whether anybody was ever switched by it: a drill of nobody is none. */
  switched: boolean
  unresolved: number
}

export interface InstitutionView {
  id: string
  code: string
  name: string
  environment: "production" | "sandbox" | "practice" | "unknown"
  timeZone: string
  loginUrl: string
  ssoUrl: string | null
  route: "job" | "direct" | "manual"
  helpContact: string | null
  /** Requests a second that Lantern may send to this Alma. */
  rate: number
  /** Whether the key, when it was last looked at, could set a password: without that no pick-up code is of use. */
  setsPasswords: boolean
}

export interface OpenOutageView {
  /** The outage that is open; where there is none, the drill. */
  openOutage: { id: string; state: OutageState; drill: boolean; counts: OutageCounts; signOn: OutageSignOnView | null } | null
  /** A drill that is still ending beside an outage. */
  drillBeside: { id: string } | null
  canDeclare: boolean
}

export interface HomeView extends OpenOutageView {
  institution: InstitutionView
  /** Accounts of any outage, ever, that need a person. */
  unresolved: { outageId: string; drill: boolean; holdId: string; primaryId: string; name: string | null; reason: string | null; since: string }[]
  /** What happened at pick-ups, in an outage or not, and nobody has seen yet. */
  pickupAlerts: PickupAlertView[]
  checks: CheckView[]
  checkedAt: string | null
  /** What nobody has said to have seen yet; none for who may change nothing. */
  alerts: AlertView[]
  history: OutageSummaryView[]
}

export interface CheckView {
  id: string
  status: "ok" | "warn" | "fail"
  message: string
  fix: string | null
  /** It couldn't be looked at, so it is never `ok`; this says nothing of what the key can do. Looked at again in an hour. */
  unanswered?: true
  /** When it was last looked at, and since when it has had this status. ISO 8601 in UTC; not in what was kept before there were any. */
  lookedAt?: string
  since?: string
  /** What it is made of, where each part says something of its own. */
  parts?: CheckPart[]
}

/** One thing that a check looked at. */
export interface CheckPart {
  id: string
  /** The account that it is of, by Primary ID. */
  of?: string
  /** Challenge and response, as on a checklist. */
  title: string
  /** `unknown`: couldn't be told, and counts as neither good nor bad. */
  status: CheckView["status"] | "unknown"
  message: string
  /** Why it matters, or what to do; null where nothing is owed. */
  why: string | null
  /** When this part was looked at, where that is seldomer than the rest. ISO 8601 in UTC. */
  at?: string
}

/** Something that somebody of the institution should look at, until one of them has. */
export interface AlertView {
  id: string
  kind: string
  message: string
  at: string
}

/** A code as handed out: shown to the liaison once, at issue, and kept nowhere in the clear. */
export interface IssuedCodeView {
  holdId: string
  primaryId: string
  name: string | null
  department: string | null
  code: string
  kind: "slip" | "live"
  expiresAt: string
}

/** The answer of a pick-up, shown once. */
export interface CredentialsView {
  name: string | null
  userName: string
  password: string
  loginUrl: string
  institutionName: string
  helpContact: string | null
  /** A drill: the password is real all the same. */
  drill: boolean
  /** The recovery card in the place of the one that was used. */
  card: { code: string; pickupUrl: string } | null
  /** For who was named beforehand to vouch for colleagues. */
  vouching: VouchingView | null
}

/** What a person needs to vouch for the colleagues they were named for: shown once, beside the password. */
export interface VouchingView {
  code: string
  expiresAt: string
  /** Names of those on the list of this outage; `others` aren't on it, or have no name there. */
  for: string[]
  others: number
}

/** The in-person code that a colleague gets for whom they vouched: shown once, good for ten minutes. */
export interface VouchedView {
  drill: boolean
  code: string
  name: string | null
  expiresAt: string
}

/** Something at a pick-up that a liaison should look at: what happened and what to do, in `message`. */
export interface PickupAlertView {
  id: string
  drill: boolean
  at: string
  message: string
  outageId: string | null
  holdId: string | null
}

/** The signed-in person. */
export interface ViewerView {
  personId: string
  name: string
  email: string
  institutions: { id: string; code: string; name: string; role: "admin" | "liaison" | "observer" }[]
}
