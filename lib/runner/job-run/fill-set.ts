import type { SetMember } from "@/lib/alma/sets"
import type { Hold, JobRun } from "@/lib/db/generated/client"
import { stateRecord } from "@/lib/db/journal"
import { primaryIdKey, readFacts } from "@/lib/domain/account-facts"
import type { AlmaFailure, AlmaOutcome } from "@/lib/domain/alma-outcome"
import { failureSentence } from "@/lib/domain/sentences"
import { issueRecoverySheet } from "@/lib/services/recovery-sheet"
import type { StepContext } from "../step-context"
import { secondsFrom } from "../step-context"
import { delaySeconds } from "../unread"
import { commitRun } from "./commit-run"
import { failRun } from "./fail-run"
import { cancelRun } from "./read-members"
import { isNoSuchSet } from "./set-gone"

const MEMBERS_A_REQUEST = 1000
/** What is compared with Alma's set; of thousands no more than that is in memory. */
export const ASKED = { id: true, primaryId: true, primaryIdKey: true } as const
export type Asked = Pick<Hold, keyof typeof ASKED>

/**
 * Writes the recovery sheet, then makes the set under the run's own name. A lost answer is settled
 * by looking for that name.
 */
export async function makeSet(ctx: StepContext, run: JobRun): Promise<void> {
  if (await isUnwanted(ctx, run)) return cancelRun(ctx, run, "The switch is no longer wanted.")
  if (run.polls === 0) await issueRecoverySheet(ctx, run.outageId, "before the switch")
  // Looked for first when an earlier try may have made it: names are unique in Alma.
  const known = run.polls === 0 ? null : await ctx.alma.findSetByName(run.name)
  if (known && known.kind !== "ok") return again(ctx, run, known)
  const set: AlmaOutcome<{ id: string } | null> = known?.value
    ? { kind: "ok", value: known.value }
    : await ctx.alma.createSet(run.name, "Made by Lantern; deleted when the run is over")
  if (set.kind === "ok" && set.value) {
    await commitRun(ctx, run, { setId: set.value.id, state: "set_created", polls: 0, dueAt: ctx.clock() })
    return
  }
  if (set.kind === "refused" && set.error.code !== "402263") return failRun(ctx, run, failureSentence(set))
  if (set.kind === "unauthorized") return failRun(ctx, run, failureSentence(set))
  return again(ctx, run, set.kind === "ok" ? { kind: "unknown", cause: "unreadable", detail: "" } : set)
}

/** Brings the set to hold exactly the run's members, and goes on only when it does. */
export async function fillSet(ctx: StepContext, run: JobRun): Promise<void> {
  if (await isUnwanted(ctx, run)) return dropSet(ctx, run, "The switch is no longer wanted.")
  const where = { jobRunId: run.id, state: "switching" as const }
  const holds = await ctx.db.hold.findMany({ where, orderBy: { id: "asc" }, select: ASKED })
  let compared = await compareMembers(ctx, run, holds)
  if (compared.kind !== "ok") return settleFill(ctx, run, compared)
  if (compared.value.missing.length > 0) {
    const failure = await addMissing(ctx, run.setId!, compared.value.missing)
    if (failure) return settleFill(ctx, run, failure)
    compared = await compareMembers(ctx, run, holds)
    if (compared.kind !== "ok") return settleFill(ctx, run, compared)
  }
  const { missing, strangers } = compared.value
  if (strangers.length > 0) {
    await commitRun(ctx, run, {}, [{ action: "run.set_edited", detail: { run: run.name, strangers } }])
    return dropSet(ctx, run, "Somebody else's accounts stood in the set.")
  }
  if (missing.length === holds.length) return failRun(ctx, run, "Alma's set takes none of these accounts.")
  await commitRun(ctx, run, { state: "set_checked", polls: 0, dueAt: ctx.clock() }, [], async (tx) => {
    // Never part of a set that ran: nothing was asked of Alma for them.
    const reason = "Alma's user set does not take this Primary ID. Switch the account by hand."
    const ids = missing.map((hold) => hold.id)
    await tx.hold.updateMany({
      where: { id: { in: ids } },
      data: { state: "needs_person", stateSince: ctx.clock(), reason, jobRunId: null, dueAt: secondsFrom(ctx.clock(), 60) },
    })
    return ids.map((holdId) => ({ holdId, ...stateRecord("switching", "needs_person", reason) }))
  })
}

