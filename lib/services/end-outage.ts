import { requireStepUp } from "@/lib/auth/step-up"
import { appendAudit } from "@/lib/db/audit"
import type { AuditRecord } from "@/lib/db/audit"
import { inTransaction } from "@/lib/db/in-transaction"
import { findOutage } from "@/lib/db/scope"
import type { Tx } from "@/lib/db/types"
import { AppError } from "@/lib/domain/errors"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import { wantExternal } from "./return-accounts"

/**
 * Ends an outage: codes die at once, and every account that Lantern made Internal goes back to
 * External. The runner does it and closes the outage when all are proved; ending again joins.
 * @throws AppError `refused` once it is closed; `step_up_required`
 */
export async function endOutage(ctx: ServiceContext, input: { outageId: string }): Promise<void> {
  const outage = await findOutage(ctx.db, ctx.actor, input.outageId, "outage.end")
  requireStepUp(ctx)
  if (outage.state === "closed") throw new AppError("refused", "This outage is closed already. Nothing was changed.")
  // Whoever ends it again only joins: they needn't wait in line for its row.
  if (outage.state === "ending") return ctx.wake(outage.institutionId)
  await inTransaction(
    ctx.db,
    async (tx) => {
      if (!(await lockToEnd(tx, outage.id))) return
      await appendAudit(tx, auditFrame(ctx, outage.institutionId), await endLocked(tx, ctx, outage.id))
    },
    { timeout: 60_000 },
  )
  await ctx.wake(outage.institutionId)
}

/** @returns whether it isn't ending or closed already */
export async function lockToEnd(tx: Tx, outageId: string): Promise<boolean> {
  const [locked] = await tx.$queryRaw<{ state: string }[]>`
    select "state"::text from "Outage" where "id" = ${outageId}::uuid for update`
  return locked !== undefined && locked.state !== "ending" && locked.state !== "closed"
}

/** Ends an outage whose row is locked. @returns the audit records, for the caller to append in the same transaction */
export async function endLocked(tx: Tx, ctx: ServiceContext, outageId: string, detail?: Record<string, string>): Promise<AuditRecord[]> {
  await tx.outage.update({
    where: { id: outageId },
    data: { state: "ending", endedAt: ctx.clock(), endedBy: ctx.actor.name },
  })
  const holds = await tx.hold.findMany({ where: { outageId }, select: { id: true }, orderBy: { id: "asc" } })
  const ids = holds.map((hold) => hold.id)
  const records = await wantExternal(tx, ctx, ids, "The outage ended before this account was switched.")
  return [{ action: "outage.end_asked", outageId, ...(detail && { detail }) }, ...records]
}
