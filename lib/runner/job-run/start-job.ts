import type { JobParameter } from "@/lib/alma/job-payload"
import { runParameters } from "@/lib/alma/job-payload"
import type { JobRun } from "@/lib/db/generated/client"
import type { AlmaFailure } from "@/lib/domain/alma-outcome"
import { failureSentence } from "@/lib/domain/sentences"
import type { StepContext } from "../step-context"
import { secondsFrom } from "../step-context"
import { delaySeconds } from "../unread"
import { commitRun } from "./commit-run"
import { failRun } from "./fail-run"
import { isUnwanted } from "./fill-set"
import { nextStartAt } from "./form-job-run"
import { cancelRun } from "./read-members"
import { refreshMembers } from "./refresh-members"
import { OTHER_SET } from "./run-notes"

/** Alma's words for "not now": execution threshold reached, and overlap with a job that runs. */
const NOT_NOW: Record<string, number> = { "402222": 120, "402223": 120, "60347": 20 }
/** After an hour and a half of "not now" a person is asked. */
const NOT_NOW_TRIES = 60

/** Starts the job on the checked set. That it is being sent is committed first. */
export async function startJob(ctx: StepContext, run: JobRun): Promise<void> {
  const { jobId, jobParameters } = ctx.institution
  if (!jobId || !jobParameters) return failRun(ctx, run, "The job payload is missing: paste it in the settings.")
  if (await isUnwanted(ctx, run)) return withdraw(ctx, run)
  const waitUntil = await nextStartAt(ctx)
  if (waitUntil) {
    const note = `Alma lets the job be started five times an hour; the next start is at ${waitUntil.toISOString()}.`
    await commitRun(ctx, run, { note, dueAt: waitUntil })
    return
  }
  const members = await refreshMembers(ctx, run)
  if (members === "changed") return withdraw(ctx, run, "Somebody in the set is not External any more.")
  if (members === "unread") {
    await commitRun(ctx, run, { dueAt: secondsFrom(ctx.clock(), 5) })
    return
  }
  const sent = await commitStart(ctx, run)
  if (!sent) return withdraw(ctx, run)
  const payload = { jobId, parameters: jobParameters as unknown as JobParameter[] }
  const answer = await ctx.alma.runJob(jobId, runParameters(payload, run.setId!, run.name), { startWithinMs: 20_000 })
  const at = ctx.clock()
  await ctx.db.$executeRaw`
    update "Hold" set "quietFrom" = ${at} where "id" in (
      select "id" from "Hold" where "jobRunId" = ${run.id}::uuid and "state" = 'switching' order by "id" for update)`
  if (answer.kind === "ok") {
    const { instanceId, setIdEcho } = answer.value
    // Without an instance it is looked for by its name, as after a lost answer.
    const patch = instanceId ? { state: "running" as const, instanceId, polls: 0 } : { polls: 0 }
    // It is followed all the same: only reading our accounts tells what became of them.
    const otherSet = setIdEcho && setIdEcho !== run.setId ? setIdEcho : null
    await commitRun(ctx, sent, { ...patch, note: otherSet ? OTHER_SET : null, dueAt: secondsFrom(at, 1) }, [
      { action: "run.started", detail: { run: run.name, instance: instanceId } },
      ...(otherSet ? [{ action: "run.other_set", detail: { run: run.name, set: run.setId, named: otherSet } }] : []),
    ])
    return
  }
  if (answer.kind === "unknown") {
    await commitRun(ctx, sent, { note: failureSentence(answer), polls: 0, dueAt: secondsFrom(at, 2) })
    return
  }
  return notStarted(ctx, sent, answer)
}

/** Commits "start sent", unless End or an early return came first: both lock the same rows. */
async function commitStart(ctx: StepContext, run: JobRun): Promise<JobRun | null> {
  const at = ctx.clock()
  let wanted = true
  const sent = await commitRun(ctx, run, {}, [], async (tx) => {
    const [outage] = await tx.$queryRaw<{ endedAt: Date | null }[]>`
      select "endedAt" from "Outage" where "id" = ${run.outageId}::uuid for update`
    const members = await tx.$queryRaw<{ desired: string }[]>`
      select "desired"::text from "Hold" where "jobRunId" = ${run.id}::uuid and "state" = 'switching' order by "id" for update`
    wanted = outage!.endedAt === null && members.length > 0 && members.every((member) => member.desired === "internal")
    if (!wanted) return []
    await tx.jobRun.update({
      where: { id: run.id },
      data: { state: "start_sent", startSentAt: at, startAttempts: { increment: 1 }, dueAt: secondsFrom(at, 2) },
    })
    await tx.hold.updateMany({ where: { jobRunId: run.id, state: "switching" }, data: { quietFrom: at } })
    return [{ action: "run.start_sent", detail: { run: run.name, accounts: members.length } }]
  })
  return wanted ? sent : null
}

/** Alma said no, or was never reached: nothing was started. */
async function notStarted(ctx: StepContext, run: JobRun, answer: Exclude<AlmaFailure, { kind: "unknown" }>): Promise<void> {
  const code = answer.kind === "refused" ? answer.error.code : ""
  const pause = NOT_NOW[code]
  const final = answer.kind === "unauthorized" || answer.kind === "not_found" || (answer.kind === "refused" && pause === undefined)
  if (final || run.startAttempts >= NOT_NOW_TRIES) return failRun(ctx, run, failureSentence(answer))
  const wait = pause ?? delaySeconds(answer, 1)
  await commitRun(ctx, run, {
    state: "set_checked",
    startSentAt: null,
    note: failureSentence(answer),
    dueAt: secondsFrom(ctx.clock(), wait),
  })
}

async function withdraw(ctx: StepContext, run: JobRun, why = "The switch is no longer wanted."): Promise<void> {
  await ctx.alma.deleteSet(run.setId!)
  return cancelRun(ctx, run, why)
}
