import type { JobRun } from "@/lib/db/generated/client"
import type { StepContext } from "../step-context"
import { secondsFrom } from "../step-context"
import { delaySeconds } from "../unread"
import { commitRun } from "./commit-run"
import { SET_STAYS, keptNote, whyNoRepair } from "./run-notes"
import { deleteSet } from "./set-gone"

/** How long a start whose answer was lost is looked for before its set is deleted. */
const LOOK_FOR_START_SECONDS = 60
/** From here on a person is asked to delete a set that Lantern can't delete: that is five tries or so. */
const ASK_A_PERSON_SECONDS = 110
/** No gateway keeps a request longer than minutes; as long as a job that says nothing is waited for. */
const LANDS_WITHIN_SECONDS = 15 * 60

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
  if (run.setDeletedAt === null) return deleteSetFirst(ctx, run, sentFor)
  // Looked for again after the set was gone, and still nothing: it never started.
  await commitRun(ctx, run, { state: "reading_back", polls: 0, note: keptNote(run, "The job never started."), dueAt: at }, [
    { action: "run.never_started", detail: { run: run.name } },
  ])
}

/**
 * While the set stands, a start that lands late would still work on it, so there is no going on: it is
 * tried again, and after some tries a person is asked to delete it in Alma.
 */
async function deleteSetFirst(ctx: StepContext, run: JobRun, sentFor: number): Promise<void> {
  const gone = await deleteSet(ctx, run.setId!)
  const at = ctx.clock()
  const next = { polls: run.polls + 1, dueAt: secondsFrom(at, gone ? 2 : 10) }
  if (gone) {
    await commitRun(ctx, run, { ...next, note: keptNote(run, null), setDeletedAt: at })
    return
  }
  if (sentFor > LANDS_WITHIN_SECONDS) return giveUp(ctx, run)
  const asks = sentFor > ASK_A_PERSON_SECONDS && whyNoRepair(run) === null
  const alarm = { action: "run.set_stays", detail: { run: run.name, set: run.setId } }
  await commitRun(ctx, run, { ...next, ...(asks && { note: SET_STAYS }) }, asks ? [alarm] : [])
}

/**
 * Nobody deleted the set either, and no instance came in all this time: the request that started it
 * isn't on its way any more. Should the job run all the same, no account is lost by it: members keep
 * their intent, are watched, and are returned; they only aren't put into another run (see `run-notes.ts`).
 */
async function giveUp(ctx: StepContext, run: JobRun): Promise<void> {
  await commitRun(ctx, run, { state: "reading_back", polls: 0, note: keptNote(run, SET_STAYS), dueAt: ctx.clock() }, [
    { action: "run.start_given_up", detail: { run: run.name, set: run.setId } },
  ])
}
