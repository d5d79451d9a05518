import type { Account, Checker } from "../checker"
import type { Change } from "../memory/memory-db"
import type { Entry } from "../practice-side"

/** How long a run may wait before it reads its members anew, and a margin: refresh-members.ts. */
const UNSEEN_MS = 700_000
/** Between a read and the intent that it led to. */
const READ_TO_INTENT_MS = 400_000

/** Rules 1, 2 and 5, at each change in Alma. */
export function checkHistoryEntry(checker: Checker, account: Account, entry: Entry): void {
  if (entry.by !== "api" && entry.by !== "job") return
  if (entry.what === "account_type" && entry.to === "INTERNAL") becameInternal(checker, account, entry)
  if (entry.what === "account_type" && entry.from === "INTERNAL") leftInternal(checker, account)
  if (entry.what === "password" && entry.by === "job") jobReset(checker, account, entry)
}

function becameInternal(checker: Checker, account: Account, entry: Entry): void {
  if (checker.isStranger(account, entry.requestId)) return
  const holds = checker.holdsOf(account)
  const held = holds.some((hold) => hold.intendedAt !== null && hold.original !== null)
  const who = String(account.before.primary_id)
  if (!held) return checker.fail("1 intent first", `${who} became Internal without original facts and intent`)
  // With the quiet period as it is by default, the latest write has landed before a hold is returned.
  const late = holds.every((hold) => hold.state === "returned" || hold.intendedAt === null)
  if (late && checker.sim.plan.quietSeconds >= 600) checker.fail("5 quiet period", `${who} became Internal by a late write after it had been returned`)
}

/** Only an account with our intent is returned, and what was Internal before stays. */
function leftInternal(checker: Checker, account: Account): void {
  const who = String(account.before.primary_id)
  const stretch = account.stretches.at(-1)!
  if (account.stretches.every((each) => each.type === "INTERNAL")) {
    return checker.fail("2 what was Internal stays", `${who} was Internal from the start and was returned`)
  }
  const ids = new Set(checker.holdsOf(account).map((hold) => hold.id))
  const intents = [...checker.sim.store.rows("intent")].filter((row) => ids.has(row.holdId) && String(row.kind).startsWith("switch"))
  if (intents.length === 0) return checker.fail("2 only with our intent", `${who} was returned without our intent`)
  if (stretch.by === "api" || stretch.by === "job") return
  const first = Math.min(...intents.map((row) => (row.createdAt as Date).getTime()))
  if (first > stretch.from + READ_TO_INTENT_MS) {
    checker.fail("2 what was Internal stays", `${who} was made Internal by somebody else before our intent, and was returned`)
  }
}

/** The job resets the password of whoever is Internal already; so nobody read Internal may stand in the set. */
function jobReset(checker: Checker, account: Account, entry: Entry): void {
  const stretch = account.stretches.at(-1)!
  if (checker.isStranger(account, entry.requestId) || stretch.type !== "INTERNAL" || stretch.requestId === entry.requestId) return
  const started = checker.byRequest.get(entry.requestId)
  if (started && started.at - stretch.from > UNSEEN_MS) {
    checker.fail("2 only who was read External", `the job reset the password of ${String(account.before.primary_id)}, who had been Internal for long`)
  }
}

/** Rule 8: each change of a state stands in the audit, in the same transaction. */
export function checkAudit(checker: Checker, changes: Change[]): void {
  const entries = changes.filter((change) => change.model === "auditEntry").map((change) => change.after!)
  const states = new Map<object, { before: unknown; after: unknown; model: string; id: unknown }>()
  for (const { model, before, after } of changes) {
    if ((model !== "hold" && model !== "outage") || !after) continue
    const known = states.get(after)
    states.set(after, { before: known ? known.before : before?.state, after: after.state, model, id: after.id })
  }
  for (const { before, after, model, id } of states.values()) {
    if (before === after) continue
    const told = entries.some((entry) =>
      model === "hold" ? entry.holdId === id && entry.action === `hold.${String(after)}` : entry.outageId === id,
    )
    if (!told) checker.fail("8 no change without audit", `a ${model} went from ${String(before)} to ${String(after)} without an audit entry`)
  }
}

/** Rule 7: an intent is committed under the newest fence only. */
export function checkFences(checker: Checker, changes: Change[]): void {
  for (const { model, before, after } of changes) {
    if (model !== "intent" || before || !after) continue
    const hold = [...checker.sim.store.rows("hold")].find((row) => row.id === after.holdId)
    if (hold && hold.fence !== after.fence) {
      checker.fail("7 one writer", `an intent for ${String(hold.primaryId)} was committed under fence ${String(after.fence)}; it is ${String(hold.fence)} by now`)
    }
  }
}
