import type { AccountView } from "@/lib/domain/views"

/** What is known of a hand-over. A person can be in more than one: who has logged in has collected too. */
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

/** The same numbers as on the lamp board, but that who needs help is counted here where they would be without it, too. */
export function isIn(hand: HandOver, account: AccountView): boolean {
  switch (hand) {
    case "not_collected": return account.state === "internal"
    case "collected": return account.state === "collected"
    case "logged_in": return account.state === "collected" && account.loggedInAt !== null
    case "needs_help": return isHeld(account) && account.needsHelpUntil !== null
  }
}

/** A pick-up ended without an answer from Alma just now: a new code must wait. `now` is ISO 8601. */
export function mustWait(account: AccountView, now: string): boolean {
  return account.needsHelpUntil !== null && account.needsHelpUntil > now
}
