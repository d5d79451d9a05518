import { AppError } from "@/lib/domain/errors"
import type { ServiceContext } from "./context"

/** The signed-in person has read what they were told about their own account, up to this moment. */
export async function seeNotices(ctx: ServiceContext): Promise<{ seen: number }> {
  const { actor } = ctx
  if (actor.kind !== "person") throw new AppError("not_allowed", "Only a signed-in person has notices.")
  const now = ctx.clock()
  const unseen = { personId: actor.personId, seenAt: null, at: { lte: now } }
  const { count: seen } = await ctx.db.alert.updateMany({ where: unseen, data: { seenAt: now, seenBy: actor.name } })
  return { seen }
}
