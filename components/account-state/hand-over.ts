import type { AccountView } from "@/lib/domain/views"

/** What is known of a hand-over. Who has logged in has collected too; the others are one or the other. */
export const HAND_OVERS = ["not_collected", "collected", "logged_in", "needs_help"] as const
export type HandOver = (typeof HAND_OVERS)[number]

export const HAND_OVER_WORDS: Record<HandOver, string> = {
  not_collected: "Not collected",
  collected: "Collected",
  logged_in: "Logged in",
  needs_help: "Needs help",
}

/** Whether Lantern made the account Internal and it is to be handed over, or was. */
export function isHeld(account: AccountView): boolean {
  return account.state === "internal" || account.state === "collected"
}

/** The same numbers as on the lamp board; who has logged in is counted under Collected too. */
export function isIn(hand: HandOver, account: AccountView): boolean {
  const helpless = isHeld(account) && account.needsHelpUntil !== null
  switch (hand) {
    case "not_collected": return account.state === "internal" && !helpless
    case "collected": return account.state === "collected" && !helpless
    case "logged_in": return account.state === "collected" && account.loggedInAt !== null
    case "needs_help": return helpless
  }
}

/** Internal, not collected, and free to be given a code now. `now` is ISO 8601. */
export function isReadyForCode(account: AccountView, now: string): boolean {
  return account.state === "internal" && !mustWait(account, now)
}

/** A pick-up ended without an answer from Alma just now: a new code must wait. `now` is ISO 8601. */
export function mustWait(account: AccountView, now: string): boolean {
  return account.needsHelpUntil !== null && account.needsHelpUntil > now
}
