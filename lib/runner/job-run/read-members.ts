import type { AuditRecord } from "@/lib/db/audit"
import type { JobRun } from "@/lib/db/generated/client"
import { stateRecord } from "@/lib/db/journal"
import type { Tx } from "@/lib/db/types"
import type { AlmaFailure } from "@/lib/domain/alma-outcome"
import { failureSentence } from "@/lib/domain/sentences"
import { drainInParallel } from "@/lib/services/in-parallel"
import { readHeld } from "../read-held"
import type { StepContext } from "../step-context"
import { secondsFrom } from "../step-context"
import { commitRun, over } from "./commit-run"
import type { Member } from "./release-members"
import { lockMembers, releaseMembers } from "./release-members"
import { Lots, READ_WIDTH, membersByPage, watchForEnd } from "./run-members"
import type { SeenMember } from "./seen-members"
import { commitSeen, seenMember } from "./seen-members"

/**
 * Reads every member once more before anything is asked of Alma: only an account seen External now
 * goes into the set. Then its original facts and the intent are committed. End doesn't wait for it.
 */
export async function readMembers(ctx: StepContext, run: JobRun): Promise<void> {
  const outage = await ctx.db.outage.findUniqueOrThrow({ where: { id: run.outageId } })
  if (outage.endedAt !== null) return cancelRun(ctx, run, NOT_WANTED)
  const end = watchForEnd(ctx, run)
  const lots = new Lots<SeenMember>((lot) => commitSeen(ctx, run, lot))
  const failed: Unread[] = []
  let tried = 0
  const isOver = () => ctx.isStopping() || end.hasEnded() || lots.hasFailed
  const unread = { state: "waiting" as const, desired: "internal" as const, OR: [{ observedAt: null }, { observedAt: { lt: run.createdAt } }] }
  try {
    await drainInParallel(membersByPage(ctx, run, unread), READ_WIDTH, async (hold) => {
      tried += 1
      const read = await readHeld(ctx, hold, "change")
      if (read.kind === "failed") failed.push({ hold: { id: hold.id }, failure: read.failure })
      else if (read.kind === "gone") await setAside(ctx, run, hold, read.reason)
      else lots.add(await seenMember(ctx, read))
    }, isOver)
  } finally {
    end.stop()
    await lots.flush()
  }
  if (ctx.isStopping()) return
  if (end.hasEnded()) return cancelRun(ctx, run, NOT_WANTED)
  const away = failed.length === tried && !(await someWereRead(ctx, run))
  const tries = away ? TRIES_WHILE_ALMA_IS_AWAY : TRIES
  if (failed.length > 0 && run.polls < tries) {
    const note = failureSentence(failed[0]!.failure)
    await commitRun(ctx, run, { polls: run.polls + 1, note, dueAt: secondsFrom(ctx.clock(), Math.min(2 + 3 * run.polls, 30)) })
    return
  }
  for (const { hold, failure } of failed) await setAside(ctx, run, hold, failureSentence(failure))
  await intend(ctx, run)
}

/** By an earlier look of this run: then one account that can't be read doesn't tell of an Alma that is away. */
async function someWereRead(ctx: StepContext, run: JobRun): Promise<boolean> {
  return (await ctx.db.hold.count({ where: { jobRunId: run.id, observedAt: { gte: run.createdAt } } })) > 0
}

interface Unread {
  hold: { id: string }
  failure: AlmaFailure
}

const NOT_WANTED = "The switch is no longer wanted."
/** Some can't be read while others can: the others don't wait for them. */
const TRIES = 5
/** Nobody can be read: a quarter of an hour or so. */
const TRIES_WHILE_ALMA_IS_AWAY = 40

async function setAside(ctx: StepContext, run: JobRun, hold: { id: string }, reason: string): Promise<void> {
  const at = ctx.clock()
  await commitRun(ctx, run, {}, [], async (tx) => {
    const { count } = await tx.hold.updateMany({
      where: { id: hold.id, jobRunId: run.id, state: "waiting" },
      data: { state: "needs_person", stateSince: at, reason, jobRunId: null, dueAt: secondsFrom(at, 60) },
    })
    return count ? [{ holdId: hold.id, ...stateRecord("waiting", "needs_person", reason) }] : []
  })
}

