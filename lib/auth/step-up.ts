import type { Actor, SecondFactor } from "@/lib/domain/actor"
import { AppError } from "@/lib/domain/errors"
import { isFresh } from "./sessions"

/** The second factor is too old for what was asked. `by` is what this person can give instead. */
export class StepUpRequired extends AppError {
  constructor(readonly by: SecondFactor["by"]) {
    super("step_up_required", SENTENCES[by])
    this.name = "StepUpRequired"
  }
}

const SENTENCES: Record<SecondFactor["by"], string> = {
  code: "You gave your code more than 10 minutes ago, and this needs a newer one. Nothing was changed.",
  passkey: "You used your passkey more than 10 minutes ago, and this needs it once more. Nothing was changed.",
  either: "You gave your second factor more than 10 minutes ago, and this needs a newer one. Nothing was changed.",
  link: "You signed in more than 10 minutes ago, and this needs a newer sign-in. Nothing was changed.",
}

/**
 * For what must never be done from a desk that somebody left: a person needs a second factor of the
 * last 10 minutes. Whoever has a shell on the server isn't asked, nor is Lantern itself.
 * @throws StepUpRequired
 */
export function requireStepUp({ actor, clock }: { actor: Actor; clock: () => Date }): void {
  if (actor.kind !== "person") return
  const { at = null, by = "link" } = actor.secondFactor ?? {}
  if (!isFresh({ secondFactorAt: at }, clock())) throw new StepUpRequired(by)
}
