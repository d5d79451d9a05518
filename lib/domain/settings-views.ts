import type { ConnectStep } from "./connect-steps"
import type { MailLogin } from "./sign-on"
import type { Route } from "./states"
import type { TriageLine } from "./triage"
import type { InstitutionView } from "./views"

/** Everything that is set of one institution. The key is never part of it. */
export interface InstitutionSettingsView extends InstitutionView {
  practice: boolean
  apiUrl: string
  /** The institution's code in Alma, as the key reaches it; null when the key may not read it. */
  almaCode: string | null
  ssoMetadataUrl: string | null
  sisProfile: string | null
  sisGroups: string[]
  job: { id: string; parameters: number; words: string[] } | null
  jobProvedAt: string | null
  directProvedAt: string | null
  backupAdminId: string | null
  namedUserAllowance: number | null
  /** When somebody went through a step of connecting. */
  setUp: Partial<Record<ConnectStep, string>>
  /** What the key could do when it was last looked at. */
  key: { id: "key.read" | "key.write" | "key.jobs"; status: "ok" | "warn" | "fail"; message: string }[]
  /** What the last look at the mail server found; it is set in the environment, for all institutions. */
  mail: string | null
  checkedAt: string | null
  openOutage: string | null
  /** Memberships in this institution, of people who aren't disabled. */
  people: { admins: number; liaisons: number; observers: number }
  backupAdmins: number
  canManage: boolean
}

/** What a change of settings led to. */
export interface ChangedSettings {
  code: string
  warnings: string[]
  /** What was tried at once, and what was seen. */
  tested: TriageLine[]
}

export interface ConnectedInstitution extends ChangedSettings {
  id: string
}

export interface SisProfiles {
  /** Null when Alma didn't tell them; `why` says it. */
  profiles: { code: string; name: string }[] | null
  why: string | null
  mailLogin: MailLogin
}

export interface UserGroups {
  /** Null when Alma didn't tell them; `why` says it. `loaded`: the campus load writes to it. */
  groups: { code: string; name: string; loaded: boolean }[] | null
  why: string | null
}

export interface StoredPayload {
  sentences: string[]
}

export const ROUTE_NAMES: Record<Route, string> = {
  job: "Alma's own job",
  direct: "directly, one account at a time",
  manual: "by hand in Alma's screen",
}
