import { mayAnywhere } from "@/lib/auth/permissions"
import { requireStepUp } from "@/lib/auth/step-up"
import type { Db, Tx } from "@/lib/db/types"
import { AppError } from "@/lib/domain/errors"
import type { ServiceContext } from "./context"
import { mayManagePeople, mayVouchFor } from "./vouch"

/** Who changes people: an admin of some institution with a fresh second factor, or the operator. */
export function requirePeopleManager(ctx: ServiceContext): void {
  if (!mayAnywhere(ctx.actor, "people.manage")) throw new AppError("not_allowed", "Only an admin manages people.")
  requireStepUp(ctx)
}

const UNKNOWN_PERSON = "There is no such person here."

/** By id or e-mail. */
type Which = { personId: string } | { email: string }

const byIdOrEmail = (which: Which) => ("personId" in which ? { id: which.personId } : { email: which.email })

/** Somebody the actor has some say over: a person with no membership in reach doesn't exist. @throws AppError `not_found` */
export async function findPersonInReach(ctx: ServiceContext, db: Db | Tx, which: Which) {
  const person = await db.person.findUnique({ where: byIdOrEmail(which), include: { memberships: { include: { institution: true } } } })
  const inReach = person?.memberships.some(({ institutionId }) => mayManagePeople(ctx, institutionId))
  if (!person || !(inReach || ctx.actor.kind === "operator")) throw new AppError("not_found", UNKNOWN_PERSON)
  return person
}

/** Somebody the actor may act on as a whole. @throws AppError `not_found`, `not_allowed` when they have more than the actor has */
export async function findPersonToVouchFor(ctx: ServiceContext, db: Db | Tx, which: Which) {
  const person = await findPersonInReach(ctx, db, which)
  if (!mayVouchFor(ctx, person.memberships)) throw new AppError("not_allowed", `${person.name} ${ELSEWHERE}`)
  return person
}

const ELSEWHERE =
  "has roles beyond your institution, so only an admin of all of them can do this. What you can take away is their role in yours. Nothing was changed."
