import type { AuditRecord } from "@/lib/db/audit"
import { appendAudit } from "@/lib/db/audit"
import type { JobRun, Prisma } from "@/lib/db/generated/client"
import { inTransaction } from "@/lib/db/in-transaction"
import type { Tx } from "@/lib/db/types"
import { FenceLost } from "@/lib/domain/errors"
import { auditFrame } from "@/lib/services/context"
import type { StepContext } from "../step-context"

/**
 * Commits one step of the claimed job run: the run's own fields, whatever `more` does to its members,
 * and the audit, all or nothing. `more` returns further audit records; it writes to the database only,
 * and may be called twice, since a transaction that the database took back is run again.
 * @throws FenceLost when a later owner has the run
 */
export async function commitRun(
  ctx: StepContext,
  run: JobRun,
  patch: Prisma.JobRunUncheckedUpdateInput,
  records: AuditRecord[] = [],
  more?: (tx: Tx) => Promise<AuditRecord[]>,
): Promise<JobRun> {
  return inTransaction(
    ctx.db,
    async (tx) => {
      const mine = await tx.$queryRaw<unknown[]>`
        select 1 from "JobRun" where "id" = ${run.id}::uuid and "fence" = ${run.fence} for no key update`
      if (mine.length === 0) throw new FenceLost(`Job run ${run.name}`)
      if (Object.keys(patch).length > 0) await tx.jobRun.update({ where: { id: run.id }, data: patch })
      const extra = more ? await more(tx) : []
      const all = [...records, ...extra].map((record) => ({ outageId: run.outageId, ...record }))
      await appendAudit(tx, auditFrame(ctx, run.institutionId), all)
      return tx.jobRun.findUniqueOrThrow({ where: { id: run.id } })
    },
    { timeout: 60_000 },
  )
}

/** The run is over; nothing more is owed by it. */
export function over(ctx: StepContext, state: "done" | "cancelled", note: string | null) {
  return { state, note, finishedAt: ctx.clock(), dueAt: null, leaseOwner: null, leaseUntil: null }
}
