import type { AuditRecord } from "@/lib/db/audit"
import type { Hold, JobRun } from "@/lib/db/generated/client"
import { stateRecord } from "@/lib/db/journal"
import type { Tx } from "@/lib/db/types"
import type { StepContext } from "../step-context"
import { commitRun } from "./commit-run"

/** One member as it was read after the job, and where it goes. */
export interface SettledMember {
  id: string
  next: Move
  /** What was read; null when nobody is there any more. */
  seen: { at: Date; accountType: string; externalId: string } | null
}

type Move = Pick<Hold, "state" | "reason" | "dueAt"> & { jobRunId?: null; repairs?: number }

/** Commits a lot of reads: the members' states, what was observed, and what became of the intents. */
export async function commitSettled(ctx: StepContext, run: JobRun, lot: SettledMember[]): Promise<void> {
  await commitRun(ctx, run, {}, [], async (tx) => {
    const ids = lot.map((member) => member.id)
    const locked = await tx.$queryRaw<{ hold: string; desired: string }[]>`
      select "id"::text as "hold", "desired"::text from "Hold"
      where "id" = any(${ids}::uuid[]) and "jobRunId" = ${run.id}::uuid and "state" = 'switching' order by "id" for update`
    const desired = new Map(locked.map((row) => [row.hold, row.desired]))
    // An early return may have come while it was read; nobody else will say when it is due.
    const back: Move = { state: "returning", reason: null, dueAt: ctx.clock() }
    const moved = lot
      .filter((member) => desired.has(member.id))
      .map((member) => (desired.get(member.id) === "internal" ? member : { ...member, next: back }))
    await moveAll(tx, ctx.clock(), moved)
    await writeSeen(tx, run, moved)
    return moved.map(({ id, next }) => ({ holdId: id, ...stateRecord("switching", next.state, next.reason) }))
  })
}

/** Those who went the same way go in one statement: nearly everyone, when the job has done its work. */
async function moveAll(tx: Tx, at: Date, members: SettledMember[]): Promise<void> {
  const ways = Map.groupBy(members, ({ next }) => JSON.stringify({ ...next, dueAt: null }))
  for (const same of ways.values()) {
    const way = { ...same[0]!.next, dueAt: null }
    await tx.hold.updateMany({ where: { id: { in: same.map((member) => member.id) } }, data: { ...way, stateSince: at } })
  }
  if (members.length === 0) return
  await tx.$executeRaw`
    update "Hold" h set "dueAt" = v."due"::timestamptz,
      "observedType" = coalesce(v."type", h."observedType"), "observedAt" = coalesce(v."at"::timestamptz, h."observedAt")
    from unnest(
      ${members.map((one) => one.id)}::uuid[], ${members.map((one) => one.next.dueAt?.toISOString() ?? null)}::text[],
      ${members.map((one) => one.seen?.accountType ?? null)}::text[], ${members.map((one) => one.seen?.at.toISOString() ?? null)}::text[]
    ) as v("id", "due", "type", "at")
    where h."id" = v."id"`
}

async function writeSeen(tx: Tx, run: JobRun, members: SettledMember[]): Promise<void> {
  const seen = members.flatMap((member) => (member.seen ? [{ holdId: member.id, ...member.seen }] : []))
  await tx.observation.createMany({ data: seen.map((one) => ({ ...one, purpose: "after_switch" })) })
  for (const state of ["applied", "unknown"] as const) {
    const of = seen.filter((one) => (one.accountType === "INTERNAL") === (state === "applied"))
    if (of.length === 0) continue
    await tx.intent.updateMany({
      where: { holdId: { in: of.map((one) => one.holdId) }, jobRunId: run.id, state: "sent" },
      data: { state, settledAt: of.at(-1)!.at },
    })
  }
}

/**
 * Members that shall be External again leave the run for the way back, which reads them itself and
 * writes where the job has made them Internal.
 */
export async function letGo(ctx: StepContext, run: JobRun): Promise<void> {
  const leaving = { jobRunId: run.id, state: "switching" as const, desired: { not: "internal" as const } }
  if ((await ctx.db.hold.count({ where: leaving })) === 0) return
  const at = ctx.clock()
  await commitRun(ctx, run, {}, [], async (tx) => {
    const rows = await tx.$queryRaw<{ hold: string }[]>`
      select "id"::text as "hold" from "Hold" where "jobRunId" = ${run.id}::uuid and "state" = 'switching' and "desired" <> 'internal'
      order by "id" for update`
    const ids = rows.map((row) => row.hold)
    await tx.hold.updateMany({ where: { id: { in: ids } }, data: { state: "returning", stateSince: at, reason: null, dueAt: at } })
    await tx.intent.updateMany({
      where: { holdId: { in: ids }, jobRunId: run.id, state: "sent" },
      data: { state: "unknown", settledAt: at },
    })
    return ids.map((holdId): AuditRecord => ({ holdId, ...stateRecord("switching", "returning", null) }))
  })
}
