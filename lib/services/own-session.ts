import { factorsOf, wayOf, WITH_FACTORS } from "@/lib/auth/factors"
import { isFresh } from "@/lib/auth/sessions"
import { StepUpRequired } from "@/lib/auth/step-up"
import { AppError } from "@/lib/domain/errors"
import type { ServiceContext } from "./context"

/**
 * The signed-in person's own row and session, for changes to how they sign in.
 * @throws AppError `step_up_required` when there is something to protect and the second factor is older than 10 minutes
 */
export async function requireOwnSession(ctx: ServiceContext, sessionId: string, guards: "password" | "factor") {
  const { actor } = ctx
  if (actor.kind !== "person") throw new AppError("not_allowed", "Only a signed-in person can set this up, for themselves.")
  const session = await ctx.db.session.findFirst({
    where: { id: sessionId, personId: actor.personId, revokedAt: null, expiresAt: { gt: ctx.clock() } },
    include: { person: { include: WITH_FACTORS } },
  })
  if (session === null) throw new AppError("not_allowed", "You are signed out. Nothing was changed. Sign in again.")
  const { person } = session
  const factors = factorsOf(person)
  const guarded = guards === "password" ? factors.hasPassword : factors.hasTotp || factors.hasPasskey
  if (guarded && !isFresh(session, ctx.clock())) throw new StepUpRequired(wayOf(factors))
  return person
}
