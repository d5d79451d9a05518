import type { AuditRecord } from "@/lib/db/audit"
import { appendAudit } from "@/lib/db/audit"
import type { Hold, Institution, Prisma } from "@/lib/db/generated/client"
import { stateRecord } from "@/lib/db/journal"
import { inTransaction } from "@/lib/db/in-transaction"
import { findOutage } from "@/lib/db/scope"
import type { Tx } from "@/lib/db/types"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import { issueRecoverySheet } from "./recovery-sheet"
import { refuseEnded } from "./refuse-ended"
import { requireRoute } from "./require-route"

/**
 * Asks for everyone on the list who waits, or whose switch came to nothing, to be made Internal. The
 * runner does it; calling again joins what is going on. `holdIds` narrows it to some.
 * @throws AppError `refused` once the outage is ending or closed, or when the key can't do the route
 */
export async function switchAccounts(ctx: ServiceContext, input: { outageId: string; holdIds?: string[] }): Promise<void> {
  const outage = await findOutage(ctx.db, ctx.actor, input.outageId, "outage.change")
  refuseEnded(outage.state, "switched")
  await requireRoute(ctx, outage.institution)
  // On paper before anything can be sent, whatever the route.
  const some = await ctx.db.hold.findMany({ where: { outageId: outage.id, ...startable(input.holdIds) }, select: { id: true } })
  const ids = some.map((hold) => hold.id)
  if (ids.length > 0) await issueRecoverySheet(ctx, outage.id, "the switch was asked for", ids)
  await inTransaction(
    ctx.db,
    async (tx) => {
      const [locked] = await tx.$queryRaw<{ state: string }[]>`
        select "state"::text from "Outage" where "id" = ${outage.id}::uuid for update`
      refuseEnded(locked!.state, "switched")
      // Who was added since isn't on that sheet, and waits to be asked for.
      const holds = await tx.hold.findMany({ where: { outageId: outage.id, ...startable(ids) }, orderBy: { id: "asc" } })
      const records = await startAll(tx, ctx, outage.institution, holds)
      const begun = holds.length > 0
      const state = begun ? "switching" : locked!.state === "declared" ? "active" : undefined
      await tx.outage.update({
        where: { id: outage.id },
        data: { ...(state && { state }), ...(outage.switchedAt === null && { switchedAt: ctx.clock() }) },
      })
      if (!begun) {
        await appendAudit(tx, auditFrame(ctx, outage.institutionId), state ? [{ action: "outage.active", outageId: outage.id }] : [])
        return
      }
      await appendAudit(tx, auditFrame(ctx, outage.institutionId), [
        { action: "outage.switch_asked", outageId: outage.id, detail: { accounts: holds.length } },
        ...records,
      ])
    },
    { timeout: 60_000 },
  )
  await ctx.wake(outage.institutionId)
}

/** Waiting and not asked for yet, or asked for and still External as last read. */
function startable(holdIds: string[] | undefined): Prisma.HoldWhereInput {
  return {
    ...(holdIds && { id: { in: holdIds } }),
    verdict: "switch",
    OR: [
      { state: "waiting", desired: "none" },
      { state: "needs_person", desired: "internal", observedType: "EXTERNAL" },
    ],
  }
}

async function startAll(tx: Tx, ctx: ServiceContext, institution: Institution, holds: Hold[]): Promise<AuditRecord[]> {
  const ids = holds.map((hold) => hold.id)
  const at = ctx.clock()
  await tx.hold.updateMany({
    where: { id: { in: ids } },
    data: {
      state: "waiting",
      stateSince: at,
      desired: "internal",
      reason: null,
      repairs: 0,
      attempts: 0,
      jobRunId: null,
      collectedAt: null,
      // The job takes a whole list at once and is started from the list; the other routes go one by one.
      dueAt: institution.route === "job" ? null : at,
      fence: { increment: 1 },
      leaseOwner: null,
      leaseUntil: null,
    },
  })
  return holds
    .filter((hold) => hold.state !== "waiting")
    .map((hold) => ({ outageId: hold.outageId, holdId: hold.id, ...stateRecord(hold.state, "waiting", null) }))
}
