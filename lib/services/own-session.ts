import { factorsOf, wayOf, WITH_FACTORS } from "@/lib/auth/factors"
import { isFresh } from "@/lib/auth/sessions"
import { StepUpRequired } from "@/lib/auth/step-up"
import { AppError } from "@/lib/domain/errors"
import type { ServiceContext } from "./context"

/**
 * The signed-in person's own row and session, for changes to how they sign in. A second factor is changed only by whoever
 * gave both within the last 10 minutes (ASVS 7.5.1); for the password, `setPassword` asks for the present one itself.
 * @throws AppError `step_up_required` when there is something to protect and that is longer ago
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
  const now = ctx.clock()
  const hasFactor = factors.hasTotp || factors.hasPasskey
  if ((guards === "password" ? factors.hasPassword : hasFactor) && !isFresh(session, now)) throw new StepUpRequired(wayOf(factors), guards === "factor" && factors.hasPassword)
  const whole = isFresh({ secondFactorAt: session.wholeAt }, now)
  if (guards === "factor" && hasFactor && factors.hasPassword && !whole) throw new StepUpRequired(wayOf(factors), true)
  return person
}
