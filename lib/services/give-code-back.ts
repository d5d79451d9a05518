import type { ServiceContext } from "./context"

/** A pick-up code as one caller claimed it; the moment tells this claim from a later one of the same code. */
export interface ClaimedCode {
  id: string
  claimedAt: Date
  /** A use of something enrolled beforehand, made for this claim alone. */
  ticket?: "card" | "passkey"
}

/** What a claimed code becomes when nothing was applied: a code is good again, a ticket is torn, and its card is free. */
export function backState(code: Pick<ClaimedCode, "ticket">): "live" | "dead" {
  return code.ticket ? "dead" : "live"
}

/** Nothing was sent to Alma under this claim, so the code is good again. */
export async function giveCodeBack(ctx: ServiceContext, code: ClaimedCode): Promise<void> {
  await ctx.db.pickupCode.updateMany({
    where: { id: code.id, state: "claimed", claimedAt: code.claimedAt },
    data: code.ticket ? { state: "dead" } : { state: "live", claimedAt: null },
  })
}
