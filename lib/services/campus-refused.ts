import { CAMPUS_WORDS, type CampusOutcome } from "@/lib/domain/campus-words"
import { AppError } from "@/lib/domain/errors"

/** A campus sign-on that led nowhere; its outcome stands in the address that the browser goes to next. */
export class CampusRefused extends AppError {
  constructor(readonly outcome: Exclude<CampusOutcome, "tied">) {
    super("refused", CAMPUS_WORDS[outcome])
    this.name = "CampusRefused"
  }
}
