import { z } from "zod"
import { appendAudit } from "@/lib/db/audit"
import { findInstitution } from "@/lib/db/scope"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import { parseInput } from "./parse-input"

export const seeAlertsInput = z.object({ institution: z.string(), ids: z.array(z.uuid()).max(100) })

/** Somebody has seen these: they stand on the first page no longer, for nobody of the institution. */
export async function seeAlerts(ctx: ServiceContext, raw: z.input<typeof seeAlertsInput>): Promise<void> {
  const { institution: code, ids } = parseInput(seeAlertsInput, raw)
  const institution = await findInstitution(ctx.db, ctx.actor, code, "outage.declare")
  await ctx.db.$transaction(async (tx) => {
    const seen = await tx.alert.updateMany({
      where: { id: { in: ids }, institutionId: institution.id, personId: null, seenAt: null },
      data: { seenAt: ctx.clock(), seenBy: ctx.actor.name },
    })
    if (seen.count > 0) await appendAudit(tx, auditFrame(ctx, institution.id), [{ action: "alerts.seen", detail: { count: seen.count } }])
  })
}
