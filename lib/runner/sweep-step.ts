import { appendAudit } from "@/lib/db/audit"
import type { Hold } from "@/lib/db/generated/client"
import { commitHold, stateRecord } from "@/lib/db/journal"
import { FenceLost } from "@/lib/domain/errors"
import { SWEEPS_SECONDS, nextSweep } from "@/lib/domain/closing"
import { auditFrame } from "@/lib/services/context"
import { readHeld } from "./read-held"
import type { StepContext } from "./step-context"
import { secondsFrom } from "./step-context"

/**
 * A late look at an account that was proved External: 1 hour, 24 hours and 7 days after. A very late
 * write may have made it Internal again; then the hold is open again, and the outage with it.
 */
export async function sweepStep(ctx: StepContext, claimed: Hold): Promise<void> {
  const frame = auditFrame(ctx, claimed.institutionId)
  const newer = await ctx.db.hold.findFirst({
    where: {
      institutionId: claimed.institutionId,
      primaryIdKey: claimed.primaryIdKey,
      id: { not: claimed.id },
      intendedAt: { not: null },
      createdAt: { gt: claimed.createdAt },
    },
  })
  // A later outage answers for the account now.
  if (newer) return commitDone(ctx, claimed, SWEEPS_SECONDS.length)
  const read = await readHeld(ctx, claimed, "watch")
  if (read.kind === "gone") return commitDone(ctx, claimed, SWEEPS_SECONDS.length)
  if (read.kind === "failed") {
    await commitHold(ctx.db, frame, claimed, { patch: { dueAt: secondsFrom(ctx.clock(), 300) }, release: true })
    return
  }
  if (read.facts.accountType !== "INTERNAL") return commitDone(ctx, read.hold, read.hold.sweeps + 1)
  await reopen(ctx, read.hold, read.at)
}

async function commitDone(ctx: StepContext, hold: Hold, sweeps: number): Promise<void> {
  const dueAt = nextSweep(hold.returnedAt ?? ctx.clock(), sweeps)
  await commitHold(ctx.db, auditFrame(ctx, hold.institutionId), hold, { patch: { sweeps, dueAt }, release: true })
}

async function reopen(ctx: StepContext, hold: Hold, at: Date): Promise<void> {
  const reason = "Read Internal after it had been returned: a very late write, or someone changed it. It is returned again."
  await ctx.db.$transaction(async (tx) => {
    const { count } = await tx.hold.updateMany({
      where: { id: hold.id, fence: hold.fence },
      data: {
        state: "returning", stateSince: at, reason, externalReads: 0, quietFrom: at, returnedAt: null, sweeps: 0,
        attempts: 0, dueAt: at, observedType: "INTERNAL", observedAt: at, leaseOwner: null, leaseUntil: null,
      },
    })
    if (count === 0) throw new FenceLost(`Hold ${hold.id}`)
    const { drill } = await tx.outage.findUniqueOrThrow({ where: { id: hold.outageId } })
    const open = await tx.outage.findFirst({ where: { institutionId: hold.institutionId, drill, state: { not: "closed" } } })
    // With another outage open (for a drill: another drill) the hold stands among the unresolved of its own, closed one.
    if (!open) await tx.outage.update({ where: { id: hold.outageId }, data: { state: "ending", closedAt: null } })
    await appendAudit(tx, auditFrame(ctx, hold.institutionId), [
      { action: "hold.reopened", outageId: hold.outageId, holdId: hold.id, detail: { outage: open ? "stays closed" : "open again" } },
      { outageId: hold.outageId, holdId: hold.id, ...stateRecord("returned", "returning", reason) },
    ])
  })
}
