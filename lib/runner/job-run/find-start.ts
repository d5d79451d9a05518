import type { JobRun } from "@/lib/db/generated/client"
import type { StepContext } from "../step-context"
import { secondsFrom } from "../step-context"
import { delaySeconds } from "../unread"
import { commitRun } from "./commit-run"
import { keptNote } from "./run-notes"

/** How long a start whose answer was lost is looked for before its set is deleted. */
export const LOOK_FOR_START_SECONDS = 60

/**
 * The answer to the start was lost. The instance is looked for by its unique name; when there is
 * none after a minute the set is deleted, so that a start that lands later fails, and it is looked
 * for once more. Only then are the accounts read and, where still External, started anew.
 */
export async function findStart(ctx: StepContext, run: JobRun): Promise<void> {
  const at = ctx.clock()
  const found = await ctx.alma.findJobInstance(ctx.institution.jobId!, run.name, secondsFrom(at, -86_400), secondsFrom(at, 86_400))
  if (found.kind === "ok" && found.value) {
    const instance = found.value.id
    await commitRun(ctx, run, { state: "running", instanceId: instance, polls: 0, note: keptNote(run, null), dueAt: at }, [
      { action: "run.found", detail: { run: run.name, instance } },
    ])
    return
  }
  if (found.kind !== "ok") {
    await commitRun(ctx, run, { polls: run.polls + 1, dueAt: secondsFrom(at, delaySeconds(found, run.polls)) })
    return
  }
  const sentFor = (at.getTime() - (run.startSentAt ?? at).getTime()) / 1000
  if (sentFor < LOOK_FOR_START_SECONDS) {
    await commitRun(ctx, run, { polls: run.polls + 1, dueAt: secondsFrom(at, Math.min(5, LOOK_FOR_START_SECONDS - sentFor + 0.1)) })
    return
  }
  if (run.setDeletedAt === null) return deleteSetFirst(ctx, run)
  // Looked for again after the set was gone, and still nothing: it never started.
  await commitRun(ctx, run, { state: "reading_back", polls: 0, note: keptNote(run, "The job never started."), dueAt: at }, [
    { action: "run.never_started", detail: { run: run.name } },
  ])
}

async function deleteSetFirst(ctx: StepContext, run: JobRun): Promise<void> {
  const deleted = await ctx.alma.deleteSet(run.setId!)
  const at = ctx.clock()
  const gone = deleted.kind === "ok" || deleted.kind === "not_found" || deleted.kind === "refused"
  await commitRun(ctx, run, {
    ...(gone && { setDeletedAt: at }),
    polls: run.polls + 1,
    dueAt: secondsFrom(at, gone ? 2 : delaySeconds(deleted, 1)),
  })
}
