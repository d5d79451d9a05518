/** One member of staff who is enrolled, or has a link to do so. Times are ISO 8601 in UTC. */
export interface EnrolledView {
  id: string
  primaryId: string
  name: string | null
  passkeys: number
  /** When the card that is still good was made; null without one. */
  cardSince: string | null
  /** Since when they can pick up without a liaison; null: not yet. */
  since: string | null
  /** Until when the link works that is still out; null when none is. */
  linkUntil: string | null
  linkBy: string
}

/** A roster, and how many on it can't pick up without a liaison yet. */
export interface RosterGapView {
  id: string
  name: string
  people: number
  missing: number
}

/** `voucher` may confirm `for` when no liaison can be reached. */
export interface VoucherView {
  id: string
  voucher: string
  voucherId: string
  for: string
  forId: string
  namedBy: string
}

export interface EnrolmentView {
  people: EnrolledView[]
  rosters: RosterGapView[]
  vouchers: VoucherView[]
  canChange: boolean
}

/** A link as handed out: shown once, at issue, and kept nowhere in the clear. */
export interface EnrolmentLinkView {
  primaryId: string
  name: string | null
  url: string
  expiresAt: string
}

/** What the page behind a link shows of whom it is for; no Primary ID, which a wrong pair of hands would need. */
export interface OpenedEnrolmentView {
  /** For the further steps on this page, and nowhere else. */
  ticket: string
  name: string | null
  institutionName: string
  helpContact: string | null
  timeZone: string
  pickupUrl: string
  passkeys: number
  /** Whether browsers make passkeys at this address at all. */
  passkeysOffered: boolean
  hasCard: boolean
}

/** At most so many colleagues for one who vouches: one stolen phone must not open a whole library. */
export const VOUCHES_LIMIT = 5
export const STAFF_PASSKEYS_LIMIT = 5

/**
 * Of so many people on rosters, how many should be able to pick up without a liaison: half. A library opens with half
 * of its staff, and the others have a liaison by then.
 */
export function enoughCovered(people: number): number {
  return Math.ceil(people / 2)
}

export function coverWords(covered: number, people: number): string {
  const who = covered === 0 ? "nobody" : covered === people ? "all" : `${covered} of ${people}`
  return `${who} could pick up without a liaison`
}
