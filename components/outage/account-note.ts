import { type ShownState, shownState } from "@/components/account-state/state-words"
import { withoutSteps } from "@/components/account-state/without-steps"
import { moment } from "@/components/time/format-time"
import { READS_NEEDED } from "@/lib/domain/closing"
import type { AccountView, OutageView } from "@/lib/domain/views"

/** Who needs a person first, then who waits for a code, then what goes by itself. */
const URGENCY: Record<ShownState, number> = {
  needs_person: 0, needs_help: 1, internal: 2, switching: 3, waiting: 4, returning: 5, external_watching: 6, collected: 7, proved: 8,
  returned: 9, accepted: 10, left_alone: 11,
}

export function byUrgency(a: AccountView, b: AccountView): number {
  return URGENCY[shownState(a)] - URGENCY[shownState(b)] || (a.name ?? a.primaryId).localeCompare(b.name ?? b.primaryId)
}

/** "What happened", in a few words; the full reason stands in the account's own dialog. */
export function accountNote(account: AccountView, outage: OutageView, now: string): string {
  const at = (iso: string) => moment(iso, outage.institution.timeZone, now)
  const held = account.state === "internal" || account.state === "collected"
  if (account.acceptedBy) return `Accepted by ${account.acceptedBy}: ${account.acceptedReason ?? ""}`
  if (held && outage.endedAt) return account.reason ?? "Goes back next"
  if (held) return codeNote(account, at, now)
  if (account.reason) return withoutSteps(account.reason)
  switch (account.state) {
    case "waiting": return "Goes in the next run"
    case "switching": return `Sent to Alma ${at(account.stateSince)}`
    case "returning": return `Sent back ${at(account.stateSince)}`
    case "external_watching": return `Read External ${Math.min(account.externalReads, READS_NEEDED)} of ${READS_NEEDED} times`
    case "returned": return `Returned ${at(account.stateSince)}`
    default: return ""
  }
}

function codeNote(account: AccountView, at: (iso: string) => string, now: string): string {
  if (account.needsHelpUntil && account.needsHelpUntil > now) return `Pick-up without an answer. New code from ${at(account.needsHelpUntil)}`
  if (account.needsHelpUntil) return "Pick-up without an answer. Give a new code"
  if (account.reason) return account.reason
  const collected = account.loggedInAt ? `Logged in ${at(account.loggedInAt)}` : account.collectedAt ? `Collected ${at(account.collectedAt)}` : null
  const code = account.codeIssuedAt
    ? account.codeExpiresAt && account.codeExpiresAt <= now ? `code expired ${at(account.codeExpiresAt)}` : `code of ${at(account.codeIssuedAt)}`
    : null
  const vouched = account.vouchedBy ? `, vouched for by ${account.vouchedBy}` : ""
  if (collected) return (code ? `${collected}, new ${code}` : collected) + vouched
  return code ? `Not collected, ${code}${vouched}` : "No code yet"
}
