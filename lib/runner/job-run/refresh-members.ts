import type { JobRun } from "@/lib/db/generated/client"
import { drainInParallel } from "@/lib/services/in-parallel"
import { readHeld } from "../read-held"
import type { StepContext } from "../step-context"
import { secondsFrom } from "../step-context"
import { READ_WIDTH, membersByPage } from "./run-members"

/** A run that is read and filled without a stop is under this and twice the time that reading the list takes. */
const FRESH_SECONDS = 300

/**
 * A run may have waited an hour for its start (five an hour), or its worker may have died. The job
 * resets the password of whoever is Internal already, so reads that have grown old are made again.
 * `changed`: somebody on the set isn't External any more, so that this set must not be run.
 */
export async function refreshMembers(ctx: StepContext, run: JobRun): Promise<"fresh" | "changed" | "unread"> {
  const members = { state: "switching" as const }
  const count = await ctx.db.hold.count({ where: { jobRunId: run.id, ...members } })
  const limit = secondsFrom(ctx.clock(), -FRESH_SECONDS - (2 * count) / ctx.institution.rate)
  const old = membersByPage(ctx, run, { ...members, OR: [{ observedAt: null }, { observedAt: { lt: limit } }] })
  let unread = 0
  let changed = 0
  await drainInParallel(
    old,
    READ_WIDTH,
    async (hold) => {
      const read = await readHeld(ctx, hold, "change")
      if (read.kind === "failed") unread += 1
      else if (read.kind === "gone" || read.facts.accountType !== "EXTERNAL") changed += 1
      else {
        const mine = { id: hold.id, state: "switching" as const, jobRun: { id: run.id, fence: run.fence } }
        await ctx.db.hold.updateMany({ where: mine, data: { observedAt: read.at } })
      }
    },
    ctx.isStopping,
  )
  if (changed > 0) return "changed"
  return unread > 0 || ctx.isStopping() ? "unread" : "fresh"
}
