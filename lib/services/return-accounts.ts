import type { AuditRecord } from "@/lib/db/audit"
import { appendAudit } from "@/lib/db/audit"
import type { Hold } from "@/lib/db/generated/client"
import { stateRecord } from "@/lib/db/journal"
import { inTransaction } from "@/lib/db/in-transaction"
import { findOutage } from "@/lib/db/scope"
import type { Tx } from "@/lib/db/types"
import { primaryIdKey } from "@/lib/domain/account-facts"
import { AppError } from "@/lib/domain/errors"
import { parseStaffList } from "@/lib/domain/staff-list"
import { isSettled } from "@/lib/domain/states"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import { issueRecoverySheet } from "./recovery-sheet"
import { refuseClosed } from "./refuse-ended"

/**
 * Sends some people of an outage back to External early. Their codes die at once; the runner does
 * the rest. Those who were never switched are simply taken off the list.
 * @throws AppError `input` when a Primary ID isn't on the list; `refused` when the outage is closed
 */
export async function returnAccounts(
  ctx: ServiceContext,
  input: { outageId: string; text: string } | { outageId: string; holdIds: string[] },
): Promise<void> {
  const outage = await findOutage(ctx.db, ctx.actor, input.outageId, "outage.change")
  refuseClosed(outage.state)
  const holds = await ctx.db.hold.findMany({ where: { outageId: outage.id } })
  const chosen = "holdIds" in input ? holds.filter((hold) => input.holdIds.includes(hold.id)) : byList(holds, input.text)
  if (chosen.length === 0) throw new AppError("input", "None of these people is on the list of this outage.")
  const open = chosen.filter((hold) => !isSettled(hold.state))
  await inTransaction(
    ctx.db,
    async (tx) => {
      await tx.$queryRaw`select 1 from "Outage" where "id" = ${outage.id}::uuid for update`
      const records = await wantExternal(tx, ctx, open.map((hold) => hold.id), "Taken off the list before being switched.")
      await appendAudit(tx, auditFrame(ctx, outage.institutionId), [
        ...open.map((hold) => ({ action: "hold.return_asked", outageId: outage.id, holdId: hold.id })),
        ...records,
      ])
    },
    { timeout: 60_000 },
  )
  await issueRecoverySheet(ctx, outage.id, "some were asked back early")
  await ctx.wake(outage.institutionId)
}

function byList(holds: Hold[], text: string): Hold[] {
  const entries = parseStaffList(text).filter((entry) => !entry.duplicate)
  return entries.map((entry) => {
    const hold = holds.find((row) => row.primaryIdKey === primaryIdKey(entry.primaryId))
    if (!hold) throw new AppError("input", `${entry.primaryId} is not on the list of this outage. Nothing was changed.`)
    return hold
  })
}

/**
 * In the caller's transaction: these holds shall be External. Codes die; whoever was never asked of
 * Alma is left alone; members of a job run are dealt with by that run, all others by the runner now.
 * @returns audit records to append
 */
export async function wantExternal(tx: Tx, ctx: ServiceContext, holdIds: string[], whenNeverSwitched: string): Promise<AuditRecord[]> {
  const at = ctx.clock()
  // Everyone locks holds by id, and a hold before its codes: nobody waits in a circle.
  await tx.$queryRaw`select 1 from "Hold" where "id" = any(${holdIds}::uuid[]) order by "id" for update`
  const never = await tx.hold.updateManyAndReturn({
    where: { id: { in: holdIds }, intendedAt: null, jobRunId: null, state: { in: ["waiting", "needs_person"] } },
    data: {
      state: "left_alone",
      stateSince: at,
      desired: "external",
      reason: whenNeverSwitched,
      dueAt: null,
      fence: { increment: 1 },
    },
  })
  await tx.hold.updateMany({
    where: { id: { in: holdIds }, desired: { not: "external" }, state: { notIn: ["returned", "left_alone"] } },
    data: { desired: "external", attempts: 0 },
  })
  // A member of a run that may still be going on in Alma waits for it: see the runner's job run.
  await tx.$executeRaw`
    update "Hold" h set "dueAt" = least(${at}, clock_timestamp())
    where h."id" = any(${holdIds}::uuid[]) and h."desired" = 'external' and h."state" not in ('returned', 'left_alone')
      and (h."state" not in ('waiting', 'switching') or not exists (
        select 1 from "JobRun" j where j."id" = h."jobRunId" and j."state" not in ('done', 'cancelled')))`
  await tx.pickupCode.updateMany({ where: { holdId: { in: holdIds }, state: { in: ["live", "claimed"] } }, data: { state: "dead" } })
  return never.map((hold) => ({
    outageId: hold.outageId,
    holdId: hold.id,
    ...stateRecord("waiting", "left_alone", whenNeverSwitched),
  }))
}
