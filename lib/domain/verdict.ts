import type { AccountFacts } from "./account-facts"
import { primaryIdKey } from "./account-facts"
import type { ReadVerdict, Verdict } from "./states"

export interface VerdictRules {
  /** Today in the institution's time zone, `YYYY-MM-DD`. */
  today: string
  /** The institution's own back-up admin accounts, all that it has named: never switched. */
  backupAdminIds: readonly string[]
}

export interface Judgement<V extends Verdict = ReadVerdict> {
  verdict: V
  reason: string
}

/** CARLI's list of accounts that nobody may touch. */
const PROTECTED_PREFIXES = ["exl_", "rialto_", "carli_"]
const PROTECTED_IDS = ["leganto_guest"]
const PROTECTED_NAMES = ["alma administrator"]

/** Judges one account that was read from Alma. Only a verdict of `switch` leads to a change. */
export function judge(facts: AccountFacts, rules: VerdictRules): Judgement {
  const barred = protectedById(facts.primaryId, rules)
  if (barred) return barred
  if (PROTECTED_NAMES.includes(facts.name.trim().toLowerCase())) return SYSTEM_ACCOUNT
  if (facts.accountType === "INTERNAL") {
    return { verdict: "already_internal", reason: "Already Internal before." }
  }
  if (facts.accountType !== "EXTERNAL") {
    return {
      verdict: "already_internal",
      reason: `Account type is “${facts.accountType || "empty"}”, neither External nor Internal.`,
    }
  }
  if (facts.status !== "" && facts.status !== "ACTIVE") {
    return { verdict: "inactive", reason: "Inactive: could not log in." }
  }
  if (facts.expiryDate !== null && facts.expiryDate < rules.today) {
    return { verdict: "expired", reason: `Expired ${facts.expiryDate}: could not log in.` }
  }
  if (facts.externalId === "") {
    return { verdict: "no_external_id", reason: "No external id: could not be returned." }
  }
  return { verdict: "switch", reason: `Active, returns to ${facts.externalId}.` }
}

/** Judges an account that nobody could read, by its id alone: a person looks at it before anything is done. */
export function judgeUnread(primaryId: string, rules: VerdictRules): Judgement<Verdict> {
  const reason = "This key can't read users: look at the account in Alma before you switch it."
  return protectedById(primaryId, rules) ?? { verdict: "not_read", reason }
}

const SYSTEM_ACCOUNT: Judgement = { verdict: "protected", reason: "A system account of Ex Libris or CARLI." }

function protectedById(primaryId: string, { backupAdminIds }: VerdictRules): Judgement | null {
  const key = primaryIdKey(primaryId)
  if (backupAdminIds.some((id) => primaryIdKey(id) === key)) return { verdict: "protected", reason: "Your back-up admin account." }
  return isSystemId(primaryId) ? SYSTEM_ACCOUNT : null
}

/** Whether this Primary ID is one of Ex Libris's or CARLI's own, by CARLI's list. */
export function isSystemId(primaryId: string): boolean {
  const key = primaryIdKey(primaryId)
  return PROTECTED_IDS.includes(key) || PROTECTED_PREFIXES.some((prefix) => key.startsWith(prefix))
}
