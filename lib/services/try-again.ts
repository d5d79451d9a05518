import { findOutage } from "@/lib/db/scope"
import { AppError } from "@/lib/domain/errors"
import type { ServiceContext } from "./context"
import { switchAccounts } from "./switch-accounts"

/**
 * "Try again" for one account that needs a person: a switch that came to nothing is asked for anew;
 * a return is tried at once, which begins with a read.
 */
export async function tryAgain(ctx: ServiceContext, input: { outageId: string; holdId: string }): Promise<void> {
  const outage = await findOutage(ctx.db, ctx.actor, input.outageId, "outage.change")
  const hold = await ctx.db.hold.findFirst({ where: { id: input.holdId, outageId: outage.id } })
  if (!hold) throw new AppError("not_found", "There is no such account on this outage.")
  const again = hold.state === "needs_person" && hold.desired === "internal" && hold.observedType === "EXTERNAL"
  if (again && outage.institution.route !== "manual") return switchAccounts(ctx, { outageId: outage.id, holdIds: [hold.id] })
  await readAccountNow(ctx, hold)
}

/** Asks the runner to read an account now; one on its way there is left to what is under way. */
export async function readAccountNow(ctx: ServiceContext, hold: { id: string; institutionId: string }): Promise<void> {
  await ctx.db.hold.updateMany({
    where: { id: hold.id, acceptedAt: null, state: { notIn: ["returned", "left_alone", "waiting", "switching"] } },
    data: { dueAt: ctx.clock() },
  })
  await ctx.wake(hold.institutionId)
}
