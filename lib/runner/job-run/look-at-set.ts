import { randomUUID } from "node:crypto"
import type { AuditRecord } from "@/lib/db/audit"
import type { JobRun } from "@/lib/db/generated/client"
import { stateRecord } from "@/lib/db/journal"
import type { Tx } from "@/lib/db/types"
import { primaryIdKey } from "@/lib/domain/account-facts"
import type { StepContext } from "../step-context"
import { commitRun } from "./commit-run"
import { ASKED, compareMembers } from "./fill-set"
import { deleteSet, isNoSuchSet } from "./set-gone"

/** Polls at which a set that can't be read is tried again; then it is said that nobody looked. */
const SET_LOOKS = 5

const STRANGER =
  "Not on the list, but somebody put this account into Lantern's set, so the job may have made it Internal. Look at it in Alma."

export interface SetLook {
  run: JobRun
  /** Alma didn't show the set: there will be another look, or this was the last one. Null when it needs no look. */
  unseen: "for now" | "for good" | null
}

/**
 * Looks for strangers in the set, until it has been read once; then the set has served, and is
 * deleted, by which later polls know.
 */
export async function lookAtSet(ctx: StepContext, run: JobRun): Promise<SetLook> {
  if (!run.setId || run.setDeletedAt !== null || run.polls >= SET_LOOKS) return { run, unseen: null }
  const holds = await ctx.db.hold.findMany({ where: { jobRunId: run.id }, select: ASKED })
  const compared = await compareMembers(ctx, run, holds)
  if (compared.kind === "ok") {
    await alarmOf(ctx, run, compared.value.strangers)
    if (!(await deleteSet(ctx, run.setId))) return { run, unseen: null }
    return { run: await commitRun(ctx, run, { setDeletedAt: ctx.clock() }), unseen: null }
  }
  if (isNoSuchSet(compared)) return { run: await commitRun(ctx, run, { setDeletedAt: ctx.clock() }, [setUnread(run)]), unseen: null }
  return { run, unseen: run.polls + 1 < SET_LOOKS ? "for now" : "for good" }
}

/** The audit entry of a set that could never be read after the job. */
export function setUnread(run: JobRun): AuditRecord {
  return { action: "run.set_unread", detail: { run: run.name, set: run.setId } }
}

/** Somebody may have edited the set while the job was being started: a stranger in it is an alarm and a hold for a person. */
async function alarmOf(ctx: StepContext, run: JobRun, strangers: string[]): Promise<void> {
  if (strangers.length === 0) return
  await commitRun(ctx, run, {}, [{ action: "run.set_edited", detail: { run: run.name, strangers } }], async (tx) => {
    const [outage] = await tx.$queryRaw<{ endedAt: Date | null }[]>`
      select "endedAt" from "Outage" where "id" = ${run.outageId}::uuid for update`
    // After End nobody else will want it External, and nothing but that lets a person accept it.
    const desired = outage!.endedAt === null ? "none" : "external"
    const records = []
    for (const primaryId of strangers) records.push(...(await holdStranger(tx, ctx, run, primaryId, desired)))
    return records
  })
}

async function holdStranger(
  tx: Tx,
  ctx: StepContext,
  run: JobRun,
  primaryId: string,
  desired: "none" | "external",
): Promise<AuditRecord[]> {
  const at = ctx.clock()
  const key = { outageId: run.outageId, primaryIdKey: primaryIdKey(primaryId) }
  const alarm = { state: "needs_person" as const, stateSince: at, reason: STRANGER, dueAt: at, jobRunId: run.id }
  const known = await tx.hold.findFirst({ where: key })
  if (!known) {
    const id = randomUUID()
    await tx.hold.create({ data: { id, ...key, institutionId: run.institutionId, primaryId, verdict: "unreadable", desired, ...alarm } })
    return [{ holdId: id, ...stateRecord(null, "needs_person", STRANGER) }]
  }
  // Returned before: its late sweep is made now, and reopens it where it is Internal.
  if (known.state === "returned") await tx.hold.update({ where: { id: known.id }, data: { dueAt: at } })
  if (known.state !== "left_alone") return []
  await tx.hold.update({ where: { id: known.id }, data: { ...alarm, desired, fence: { increment: 1 } } })
  return [{ holdId: known.id, ...stateRecord("left_alone", "needs_person", STRANGER) }]
}
