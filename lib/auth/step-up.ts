import type { Actor, SecondFactor } from "@/lib/domain/actor"
import { AppError } from "@/lib/domain/errors"
import { isFresh } from "./sessions"

/**
 * The second factor is too old for what was asked. `by` is what this person can give instead; `whole`: with their
 * password, for what changes how they sign in.
 */
export class StepUpRequired extends AppError {
  constructor(readonly by: SecondFactor["by"], readonly whole = false) {
    super("step_up_required", whole ? WHOLE : SENTENCES[by])
    this.name = "StepUpRequired"
  }
}

const WHOLE = "You signed in more than 10 minutes ago, and this changes how you sign in: it needs your password and your second factor once more. Nothing was changed."

const SENTENCES: Record<SecondFactor["by"], string> = {
  code: "You gave your code more than 10 minutes ago, and this needs a newer one. Nothing was changed.",
  passkey: "You used your passkey more than 10 minutes ago, and this needs it once more. Nothing was changed.",
  either: "You gave your second factor more than 10 minutes ago, and this needs a newer one. Nothing was changed.",
  link: "You signed in more than 10 minutes ago, and this needs a newer sign-in. Nothing was changed.",
}

/**
 * For what must never be done from a desk that somebody left: a person needs a second factor of the
 * last 10 minutes. Whoever has a shell on the server isn't asked, nor is Lantern itself.
 * @param whole whether the password is asked for with it, as `requireOwnSession` does
 * @throws StepUpRequired
 */
export function requireStepUp({ actor, clock }: { actor: Actor; clock: () => Date }, whole = false): void {
  if (actor.kind !== "person") return
  const { at = null, by = "link" } = actor.secondFactor ?? {}
  if (!isFresh({ secondFactorAt: at }, clock())) throw new StepUpRequired(by, whole && by !== "link")
}
