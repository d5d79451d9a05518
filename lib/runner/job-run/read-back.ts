import type { Hold, JobRun } from "@/lib/db/generated/client"
import { drainInParallel } from "@/lib/services/in-parallel"
import { readHeld } from "../read-held"
import type { StepContext } from "../step-context"
import { secondsFrom } from "../step-context"
import { watchPace } from "../watch-pace"
import { commitRun, over } from "./commit-run"
import { lookAtSet, setUnread } from "./look-at-set"
import { whyNoRepair } from "./run-notes"
import { Lots, READ_WIDTH, membersByPage, watchForEnd } from "./run-members"
import type { SettledMember } from "./settled-members"
import { commitSettled, letGo } from "./settled-members"

/** Reads that must see External after the job before an account counts as not switched. */
const LOOKS = 3

/**
 * The job is over, or is taken for over: every member is read, whatever the job said of itself.
 * Those still External are looked at again, then go through one repair run, then to a person. Whoever
 * shall be External again by now is read on the way back, and not here as well.
 */
export async function readBack(ctx: StepContext, claimed: JobRun): Promise<void> {
  const { run, unseen } = await lookAtSet(ctx, claimed)
  const open = await readSwitching(ctx, run)
  if (ctx.isStopping()) return
  const last = isLast(run)
  const records = unseen === "for good" ? [setUnread(run)] : []
  if (open > 0 || unseen === "for now") {
    await commitRun(ctx, run, { polls: run.polls + 1, dueAt: secondsFrom(ctx.clock(), last ? 5 : 2) }, records)
    return
  }
  if (run.setId && run.setDeletedAt === null) await ctx.alma.deleteSet(run.setId)
  await commitRun(ctx, run, over(ctx, "done", run.note), [...records, { action: "run.done", detail: { run: run.name } }])
}

function isLast(run: JobRun): boolean {
  return run.polls + 1 >= LOOKS
}

/** @returns how many must be read again */
async function readSwitching(ctx: StepContext, run: JobRun): Promise<number> {
  // First, since it may break: from the watch on there is something to be stopped.
  await letGo(ctx, run)
  const end = watchForEnd(ctx, run)
  const lots = new Lots<SettledMember>((lot) => commitSettled(ctx, run, lot))
  const isOver = () => ctx.isStopping() || end.hasEnded() || lots.hasFailed
  let open = 0
  try {
    const wanted = { state: "switching" as const, desired: "internal" as const }
    await drainInParallel(membersByPage(ctx, run, wanted), READ_WIDTH, async (hold) => {
      const settled = await readMember(ctx, run, hold)
      if (settled) lots.add(settled)
      else open += 1
    }, isOver)
  } finally {
    end.stop()
    await lots.flush()
  }
  if (!end.hasEnded() || ctx.isStopping()) return open
  await letGo(ctx, run)
  return 0
}

/** @returns null when the member must be read again */
async function readMember(ctx: StepContext, run: JobRun, member: Hold): Promise<SettledMember | null> {
  const read = await readHeld(ctx, member, "change")
  if (read.kind === "failed") return null
  const at = ctx.clock()
  if (read.kind === "gone") {
    return { id: member.id, next: { state: "needs_person", reason: read.reason, dueAt: secondsFrom(at, 60) }, seen: null }
  }
  const { hold, facts } = read
  const settled = { id: hold.id, seen: { at: read.at, accountType: facts.accountType, externalId: facts.externalId } }
  if (facts.accountType === "INTERNAL") {
    return { ...settled, next: { state: "internal", reason: null, dueAt: secondsFrom(at, (await watchPace(ctx)).watch) } }
  }
  if (!isLast(run)) return null
  const barred = whyNoRepair(run)
  if (hold.repairs === 0 && barred === null) {
    const reason = "Alma's job left this account out; it goes in the next run."
    return { ...settled, next: { state: "waiting", reason, jobRunId: null, repairs: 1, dueAt: null } }
  }
  const reason = barred ?? "Alma's job ended without switching this account, twice. Switch it by hand, or try again."
  return { ...settled, next: { state: "needs_person", reason, dueAt: secondsFrom(at, (await watchPace(ctx)).byHand) } }
}
