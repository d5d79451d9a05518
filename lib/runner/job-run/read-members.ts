import type { AuditRecord } from "@/lib/db/audit"
import type { Hold, JobRun } from "@/lib/db/generated/client"
import { stateRecord } from "@/lib/db/journal"
import type { Tx } from "@/lib/db/types"
import type { AlmaFailure } from "@/lib/domain/alma-outcome"
import { failureSentence } from "@/lib/domain/sentences"
import { judge } from "@/lib/domain/verdict"
import { inParallel } from "@/lib/services/in-parallel"
import { todayIn } from "@/lib/services/judge-accounts"
import { originalToKeep } from "../read-for-switch"
import { readHeld } from "../read-held"
import type { StepContext } from "../step-context"
import { WATCH_SECONDS, secondsFrom } from "../step-context"
import { commitRun, over } from "./commit-run"
import { lockMembers, releaseMembers } from "./release-members"

/**
 * Reads every member once more before anything is asked of Alma: only an account seen External now
 * goes into the set. Then its original facts and the intent are committed.
 */
export async function readMembers(ctx: StepContext, run: JobRun): Promise<void> {
  if ((await ctx.db.outage.findUniqueOrThrow({ where: { id: run.outageId } })).endedAt !== null) {
    return cancelRun(ctx, run, "The switch is no longer wanted.")
  }
  const members = await ctx.db.hold.findMany({ where: { jobRunId: run.id, state: "waiting" }, orderBy: { id: "asc" } })
  const unread = members.filter((hold) => hold.observedAt === null || hold.observedAt < run.createdAt)
  const failed: { hold: Hold; failure: AlmaFailure }[] = []
  await inParallel(unread, 16, async (hold) => {
    const failure = await readMember(ctx, run, hold)
    if (failure) failed.push({ hold, failure })
  }, ctx.isStopping)
  if (ctx.isStopping()) return
  const tries = failed.length === unread.length ? TRIES_WHILE_ALMA_IS_AWAY : TRIES
  if (failed.length > 0 && run.polls < tries) {
    const note = failureSentence(failed[0]!.failure)
    await commitRun(ctx, run, { polls: run.polls + 1, note, dueAt: secondsFrom(ctx.clock(), Math.min(2 + 3 * run.polls, 30)) })
    return
  }
  for (const { hold, failure } of failed) await setAside(ctx, run, hold, failureSentence(failure))
  await intend(ctx, run)
}

/** Some can't be read while others can: the others don't wait for them. */
const TRIES = 5
/** Nobody can be read: a quarter of an hour or so. */
const TRIES_WHILE_ALMA_IS_AWAY = 40

async function setAside(ctx: StepContext, run: JobRun, hold: Hold, reason: string): Promise<void> {
  const at = ctx.clock()
  await commitRun(ctx, run, {}, [], async (tx) => {
    const { count } = await tx.hold.updateMany({
      where: { id: hold.id, jobRunId: run.id, state: "waiting" },
      data: { state: "needs_person", stateSince: at, reason, jobRunId: null, dueAt: secondsFrom(at, 60) },
    })
    return count ? [{ holdId: hold.id, ...stateRecord("waiting", "needs_person", reason) }] : []
  })
}

/** @returns why the account couldn't be read, when it couldn't */
async function readMember(ctx: StepContext, run: JobRun, claimed: Hold): Promise<AlmaFailure | null> {
  const read = await readHeld(ctx, claimed, "change")
  if (read.kind === "failed") return read.failure
  if (read.kind === "gone") {
    await setAside(ctx, run, claimed, read.reason)
    return null
  }
  const at = ctx.clock()
  const member = { id: claimed.id, jobRunId: run.id, state: "waiting" as const }
  const { facts, hold } = read
  const repaired = hold.intendedAt !== null && facts.accountType === "INTERNAL"
  const rules = { today: todayIn(ctx.institution.timeZone, at), backupAdminId: ctx.institution.backupAdminId }
  const judgement = judge(facts, rules)
  const observed = { observedType: facts.accountType, observedAt: at }
  const kept = judgement.verdict === "switch"
  const next = repaired
    ? { state: "internal" as const, stateSince: at, reason: null, dueAt: secondsFrom(at, WATCH_SECONDS) }
    : kept
      ? { original: await originalToKeep(ctx, hold, facts), reason: null }
      : {
          // Once asked of Alma it is ours to bring back, so it isn't simply left alone.
          state: hold.intendedAt === null ? ("left_alone" as const) : ("needs_person" as const),
          stateSince: at,
          verdict: judgement.verdict,
          reason: judgement.reason,
          jobRunId: null,
          dueAt: hold.intendedAt === null ? null : secondsFrom(at, 60),
        }
  await commitRun(ctx, run, {}, [], async (tx) => {
    const [row] = await tx.$queryRaw<{ desired: string }[]>`
      select "desired"::text from "Hold" where "id" = ${hold.id}::uuid for update`
    // End or an early return came while it was read, and left it to this run to say when it is due.
    const back = row?.desired === "external" && next.state !== undefined && next.state !== "left_alone"
    const { count } = await tx.hold.updateMany({ where: member, data: { ...observed, ...next, ...(back && { dueAt: at }) } })
    const { accountType, externalId } = facts
    await tx.observation.create({ data: { holdId: hold.id, at, accountType, externalId, purpose: "before_switch" } })
    return count && next.state ? [{ holdId: hold.id, ...stateRecord("waiting", next.state, next.reason) }] : []
  })
  return null
}

/**
 * Original facts are in; now the intent, for all members at once. Who has been returned since the run
 * was formed leaves it here, and so does who is still held by an earlier outage that was opened again.
 */
async function intend(ctx: StepContext, run: JobRun): Promise<void> {
  const at = ctx.clock()
  let wanted: Hold[] = []
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
async function heldElsewhere(tx: Tx, run: JobRun, members: Hold[]): Promise<Set<string>> {
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

async function sendToAPerson(tx: Tx, members: Hold[], at: Date): Promise<AuditRecord[]> {
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
