import { READS_NEEDED } from "@/lib/domain/closing"
import type { HoldState } from "@/lib/domain/states"
import type { AccountView } from "@/lib/domain/views"

/**
 * How an account is drawn: its state, or `accepted` once a named person closed it in writing, or `needs_help` where
 * a pick-up got no answer from Alma and its person stands there without a password.
 */
export type ShownState = HoldState | "accepted" | "proved" | "needs_help"

/** The one word for each state, as in the page, on paper and in the command. */
export const STATE_WORDS: Record<ShownState, string> = {
  waiting: "Waiting",
  switching: "Switching",
  internal: "Internal",
  collected: "Collected",
  returning: "Returning",
  external_watching: "External, watching",
  proved: "External, watching",
  returned: "Returned",
  left_alone: "Left alone",
  needs_person: "Needs a person",
  needs_help: "Needs help",
  accepted: "Accepted",
}

export function shownState(account: AccountView): ShownState {
  if (account.acceptedBy) return "accepted"
  if (account.state === "external_watching" && account.externalReads >= READS_NEEDED) return "proved"
  if (account.needsHelpUntil && (account.state === "internal" || account.state === "collected")) return "needs_help"
  return account.state
}

/** Accounts that wait for a person: nobody has accepted them in writing. */
export function needsPerson(account: AccountView): boolean {
  return account.state === "needs_person" && !account.acceptedBy
}

/** A name to call somebody by: the Primary ID where Alma gave no name. */
export function personName(account: { name: string | null; primaryId: string }): string {
  return account.name ?? account.primaryId
}
