import type { Institution } from "@/lib/db/generated/client"
import type { ClaimedCode } from "./give-code-back"

/** What was brought to the pick-up, claimed for one call alone, and whose it is. */
export interface BroughtCode extends ClaimedCode {
  holdId: string
  institution: Institution
  /** The card that is used up by this and replaced. */
  card?: { id: string; enrolmentId: string }
  /** The colleague who vouched, where one did. */
  vouchedBy: string | null
}

/** What was brought fits the Primary ID and is good. */
export interface Fitting {
  /** Takes it for this call alone; null for whoever comes second. */
  claim: () => Promise<BroughtCode | null>
}

/** Right, and of no use now: the sentence is for its owner, and nothing is counted against anybody. */
export interface TooEarly {
  sentence: string
}

/** Why a try was refused, for the audit; the person is told the same whatever it is. */
export interface Refused {
  refused: string
  /** Its own owner brought something that was theirs: no guess at their in-person code. */
  own: boolean
  /** The accounts that it concerns, where what was brought is known; null: all open ones of the person named. */
  concerned: { id: string; outageId: string; institutionId: string }[] | null
  alert?: () => Promise<void>
}

export type Brought = Fitting | TooEarly | Refused
