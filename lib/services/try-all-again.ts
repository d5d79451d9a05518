import { findOutage } from "@/lib/db/scope"
import { AppError } from "@/lib/domain/errors"
import type { ServiceContext } from "./context"
import { switchAccounts } from "./switch-accounts"

/**
 * "Try the 3 again": of the accounts named, those that still need a person. Switches that came to nothing
 * are asked for anew, together; returns are tried at once, each beginning with a read.
 * @throws AppError `not_found` when none of them is on this outage
 */
export async function tryAllAgain(ctx: ServiceContext, input: { outageId: string; holdIds: string[] }): Promise<void> {
  const outage = await findOutage(ctx.db, ctx.actor, input.outageId, "outage.change")
  const holds = await ctx.db.hold.findMany({ where: { id: { in: input.holdIds }, outageId: outage.id } })
  if (holds.length === 0) throw new AppError("not_found", "None of these accounts is on this outage.")
  const failed = holds.filter((hold) => hold.state === "needs_person" && hold.acceptedAt === null)
  const byMachine = outage.institution.route !== "manual"
  const switches = failed.filter((hold) => byMachine && hold.desired === "internal" && hold.observedType === "EXTERNAL")
  if (switches.length > 0) await switchAccounts(ctx, { outageId: outage.id, holdIds: switches.map((hold) => hold.id) })
  const others = failed.filter((hold) => !switches.includes(hold)).map((hold) => hold.id)
  if (others.length === 0) return
  await ctx.db.hold.updateMany({ where: { id: { in: others }, state: "needs_person", acceptedAt: null }, data: { dueAt: ctx.clock() } })
  await ctx.wake(outage.institutionId)
}
