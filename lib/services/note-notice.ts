import { appendAudit } from "@/lib/db/audit"
import { findOutage } from "@/lib/db/scope"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"

/** Writes down, once, that whoever sees to a drill has looked at the notice for staff; of an outage nobody asks it. */
export async function noteNotice(ctx: ServiceContext, input: { outageId: string }): Promise<void> {
  const outage = await findOutage(ctx.db, ctx.actor, input.outageId, "outage.change")
  if (!outage.drill || outage.state === "closed") return
  await ctx.db.$transaction(async (tx) => {
    if ((await tx.auditEntry.count({ where: { outageId: outage.id, action: "notice.opened" } })) > 0) return
    await appendAudit(tx, auditFrame(ctx, outage.institutionId), [{ action: "notice.opened", outageId: outage.id }])
  })
}
