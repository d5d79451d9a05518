export const PICKUP_ALERTS = ["code_used_twice", "code_of_another", "live_code_tries", "card_used_twice", "card_of_another", "vouching_of_another"] as const
export type PickupAlertKind = (typeof PICKUP_ALERTS)[number]

/** At most one of a kind for one account in so long: who guesses on and on must not bury the board. */
export const ALERT_EVERY_MS = 10 * 60_000

/** What happened, and what to do, for a liaison. `who` is a name, or the Primary ID where no name is known. */
export function pickupAlertMessage(kind: PickupAlertKind, who: string): string {
  switch (kind) {
    case "code_used_twice":
      return `The pick-up code of ${who} was tried again after it had been used. Ask ${who}: if the first use was somebody else's, show a new code, and the password set then stops working.`
    case "code_of_another":
      return `A pick-up code made for ${who} was tried with another Primary ID. It may be a slip of the finger. Ask ${who} for the slip: if it is gone, make a new code, and the old one stops working.`
    case "live_code_tries":
      return `Five wrong codes were tried for ${who}, and the in-person code has stopped working. Show a new code once ${who} stands before you.`
    case "card_used_twice":
      return `A recovery card of ${who} was tried again after it had been used. Ask ${who}: an old card is to be shredded. If somebody else has it, withdraw the enrolment under Staff, Enrolment.`
    case "card_of_another":
      return `A recovery card of ${who} was tried with another Primary ID. It may be a slip of the finger. Ask ${who} for the card: if it is gone, withdraw it under Staff, Enrolment.`
    case "vouching_of_another":
      return `The vouching code of ${who} was tried with another Primary ID. It may be a slip of the finger. Ask ${who} for it: if it is gone, make ${who} a new pick-up code, and once that is used the vouching code stops working.`
  }
}
