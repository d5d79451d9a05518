/** One run of Stryker: what is changed, and the tests that shall notice. */
export interface Portion {
  name: string
  /** The directory whose score this counts to. */
  directory: "lib/domain" | "lib/auth" | "lib/runner" | "lib/services"
  mutate: string[]
  tests: string[]
  /** Whether the tests need Postgres. */
  database: boolean
}

const inRunner = (...names: string[]) => names.map((name) => `lib/runner/${name}.db.test.ts`)
const rule = (...numbers: number[]) => inRunner(...numbers.map((number) => `rules/rule-${String(number).padStart(2, "0")}-*`))

/** Small ones, since what a stopped run had of a portion is lost. Most telling for the staff's accounts first. */
export const PORTIONS: Portion[] = [
  { name: "domain", directory: "lib/domain", mutate: ["lib/domain/*.ts", "!lib/domain/practice-staff.ts"], tests: ["lib/domain/*.test.ts"], database: false },
  auth("auth", ["client-address", "cookies", "form-input", "note-refused", "password-hash", "password-policy", "permissions", "report-unexpected", "same-origin", "security-headers", "server-error", "session-token", "tokens", "totp"], []),
  auth("auth-database", ["current-institution", "sessions", "step-up", "throttle", "throttle-pickup"], ["lib/auth/*.db.test.ts", "lib/services/{sign-in,step-up,pickup-guessing}.db.test.ts", ...rule(11)]),
  auth("auth-passkeys", ["browser-name", "factors", "passkeys", "password-common"], ["lib/services/{second-factors,sign-in,staff-enrolment}.db.test.ts"]),
  auth("auth-campus", ["campus-answers", "campus-provider", "campus-return"], ["app/api/auth/*/campus.db.test.ts"]),
  runner("return", ["return-step", "unread", "step-context"], inRunner("steps/return")),
  runner("switch", ["direct-step", "manual-step", "read-for-switch", "read-held"], [...inRunner("steps/switch", "steps/return"), ...rule(1, 2, 4)]),
  services("pick-up", ["set-temporary-password", "pursue-password", "redeem-code", "pick-up-account", "count-live-try", "recover-pickup", "give-code-back", "let-go", "issue-codes"], inRunner("steps/pickup", "rules/rule-06-*")),
  services("enrolled", ["find-card", "new-card", "new-vouching", "vouch-for", "name-voucher", "remove-voucher", "make-enrolment-links", "open-enrolment", "enrolment-tokens", "print-card", "withdraw-enrolment", "list-enrolments", "known-staff", "enrol-passkey", "redeem-passkey", "passkey-challenges", "passkey-input", "answer-wrong", "raise-pickup-alert", "see-alert", "pickup-words"], ["lib/services/{enrolled-pickup,staff-enrolment,pickup-alerts}.db.test.ts"]),
  runner("watch", ["watch-step", "watch-pace", "sweep-step", "step-hold", "settle-outages"], [...inRunner("steps/switch"), ...rule(5), "lib/services/by-hand-unread.db.test.ts"]),
  runner("run-start", ["job-run/start-job", "job-run/find-start", "job-run/follow-job", "job-run/set-gone", "job-run/run-notes"], [...inRunner("steps/job-run", "lost-start", "odd-sets"), ...rule(3)]),
  runner("run-members", ["job-run/read-members", "job-run/seen-members", "job-run/read-back", "job-run/run-members", "job-run/settled-members", "job-run/refresh-members", "job-run/release-members", "job-run/commit-run", "job-run/fail-run"], [...inRunner("steps/job-run", "job-run/*"), ...rule(1, 2, 8)]),
  runner("run-set", ["job-run/fill-set", "job-run/look-at-set", "job-run/form-job-run", "job-run/step-job-run"], [...inRunner("steps/job-run", "odd-sets", "set-edited"), ...rule(7)]),
  runner("loop", ["reconcile", "runner", "turns", "nudge"], inRunner("journey", "set-edited", "crowd")),
  services("outage", ["declare-outage", "switch-accounts", "end-outage", "return-accounts", "add-accounts", "accept-unresolved", "list-accounts", "judge-accounts", "try-again", "try-all-again", "original-facts", "require-route", "refuse-ended", "hand-over-outage"], [...rule(1, 2, 5, 8, 11), "lib/services/{hand-over-outage,switch-accounts}.db.test.ts"]),
  services("sign-in", ["start-sign-in", "finish-sign-in", "create-sign-in-link", "clear-factors", "redeem-sign-in-link", "enrol-totp", "set-password", "sign-out", "own-session", "step-up", "add-person", "person-chain"], ["lib/services/{sign-in,step-up,people}.db.test.ts"]),
  services("desk", ["check-by-hand", "open-hand-card", "tick-by-hand", "hand-over-by-hand", "save-draft", "forget-draft", "save-roster", "gather-staff", "search-staff", "read-alma-set", "preview-accounts", "preview-portion"], ["lib/services/{by-hand,by-hand-unread,drafts,choose-staff}.db.test.ts"]),
  services("institution", ["add-institution", "set-institution", "institution-options", "probe-alma", "set-job-payload", "list-institutions", "sign-on-probe", "triage-sign-on", "may-lead-inside", "change-institution", "offer-sis-profiles"], ["lib/services/{institutions,triage-sign-on}.db.test.ts", "lib/services/sign-on-probe.test.ts"]),
  services("readiness", ["check-institution", "checks/*", "internal-admins", "see-alerts", "send-mail", "tell-liaisons"], ["lib/services/{readiness,institutions}.db.test.ts"]),
  services("backup-admin", ["backup-admin-data", "backup-admin-password", "check-in-backup-admin", "check-out-backup-admin", "find-backup-admin", "keep-backup-admin", "make-backup-admin", "open-backup-admin-sheet", "preview-backup-admin", "set-backup-password", "take-patron-off", "tell-of-backup-admin"], ["lib/services/backup-admin.db.test.ts"]),
  services("factors", ["ask-passkey", "check-factor", "make-challenge", "make-recovery-codes", "note-refused-try", "passkey-challenges", "register-passkey", "rename-passkey", "revoke-passkey", "see-notices", "tell-person"], ["lib/services/{second-factors,sign-in,step-up}.db.test.ts"]),
  services("people", ["change-role", "choose-institution", "end-own-sessions", "end-sessions-of", "find-person", "keep-a-manager", "list-people", "set-person-disabled", "vouch"], ["lib/services/people.db.test.ts"]),
  services("campus", ["campus-refused", "start-campus-sign-in", "tie-campus-login", "untie-campus-login"], ["app/api/auth/*/campus.db.test.ts"]),
  services("sign-on", ["mail-login", "probe-host", "probe-metadata", "probe-sign-on-by-schedule", "read-page", "saml-metadata"], ["lib/services/{sign-on-probe,probe-metadata}.test.ts", "lib/services/{probe-sign-on-by-schedule,triage-sign-on,institutions}.db.test.ts"]),
  services("rosters", ["change-roster", "create-roster", "refresh-due-rosters", "refresh-roster", "roster-people", "walk-pages"], ["lib/services/{rosters,choose-staff}.db.test.ts"]),
  services("named-users", ["continue-named-user-count", "finish-named-user-count", "read-role-names", "set-named-user-rules", "start-named-user-count"], ["lib/services/named-users.db.test.ts"]),
  services("proof", ["answer-pin", "proof-record", "prove-route", "recent-login"], ["lib/runner/proof/*.db.test.ts"]),
  runner("proof", ["remember-proof", "proof/advance-proofs", "proof/finish-proof", "proof/prove-password", "proof/save-steps"], ["lib/runner/proof/*.db.test.ts"]),
  services("drill", ["held-by-drill", "note-notice", "take-over-from-drill"], [...inRunner("drill-beside-outage"), ...rule(2)]),
  services("key", ["rotate-key"], ["lib/services/rotate-key.db.test.ts"]),
  services("upkeep", ["recovery-sheet", "recovery-sheet-text", "recovery-sheet-format", "known-sheets", "adopt-outage", "adopt-holds", "notice-logins", "recent-reads", "check-epoch", "housekeeping", "verify-audit-chains", "seed-practice", "in-parallel", "parse-input"], ["lib/services/{recovery-sheet,adopt-outage,notice-logins,check-epoch,housekeeping}.db.test.ts", ...rule(10)]),
]

/** Not changed, and why. */
export const LEFT_OUT: [file: string, why: string][] = [
  ["lib/domain/practice-staff.ts", "a list of invented people, which lib/practice/practice-staff.test.ts compares with the practice Alma's"],
  ["lib/auth/current-actor.ts, next-auth-options.ts, next-auth-secret.ts, route-guard.ts", "need the running server: the browser tests cover them"],
  ["lib/services/web-context.ts, page-answers.ts, waker.ts, server-address.ts, context.ts, lib/runner/web-worker.ts", "need the running server: the browser tests cover them"],
]

function auth(name: string, files: string[], tests: string[]): Portion {
  const mutate = files.map((file) => `lib/auth/${file}.ts`)
  return { name, directory: "lib/auth", mutate, tests: ["lib/auth/*.test.ts", ...tests], database: tests.length > 0 }
}

function runner(name: string, files: string[], tests: string[]): Portion {
  return { name: `runner-${name}`, directory: "lib/runner", mutate: files.map((file) => `lib/runner/${file}.ts`), tests, database: true }
}

function services(name: string, files: string[], tests: string[]): Portion {
  return { name: `services-${name}`, directory: "lib/services", mutate: files.map((file) => `lib/services/${file}.ts`), tests, database: true }
}
