import { AppError } from "@/lib/domain/errors"
import { refreshDueAt } from "@/lib/domain/roster"
import { takeTurn } from "@/lib/db/turns"
import type { ServiceContext } from "./context"
import { refreshRoster } from "./refresh-roster"

/** A roster that could not be read is tried again after this long. */
const AGAIN_SECONDS = 3_600
/** As many at one look; the others have their turn at the next. */
const AT_ONE_LOOK = 20

/**
 * Reads the rosters whose day is over, one after the other, of institutions without an open outage. Several processes
 * share them: each roster is taken by one, at most once an hour.
 */
export async function refreshDueRosters(ctx: ServiceContext, isStopping: () => boolean = () => false): Promise<number> {
  const now = ctx.clock()
  const rosters = await ctx.db.roster.findMany({
    where: { institution: { outages: { none: { state: { not: "closed" } } } } },
    select: { id: true, refreshedAt: true },
    orderBy: [{ refreshedAt: { sort: "asc", nulls: "first" } }, { id: "asc" }],
  })
  let read = 0
  for (const { id } of rosters.filter((roster) => refreshDueAt(roster) <= now.getTime())) {
    if (isStopping() || read >= AT_ONE_LOOK) break
    if (!(await takeTurn(ctx.db, `roster-due:${id}`, AGAIN_SECONDS))) continue
    read += 1
    try {
      await refreshRoster(ctx, { rosterId: id }, { isStopping })
    } catch (error) {
      // Somebody reads it at this moment, or has deleted it.
      if (!(error instanceof AppError)) throw error
    }
  }
  return read
}
