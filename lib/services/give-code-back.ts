import type { ServiceContext } from "./context"

/** A pick-up code as one caller claimed it; the moment tells this claim from a later one of the same code. */
export interface ClaimedCode {
  id: string
  claimedAt: Date
}

/** Nothing was sent to Alma under this claim, so the code is good again. */
export async function giveCodeBack(ctx: ServiceContext, code: ClaimedCode): Promise<void> {
  await ctx.db.pickupCode.updateMany({
    where: { id: code.id, state: "claimed", claimedAt: code.claimedAt },
    data: { state: "live", claimedAt: null },
  })
}
