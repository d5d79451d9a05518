import { z } from "zod"
import { requireStepUp } from "@/lib/auth/step-up"
import { appendAudit } from "@/lib/db/audit"
import { findOutage } from "@/lib/db/scope"
import { AppError } from "@/lib/domain/errors"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import { parseInput } from "./parse-input"

const acceptInput = z.object({
  outageId: z.string(),
  holdId: z.uuid("There is no such account on this outage."),
  reason: z.string().trim().min(10, "Write at least ten characters: who will see to it, and how.").max(500, "The reason may have at most 500 characters."),
})

/**
 * A named person closes a hold that no machine could return, with a written reason. It no longer
 * keeps the outage open; it stays on the record as unresolved.
 * @throws AppError `input`, `refused`, `step_up_required`
 */
export async function acceptUnresolved(ctx: ServiceContext, raw: z.input<typeof acceptInput>): Promise<void> {
  const input = parseInput(acceptInput, raw)
  const outage = await findOutage(ctx.db, ctx.actor, input.outageId, "outage.end")
  requireStepUp(ctx)
  await ctx.db.$transaction(async (tx) => {
    const { count } = await tx.hold.updateMany({
      where: { id: input.holdId, outageId: outage.id, state: "needs_person", desired: "external", acceptedAt: null },
      data: { acceptedAt: ctx.clock(), acceptedBy: ctx.actor.name, acceptedReason: input.reason, dueAt: null, fence: { increment: 1 } },
    })
    if (count === 0) {
      throw new AppError("refused", "Only an account that needs a person while being returned can be accepted as unresolved.")
    }
    await appendAudit(tx, auditFrame(ctx, outage.institutionId), [
      { action: "hold.accepted", outageId: outage.id, holdId: input.holdId, detail: { reason: input.reason } },
    ])
  })
  await ctx.wake(outage.institutionId)
}
