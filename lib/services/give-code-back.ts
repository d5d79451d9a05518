import type { ServiceContext } from "./context"

/** Nothing was sent to Alma under this code, so it is good again. */
export async function giveCodeBack(ctx: ServiceContext, codeId: string): Promise<void> {
  await ctx.db.pickupCode.updateMany({ where: { id: codeId, state: "claimed" }, data: { state: "live", claimedAt: null } })
}
