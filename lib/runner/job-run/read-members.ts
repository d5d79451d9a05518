import type { Hold, JobRun } from "@/lib/db/generated/client"
import { stateRecord } from "@/lib/db/journal"
import { originalFacts } from "@/lib/domain/account-facts"
import { failureSentence } from "@/lib/domain/sentences"
import { judge } from "@/lib/domain/verdict"
import { inParallel } from "@/lib/services/in-parallel"
import { todayIn } from "@/lib/services/judge-accounts"
import { sealOriginal } from "@/lib/services/original-facts"
import { readHeld } from "../read-held"
import type { StepContext } from "../step-context"
import { WATCH_SECONDS, secondsFrom } from "../step-context"
import { commitRun, over } from "./commit-run"

/**
 * Reads every member once more before anything is asked of Alma: only an account seen External now
 * goes into the set. Then its original facts and the intent are committed.
 */
export async function readMembers(ctx: StepContext, run: JobRun): Promise<void> {
  const members = await ctx.db.hold.findMany({ where: { jobRunId: run.id, state: "waiting" }, orderBy: { id: "asc" } })
  const unread = members.filter((hold) => hold.observedAt === null || hold.observedAt < run.createdAt)
  let failed = 0
  await inParallel(unread, 16, async (hold) => {
    if (!(await readMember(ctx, run, hold))) failed += 1
  }, ctx.isStopping)
  if (ctx.isStopping()) return
  if (failed > 0 && run.polls < 5) {
    await commitRun(ctx, run, { polls: run.polls + 1, dueAt: secondsFrom(ctx.clock(), 2 + 3 * run.polls) })
    return
  }
  await intend(ctx, run)
}

/** @returns false when the account couldn't be read and is worth another try */
async function readMember(ctx: StepContext, run: JobRun, claimed: Hold): Promise<boolean> {
  const read = await readHeld(ctx, claimed, "change")
  if (read.kind === "failed" && run.polls < 5) return false
  const at = ctx.clock()
  const member = { id: claimed.id, jobRunId: run.id, state: "waiting" as const }
  if (read.kind !== "seen") {
    const reason = read.kind === "gone" ? "Alma finds nobody with this Primary ID any more." : failureSentence(read.failure)
    await commitRun(ctx, run, {}, [], async (tx) => {
      const data = { state: "needs_person" as const, stateSince: at, reason, jobRunId: null }
      const { count } = await tx.hold.updateMany({ where: member, data })
      return count ? [{ holdId: claimed.id, ...stateRecord("waiting", "needs_person", reason) }] : []
    })
    return true
  }
  const { facts, hold } = read
  const repaired = hold.intendedAt !== null && facts.accountType === "INTERNAL"
  const rules = { today: todayIn(ctx.institution.timeZone, at), backupAdminId: ctx.institution.backupAdminId }
  const judgement = judge(facts, rules)
  const observed = { observedType: facts.accountType, observedAt: at }
  const kept = judgement.verdict === "switch"
  const next = repaired
    ? { state: "internal" as const, stateSince: at, reason: null, dueAt: secondsFrom(at, WATCH_SECONDS) }
    : kept
      ? { original: sealOriginal(ctx, hold, originalFacts(facts)), reason: null }
      : {
          // Once asked of Alma it is ours to bring back, so it isn't simply left alone.
          state: hold.intendedAt === null ? ("left_alone" as const) : ("needs_person" as const),
          stateSince: at,
          verdict: judgement.verdict,
          reason: judgement.reason,
          jobRunId: null,
        }
  await commitRun(ctx, run, {}, [], async (tx) => {
    const { count } = await tx.hold.updateMany({ where: member, data: { ...observed, ...next } })
    const { accountType, externalId } = facts
    await tx.observation.create({ data: { holdId: hold.id, at, accountType, externalId, purpose: "before_switch" } })
    return count && next.state ? [{ holdId: hold.id, ...stateRecord("waiting", next.state, next.reason) }] : []
  })
  return true
}

/** Original facts are in; now the intent, for all members at once. */
async function intend(ctx: StepContext, run: JobRun): Promise<void> {
  const at = ctx.clock()
  const members = await ctx.db.hold.findMany({
    where: { jobRunId: run.id, state: "waiting", desired: "internal" },
    select: { id: true, fence: true },
  })
  if (members.length === 0) return cancelRun(ctx, run, "Nobody is left to switch.")
  const ids = members.map((member) => member.id)
  await commitRun(ctx, run, { state: "intended", polls: 0, dueAt: at }, [], async (tx) => {
    await tx.hold.updateMany({ where: { id: { in: ids }, intendedAt: null }, data: { intendedAt: at } })
    await tx.hold.updateMany({ where: { id: { in: ids } }, data: { state: "switching", stateSince: at } })
    await tx.intent.createMany({
      data: members.map((member) => ({
        holdId: member.id, jobRunId: run.id, kind: "switch_job" as const, fence: member.fence, createdAt: at,
      })),
    })
    return ids.map((holdId) => ({ holdId, ...stateRecord("waiting", "switching", null) }))
  })
}

/**
 * Ends a run that never asked Alma to start anything. Members whose switch is still wanted wait for
 * the next run; the others were never changed and are left alone.
 */
export async function cancelRun(ctx: StepContext, run: JobRun, note: string): Promise<void> {
  const at = ctx.clock()
  await commitRun(ctx, run, over(ctx, "cancelled", note), [{ action: "run.cancelled", detail: { run: run.name, note } }], async (tx) => {
    const members = await tx.hold.findMany({ where: { jobRunId: run.id, state: { in: ["waiting", "switching"] } } })
    // A member of an earlier run may have been changed by that one: its way back is the reads' way.
    const earlier = await tx.intent.findMany({
      where: { holdId: { in: members.map((hold) => hold.id) }, jobRunId: { not: run.id } },
      select: { holdId: true },
    })
    const asked = new Set(earlier.map((intent) => intent.holdId))
    const records = []
    for (const hold of members) {
      const again = hold.desired === "internal"
      const untouched = !asked.has(hold.id)
      const state = again ? ("waiting" as const) : untouched ? ("left_alone" as const) : ("returning" as const)
      const reason = state === "left_alone" ? "Returned before it was switched: nothing was sent to Alma." : null
      await tx.hold.update({
        where: { id: hold.id },
        data: {
          state, stateSince: at, reason, jobRunId: null,
          ...(untouched && { intendedAt: null }),
          dueAt: state === "returning" ? at : null,
        },
      })
      if (state !== hold.state) records.push({ holdId: hold.id, ...stateRecord(hold.state, state, reason) })
    }
    await tx.intent.updateMany({ where: { jobRunId: run.id, state: "sent" }, data: { state: "refused", settledAt: at } })
    return records
  })
}