/** At 1000 a request. One id that Alma doesn't take refuses the whole; then the others go without it. */
async function addMissing(ctx: StepContext, setId: string, missing: Asked[]): Promise<AlmaFailure | null> {
  for (let at = 0; at < missing.length; at += MEMBERS_A_REQUEST) {
    const ids = missing.slice(at, at + MEMBERS_A_REQUEST).map((hold) => hold.primaryId)
    let answer = await ctx.alma.addSetMembers(setId, ids)
    if (answer.kind === "refused" || answer.kind === "not_found") {
      answer = await ctx.alma.addSetMembers(setId, ids, { failOnInvalidId: false })
    }
    // Refused for one that is in already (60115) or for odd ids: what counts is who is in, read next.
    if (answer.kind !== "ok" && answer.kind !== "refused" && answer.kind !== "not_found") return answer
  }
  return null
}

export interface ComparedMembers {
  missing: Asked[]
  strangers: string[]
}

/** Who of ours isn't in the set, and who is in it that isn't ours. */
export async function compareMembers(ctx: StepContext, run: JobRun, holds: Asked[]): Promise<AlmaOutcome<ComparedMembers>> {
  const answer = await ctx.alma.setMembers(run.setId!)
  if (answer.kind !== "ok") return answer
  const absent = new Map(holds.map((hold) => [hold.primaryIdKey, hold]))
  const ours = new Set(absent.keys())
  const strangers: string[] = []
  for (const member of answer.value) {
    const id = await memberId(ctx, member, ours)
    if (id === null) strangers.push(member.linkId ?? member.id)
    else absent.delete(id)
  }
  return { kind: "ok", value: { missing: [...absent.values()], strangers } }
}

/** Whose this member is: by its id, by its link, else by reading the user it leads to. */
async function memberId(ctx: StepContext, member: SetMember, ours: Set<string>): Promise<string | null> {
  for (const id of [member.id, member.linkId]) {
    if (id !== null && ours.has(primaryIdKey(id))) return primaryIdKey(id)
  }
  const user = await ctx.alma.getUser(member.linkId ?? member.id)
  const key = user.kind === "ok" ? primaryIdKey(readFacts(user.value).primaryId) : null
  return key !== null && ours.has(key) ? key : null
}

async function settleFill(ctx: StepContext, run: JobRun, failure: AlmaFailure): Promise<void> {
  // Somebody deleted it. A new run makes a new one.
  if (isNoSuchSet(failure)) return cancelRun(ctx, run, "The set is gone.")
  if (failure.kind === "refused" || failure.kind === "unauthorized") return failRun(ctx, run, failureSentence(failure))
  return again(ctx, run, failure)
}

async function dropSet(ctx: StepContext, run: JobRun, note: string): Promise<void> {
  await ctx.alma.deleteSet(run.setId!)
  return cancelRun(ctx, run, note)
}

export async function again(ctx: StepContext, run: JobRun, failure: AlmaFailure): Promise<void> {
  const note = failureSentence(failure)
  await commitRun(ctx, run, { polls: run.polls + 1, note, dueAt: secondsFrom(ctx.clock(), delaySeconds(failure, run.polls)) })
}

/** Whether the outage has ended, or someone on this run shall be External again. */
export async function isUnwanted(ctx: StepContext, run: JobRun): Promise<boolean> {
  const outage = await ctx.db.outage.findUniqueOrThrow({ where: { id: run.outageId } })
  if (outage.endedAt !== null) return true
  const leaving = await ctx.db.hold.count({ where: { jobRunId: run.id, state: "switching", desired: { not: "internal" } } })
  return leaving > 0
}
