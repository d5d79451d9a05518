import type { AuditRecord } from "@/lib/db/audit"
import type { JobRun } from "@/lib/db/generated/client"
import type { Tx } from "@/lib/db/types"
import type { StepContext } from "../step-context"
import { secondsFrom } from "../step-context"
import { delaySeconds } from "../unread"
import { commitRun } from "./commit-run"

/** A job that says nothing final for this long, and a second more for each account, is read without it. */
const HUNG_AFTER_SECONDS = 15 * 60

/** Asks how the job is doing. Its progress decides nothing, and neither does its word: accounts are read. */
export async function followJob(ctx: StepContext, run: JobRun): Promise<void> {
  const at = ctx.clock()
  const answer = await ctx.alma.getJobInstance(ctx.institution.jobId!, run.instanceId!)
  if (answer.kind === "ok" && answer.value.phase === "final") {
    await commitRun(
      ctx,
      run,
      { state: "reading_back", instanceStatus: answer.value.status, polls: 0, dueAt: at },
      [{ action: "run.finished", detail: { run: run.name, status: answer.value.status } }],
      (tx) => quietFrom(tx, run, at),
    )
    return
  }
  const members = await ctx.db.hold.count({ where: { jobRunId: run.id } })
  const runningFor = (at.getTime() - (run.startSentAt ?? at).getTime()) / 1000
  if (runningFor > HUNG_AFTER_SECONDS + members) {
    const note = "The job does not end. The accounts are read without it."
    await commitRun(
      ctx,
      run,
      { state: "reading_back", instanceStatus: "HUNG", polls: 0, note, dueAt: at },
      [{ action: "run.hung", detail: { run: run.name } }],
      // It may still write: the quiet period counts from here.
      (tx) => quietFrom(tx, run, at),
    )
    return
  }
  const wait = answer.kind === "ok" ? pollSeconds(run.polls, runningFor) : Math.max(2, delaySeconds(answer, run.polls))
  await commitRun(ctx, run, { polls: run.polls + 1, dueAt: secondsFrom(at, wait) })
}

async function quietFrom(tx: Tx, run: JobRun, at: Date): Promise<AuditRecord[]> {
  // By id, as End and an early return lock them: else one would wait for the other in a circle.
  await tx.$queryRaw`select 1 from "Hold" where "jobRunId" = ${run.id}::uuid and "state" = 'switching' order by "id" for update`
  await tx.hold.updateMany({ where: { jobRunId: run.id, state: "switching" }, data: { quietFrom: at } })
  return []
}

/** After 1, 2, 3 s, then every 5 s, and after two minutes every 15 s. */
function pollSeconds(polls: number, runningFor: number): number {
  if (polls < 3) return polls + 1
  return runningFor < 120 ? 5 : 15
}