/**
 * Original facts are in; now the intent, for all members at once. Who has been returned since the run
 * was formed leaves it here, and so does who is still held by an earlier outage that was opened again.
 */
async function intend(ctx: StepContext, run: JobRun): Promise<void> {
  const at = ctx.clock()
  let wanted: Member[] = []
  await commitRun(ctx, run, {}, [], async (tx) => {
    const members = await lockMembers(tx, run)
    const held = await heldElsewhere(tx, run, members)
    wanted = members.filter((hold) => hold.state === "waiting" && hold.desired === "internal" && !held.has(hold.primaryIdKey))
    // A run of nobody is cancelled as a whole.
    if (wanted.length === 0) return []
    const ids = wanted.map((hold) => hold.id)
    const others = members.filter((hold) => !ids.includes(hold.id))
    const left = await releaseMembers(tx, ctx, run, others.filter((hold) => hold.desired !== "internal"))
    const kept = await sendToAPerson(tx, others.filter((hold) => hold.desired === "internal"), at)
    await tx.jobRun.update({ where: { id: run.id }, data: { state: "intended", polls: 0, dueAt: at } })
    await tx.hold.updateMany({ where: { id: { in: ids }, intendedAt: null }, data: { intendedAt: at } })
    await tx.hold.updateMany({ where: { id: { in: ids } }, data: { state: "switching", stateSince: at } })
    await tx.intent.createMany({
      data: wanted.map((hold) => ({
        holdId: hold.id, jobRunId: run.id, kind: "switch_job" as const, fence: hold.fence, createdAt: at,
      })),
    })
    return [...left, ...kept, ...ids.map((holdId) => ({ holdId, ...stateRecord("waiting", "switching", null) }))]
  })
  if (wanted.length === 0) return cancelRun(ctx, run, "Nobody is left to switch.")
}

const HELD_ELSEWHERE = "An earlier outage, opened again by a late check, is still returning this account. Try again when it has."

/** The database lets one outage hold an account; one such member must not stop the whole run. */
async function heldElsewhere(tx: Tx, run: JobRun, members: Member[]): Promise<Set<string>> {
  const others = await tx.hold.findMany({
    where: {
      institutionId: run.institutionId,
      primaryIdKey: { in: members.map((hold) => hold.primaryIdKey) },
      outageId: { not: run.outageId },
      intendedAt: { not: null },
      acceptedAt: null,
      state: { notIn: ["returned", "left_alone"] },
    },
    select: { primaryIdKey: true },
  })
  return new Set(others.map((hold) => hold.primaryIdKey))
}

async function sendToAPerson(tx: Tx, members: Member[], at: Date): Promise<AuditRecord[]> {
  await tx.hold.updateMany({
    where: { id: { in: members.map((hold) => hold.id) } },
    data: { state: "needs_person", stateSince: at, reason: HELD_ELSEWHERE, jobRunId: null, dueAt: secondsFrom(at, 60) },
  })
  return members.map((hold) => ({ holdId: hold.id, ...stateRecord(hold.state, "needs_person", HELD_ELSEWHERE) }))
}

/**
 * Ends a run that never asked Alma to start anything. Members whose switch is still wanted wait for
 * the next run; the others were never changed and are left alone.
 */
export async function cancelRun(ctx: StepContext, run: JobRun, note: string): Promise<void> {
  const at = ctx.clock()
  await commitRun(ctx, run, over(ctx, "cancelled", note), [{ action: "run.cancelled", detail: { run: run.name, note } }], async (tx) => {
    const records = await releaseMembers(tx, ctx, run, await lockMembers(tx, run))
    await tx.intent.updateMany({ where: { jobRunId: run.id, state: "sent" }, data: { state: "refused", settledAt: at } })
    return records
  })
}
