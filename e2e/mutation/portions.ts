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

const RULES = "lib/runner/rules/*.db.test.ts"
const STEPS = "lib/runner/steps/*.db.test.ts"

/** Small ones, since what a stopped run had of a portion is lost. Most telling for the staff's accounts first. */
export const PORTIONS: Portion[] = [
  { name: "domain", directory: "lib/domain", mutate: ["lib/domain/*.ts"], tests: ["lib/domain/*.test.ts"], database: false },
  {
    name: "auth",
    directory: "lib/auth",
    mutate: ["lib/auth/*.ts"],
    tests: ["lib/auth/*.test.ts", "lib/services/sign-in.db.test.ts", "lib/services/step-up.db.test.ts", "lib/runner/rules/rule-11-*.db.test.ts"],
    database: true,
  },
  runner("return", ["return-step", "unread", "step-context"]),
  runner("switch", ["direct-step", "manual-step", "read-for-switch", "read-held"]),
  runner("watch", ["watch-step", "sweep-step", "step-hold", "settle-outages"]),
  runner("run-start", ["job-run/start-job", "job-run/find-start", "job-run/follow-job", "job-run/set-gone", "job-run/run-notes"]),
  runner("run-set", ["job-run/fill-set", "job-run/look-at-set", "job-run/form-job-run", "job-run/step-job-run"]),
  runner("run-members", ["job-run/read-members", "job-run/read-back", "job-run/run-members", "job-run/seen-members", "job-run/settled-members", "job-run/refresh-members", "job-run/release-members", "job-run/commit-run", "job-run/fail-run"]),
  runner("loop", ["reconcile", "runner"], ["lib/runner/{journey,set-edited,crowd}.db.test.ts"]),
  services("pick-up", ["redeem-code", "set-temporary-password", "pursue-password", "recover-pickup", "give-code-back", "issue-codes"], ["lib/runner/pickup-safety.db.test.ts"]),
  services("outage", ["declare-outage", "switch-accounts", "end-outage", "return-accounts", "add-accounts", "accept-unresolved", "list-accounts", "judge-accounts", "try-again", "try-all-again", "original-facts", "require-route", "hand-over-outage"], ["lib/services/hand-over-outage.db.test.ts", "lib/services/outage-verbs.db.test.ts"]),
  services("sign-in", ["start-sign-in", "finish-sign-in", "create-sign-in-link", "redeem-sign-in-link", "enrol-totp", "set-password", "sign-out", "own-session", "add-person", "person-chain"], ["lib/services/sign-in.db.test.ts", "lib/services/step-up.db.test.ts"]),
  services("desk", ["check-by-hand", "open-hand-card", "tick-by-hand", "hand-over-by-hand", "save-draft", "forget-draft", "save-roster", "gather-staff", "search-staff", "read-alma-set", "preview-accounts", "preview-portion"], ["lib/services/{by-hand,drafts,choose-staff}.db.test.ts"]),
  services("institution", ["add-institution", "check-institution", "set-institution", "institution-options", "probe-alma", "set-job-payload", "check-backup-admin", "list-institutions", "sign-on-probe", "triage-sign-on", "recovery-sheet", "recovery-sheet-text", "notice-logins", "check-epoch", "housekeeping", "verify-audit-chains", "seed-practice"], ["lib/services/{institutions,triage-sign-on,recovery-sheet,notice-logins,check-epoch}.db.test.ts", "lib/services/sign-on-probe.test.ts"]),
]

/** Not changed, and why. */
export const LEFT_OUT: [file: string, why: string][] = [
  ["lib/services/web-context.ts, page-answers.ts, waker.ts, lib/runner/web-worker.ts", "need the running server: the browser tests cover them"],
]

function runner(name: string, files: string[], tests: string[] = []): Portion {
  const mutate = files.map((file) => `lib/runner/${file}.ts`)
  return { name: `runner-${name}`, directory: "lib/runner", mutate, tests: [RULES, STEPS, ...tests], database: true }
}

function services(name: string, files: string[], tests: string[]): Portion {
  const mutate = files.map((file) => `lib/services/${file}.ts`)
  return { name: `services-${name}`, directory: "lib/services", mutate, tests: [RULES, ...tests], database: true }
}
