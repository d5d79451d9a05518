import type { Verdict } from "./states"

/** What was read of an account, in the words of the preview: of a list that is about to be switched. */
export const VERDICT_WORDS: Record<Verdict, string> = {
  switch: "Will be switched",
  already_internal: "Already Internal",
  not_found: "Not found",
  inactive: "Inactive",
  expired: "Expired",
  protected: "Protected",
  no_external_id: "No external id",
  duplicate: "Listed twice",
  unreadable: "Could not be read",
  not_read: "Not read",
}

/** The same of a roster, which is about a day that may come. */
export const ROSTER_WORDS: Record<Verdict, string> = { ...VERDICT_WORDS, switch: "Can be switched", not_read: "Not read yet" }
