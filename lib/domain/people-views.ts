import type { Role } from "./actor"

/** What a person can sign in with. */
export interface FactorsView {
  password: boolean
  app: boolean
  passkeys: number
  /** Recovery codes that aren't used yet. */
  recoveryCodes: number
}

export interface RoleView {
  /** Null: every institution of this Lantern. */
  institution: { code: string; name: string } | null
  role: Role
  /** Whether whoever looks may change it. */
  mayChange: boolean
}

/** What a sign-in link opens: the question for a second factor, the set-up alone, or, of whoever has none yet, a session. */
export type LinkOpens = "second-factor" | "set-up" | "session"

/** A person as an admin sees them: only roles in institutions that the admin manages, or that reach into them. */
export interface PersonView {
  id: string
  name: string
  email: string
  disabled: boolean
  roles: RoleView[]
  factors: FactorsView
  openSessions: number
  /** ISO 8601, as all times here. */
  lastSignIn: string | null
  you: boolean
  /** Whether whoever looks may make links for them, disable them and end their sessions. */
  mayActOn: boolean
}

export interface PeopleView {
  people: PersonView[]
  /** Where whoever looks may add people. */
  institutions: { code: string; name: string }[]
  mayAddEverywhere: boolean
}

export interface SessionView {
  id: string
  createdAt: string
  lastSeenAt: string
  method: string
  address: string | null
  browser: string | null
  /** The one that asks. */
  here: boolean
}

export interface NoticeView {
  id: string
  kind: string
  message: string
  at: string
}

export interface AccountView {
  name: string
  email: string
  complete: boolean
  hasPassword: boolean
  /** Whether a new password needs the present one: not for who came by a link, and may have forgotten it. */
  asksPresentPassword: boolean
  hasApp: boolean
  /** Whether a browser can make passkeys at this Lantern's address. */
  canHavePasskeys: boolean
  passkeys: { id: string; name: string; createdAt: string; lastUsedAt: string | null; backedUp: boolean }[]
  recoveryCodes: { left: number; madeAt: string | null }
  sessions: SessionView[]
  /** Null where this Lantern has no campus sign-on. */
  campus: { tiedAt: string | null; lastUsedAt: string | null } | null
  /** Not seen yet, newest first. */
  notices: NoticeView[]
}

export interface SecurityView {
  people: PersonView[]
  sessions: (Omit<SessionView, "here"> & { personId: string; name: string })[]
  /** Newest first; `person` names whose account it is about. */
  alerts: (NoticeView & { person: string | null; seen: boolean })[]
}
