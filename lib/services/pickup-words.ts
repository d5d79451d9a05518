import type { ClaimedCode } from "./give-code-back"

/** Ends a sentence that says what went wrong: what was brought to the pick-up can be brought again. */
export function stillGood({ ticket }: Pick<ClaimedCode, "ticket">): string {
  switch (ticket) {
    case undefined:
      return "your code is still good"
    case "card":
      return "your card is still good"
    case "passkey":
      return "your passkey is still good"
  }
}

/** After a lost answer nobody may get the next password for five minutes, lest a late write undo it. */
export function afterUnknown(code: Pick<ClaimedCode, "ticket">): string {
  if (!code.ticket) return "Ask for help: a new code can be made in five minutes."
  return `Try again in five minutes: ${stillGood(code)}.`
}
