import { releaseHold } from "@/lib/db/claims"
import type { Hold } from "@/lib/db/generated/client"
import type { ServiceContext } from "./context"

/**
 * Gives a claimed account back and says so: a worker that found it claimed, for a return that was asked for meanwhile,
 * would else look again only when the lease is over.
 */
export async function letGo(ctx: ServiceContext, hold: Pick<Hold, "id" | "fence" | "institutionId">): Promise<void> {
  await releaseHold(ctx.db, hold.id, hold.fence)
  await ctx.wake(hold.institutionId)
}
