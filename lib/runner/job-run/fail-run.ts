import type { JobRun } from "@/lib/db/generated/client"
import { stateRecord } from "@/lib/db/journal"
import type { StepContext } from "../step-context"
import { secondsFrom } from "../step-context"
import { paceOf } from "../watch-pace"
import { commitRun, over } from "./commit-run"

/**
 * Alma refused the run for good, and nothing was started: its members need a person. They stay
 * watched, so that one switched by hand is seen; "try again" puts them in a new run.
 */
export async function failRun(ctx: StepContext, run: JobRun, reason: string): Promise<void> {
  if (run.setId) await ctx.alma.deleteSet(run.setId)
  const at = ctx.clock()
  await commitRun(ctx, run, over(ctx, "cancelled", reason), [{ action: "run.refused", detail: { run: run.name, reason } }], async (tx) => {
    await tx.$queryRaw`select 1 from "Outage" where "id" = ${run.outageId}::uuid for update`
    const told = `${reason} Nothing was changed. Try again, or switch the account by hand.`
    const members = await tx.hold.findMany({ where: { jobRunId: run.id, state: { in: ["waiting", "switching"] } }, select: { id: true, state: true } })
    const { byHand } = paceOf(ctx.institution.rate, 0, members.length)
    await tx.hold.updateMany({
      where: { id: { in: members.map((hold) => hold.id) } },
      data: { state: "needs_person", stateSince: at, reason: told, jobRunId: null, dueAt: secondsFrom(at, byHand) },
    })
    await tx.intent.updateMany({ where: { jobRunId: run.id, state: "sent" }, data: { state: "refused", settledAt: at, errorMessage: reason } })
    return members.map((hold) => ({ holdId: hold.id, ...stateRecord(hold.state, "needs_person", told) }))
  })
}
