import type { AuditRecord } from "@/lib/db/audit"
import type { Hold, JobRun } from "@/lib/db/generated/client"
import { stateRecord } from "@/lib/db/journal"
import type { Tx } from "@/lib/db/types"
import type { StepContext } from "../step-context"

/** Without the sealed original facts: of thousands they would fill the memory, and nobody here opens them. */
export type Member = Omit<Hold, "original">

const OPEN = ["waiting", "switching"] as const

/**
 * The members that the run still answers for, locked until the transaction ends. The outage comes
 * first and the holds go by id, as in End and an early return, so that none of them waits in a circle.
 */
export async function lockMembers(tx: Tx, run: JobRun): Promise<Member[]> {
  await tx.$queryRaw`select 1 from "Outage" where "id" = ${run.outageId}::uuid for update`
  await tx.$queryRaw`
    select 1 from "Hold" where "jobRunId" = ${run.id}::uuid and "state" in ('waiting', 'switching') order by "id" for update`
  return tx.hold.findMany({ where: { jobRunId: run.id, state: { in: [...OPEN] } }, orderBy: { id: "asc" }, omit: { original: true } })
}

/**
 * Takes locked members off a run that never asked Alma for them. Those whose switch is still wanted
 * wait for the next run; of the others, who was never asked of Alma is left alone, and who may have
 * been changed by an earlier run goes the reads' way back.
 */
export async function releaseMembers(tx: Tx, ctx: StepContext, run: JobRun, members: Member[]): Promise<AuditRecord[]> {
  const at = ctx.clock()
  const earlier = await tx.intent.findMany({
    where: { holdId: { in: members.map((hold) => hold.id) }, OR: [{ jobRunId: null }, { jobRunId: { not: run.id } }] },
    select: { holdId: true },
  })
  const asked = new Set(earlier.map((intent) => intent.holdId))
  const outcomes = [
    { state: "waiting" as const, reason: null, of: members.filter((hold) => hold.desired === "internal") },
    {
      state: "left_alone" as const,
      reason: "Returned before it was switched: nothing was sent to Alma.",
      of: members.filter((hold) => hold.desired !== "internal" && !asked.has(hold.id)),
    },
    { state: "returning" as const, reason: null, of: members.filter((hold) => hold.desired !== "internal" && asked.has(hold.id)) },
  ]
  const untouched = members.filter((hold) => !asked.has(hold.id)).map((hold) => hold.id)
  await tx.hold.updateMany({ where: { id: { in: untouched } }, data: { intendedAt: null } })
  for (const { state, reason, of } of outcomes) {
    await tx.hold.updateMany({
      where: { id: { in: of.map((hold) => hold.id) } },
      data: { state, stateSince: at, reason, jobRunId: null, dueAt: state === "returning" ? at : null },
    })
  }
  return outcomes.flatMap(({ state, reason, of }) =>
    of.filter((hold) => hold.state !== state).map((hold) => ({ holdId: hold.id, ...stateRecord(hold.state, state, reason) })),
  )
}
