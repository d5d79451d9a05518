import type { StepContext } from "./step-context"
import { BY_HAND_WATCH_SECONDS, WATCH_SECONDS } from "./step-context"

/** The part of an institution's requests that looking at held accounts may take: 2,000 aren't read every five minutes. */
const WATCH_SHARE = 0.1
/** The part that looking for changes made by hand may take. */
const BY_HAND_SHARE = 0.25
const KEPT_MS = 5_000

/** In how many seconds an account of this institution is read again. */
export interface WatchPace {
  watch: number
  byHand: number
}

const known = new Map<string, { at: number; rate: number; pace: WatchPace }>()

/** Few accounts are read as often as is useful, many as often as leaves room for the rest. Counted anew every few seconds. */
export async function watchPace(ctx: StepContext): Promise<WatchPace> {
  const { id, rate } = ctx.institution
  const now = ctx.clock().getTime()
  const before = known.get(id)
  if (before && before.rate === rate && Math.abs(now - before.at) < KEPT_MS) return before.pace
  const [row] = await ctx.db.$queryRaw<{ held: number; byHand: number }[]>`
    select count(*) filter (where "state" in ('internal', 'collected'))::int as "held",
      count(*) filter (where "state" = 'needs_person')::int as "byHand"
    from "Hold" where "institutionId" = ${id}::uuid and "dueAt" is not null and "state" in ('internal', 'collected', 'needs_person')`
  const pace = paceOf(rate, row?.held ?? 0, row?.byHand ?? 0)
  known.set(id, { at: now, rate, pace })
  return pace
}

/** `rate` in requests a second. */
export function paceOf(rate: number, held: number, byHand: number): WatchPace {
  return {
    watch: Math.max(WATCH_SECONDS, held / (rate * WATCH_SHARE)),
    byHand: Math.max(BY_HAND_WATCH_SECONDS, byHand / (rate * BY_HAND_SHARE)),
  }
}
