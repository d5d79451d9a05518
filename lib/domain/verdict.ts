import type { AccountFacts } from "./account-facts"
import { primaryIdKey } from "./account-facts"
import type { Verdict } from "./states"

export interface VerdictRules {
  /** Today in the institution's time zone, `YYYY-MM-DD`. */
  today: string
  /** The institution's own back-up admin account: never switched. */
  backupAdminId: string | null
}

export interface Judgement {
  verdict: Verdict
  reason: string
}

/** CARLI's list of accounts that nobody may touch. */
const PROTECTED_PREFIXES = ["exl_", "rialto_", "carli_"]
const PROTECTED_IDS = ["leganto_guest"]
const PROTECTED_NAMES = ["alma administrator"]

/** Judges one account that was read from Alma. Only a verdict of `switch` leads to a change. */
export function judge(facts: AccountFacts, rules: VerdictRules): Judgement {
  const key = primaryIdKey(facts.primaryId)
  if (rules.backupAdminId !== null && key === primaryIdKey(rules.backupAdminId)) {
    return { verdict: "protected", reason: "Your back-up admin account." }
  }
  if (isProtected(facts)) {
    return { verdict: "protected", reason: "A system account of Ex Libris or CARLI." }
  }
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

function isProtected(facts: AccountFacts): boolean {
  const key = primaryIdKey(facts.primaryId)
  return (
    PROTECTED_IDS.includes(key) ||
    PROTECTED_PREFIXES.some((prefix) => key.startsWith(prefix)) ||
    PROTECTED_NAMES.includes(facts.name.trim().toLowerCase())
  )
}
