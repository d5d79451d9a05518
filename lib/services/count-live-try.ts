import { setTimeout as delay } from "node:timers/promises"
import { primaryIdKey } from "@/lib/domain/account-facts"
import { LIVE_CODE_TRIES } from "@/lib/domain/pickup-code"
import type { ServiceContext } from "./context"

export interface LiveTry {
  /** The open accounts of the person named. */
  holds: { id: string; outageId: string; institutionId: string; name: string | null; primaryId: string }[]
  /** Whether an in-person code of theirs had a try left, which this one took. */
  counted: boolean
  /** Once, however often it is asked for; patient where the database is busy, since a try that stays blocks the right code. */
  takeBack(): Promise<void>
  /** The in-person codes of the person named die once their tries are used up. @returns the accounts of which one has died now */
  die(): Promise<LiveTry["holds"]>
}

/** Takes one of the tries of the in-person codes of the person named, before anything is compared. */
export async function countLiveTry(ctx: ServiceContext, primaryId: string): Promise<LiveTry> {
  const holds = await ctx.db.hold.findMany({
    where: { primaryIdKey: primaryIdKey(primaryId), outage: { endedAt: null } },
    select: { id: true, outageId: true, institutionId: true, name: true, primaryId: true },
  })
  const live = { holdId: { in: holds.map((hold) => hold.id) }, kind: "live" as const }
  const { count } = await ctx.db.pickupCode.updateMany({
    where: { ...live, state: "live", wrongTries: { lt: LIVE_CODE_TRIES } },
    data: { wrongTries: { increment: 1 } },
  })
  let taken = count > 0
  return {
    holds,
    counted: count > 0,
    async takeBack() {
      if (!taken) return
      taken = false
      await patiently(() => ctx.db.pickupCode.updateMany({
        where: { ...live, state: "live", wrongTries: { gt: 0 } },
        data: { wrongTries: { increment: -1 } },
      }))
    },
    async die() {
      const dead = await ctx.db.pickupCode.updateManyAndReturn({
        where: { ...live, state: "live", wrongTries: { gte: LIVE_CODE_TRIES } },
        data: { state: "dead" },
        select: { holdId: true },
      })
      return holds.filter((hold) => dead.some((code) => code.holdId === hold.id))
    },
  }
}

async function patiently(write: () => Promise<unknown>): Promise<void> {
  for (const waitMs of [500, 1_000, 2_000, 4_000, 8_000]) {
    try {
      await write()
      return
    } catch {
      await delay(waitMs)
    }
  }
  await write()
}
