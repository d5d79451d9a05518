/**
 * A list for a first outage in the practice library: 23 people who can be switched, and seven of
 * those whom a preview leaves alone. All invented; `lib/practice/people.ts` has them.
 */
export const PRACTICE_STAFF = [
  "aabernethy", "bhasegawa", "coyelaran", "dvasquez", "edriscoll", "fgallowglass", "gnovotny", "hulvaeus",
  "icalloway", "jfairweather", "kmbatha", "lthackeray", "mbirdsong", "neberhart", "olockhart", "psilvestri",
  "qashdown", "rdubinski", "skettering", "trautio", "noteworthy", "mixedseg", "manyroles",
  "ogrady", "tvance", "hlindqvist", "pnakamura", "zokafor", "backup_admin", "mhuxley",
]
