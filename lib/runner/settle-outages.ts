import { appendAudit } from "@/lib/db/audit"
import type { Outage } from "@/lib/db/generated/client"
import type { Tx } from "@/lib/db/types"
import { mergeChecks } from "@/lib/domain/checks"
import type { CheckView } from "@/lib/domain/views"
import { routeProved } from "@/lib/services/checks/route-proved"
import { auditFrame } from "@/lib/services/context"
import type { StepContext } from "./step-context"

/** Moves the institution's open outage on when all its holds have: switching to active, ending to closed. */
export async function settleOutages(ctx: StepContext): Promise<void> {
  const open = await ctx.db.outage.findMany({
    where: { institutionId: ctx.institution.id, state: { in: ["switching", "ending"] } },
  })
  for (const outage of open) {
    if (await isStillMoving(ctx.db, outage)) continue
    await ctx.db.$transaction(async (tx) => {
      const [locked] = await tx.$queryRaw<{ state: string }[]>`
        select "state"::text from "Outage" where "id" = ${outage.id}::uuid for update`
      if (locked?.state !== outage.state || (await isStillMoving(tx, outage))) return
      const closing = outage.state === "ending"
      await tx.outage.update({
        where: { id: outage.id },
        data: closing ? { state: "closed", closedAt: ctx.clock() } : { state: "active" },
      })
      if (closing) await rememberProof(tx, ctx, outage)
      await appendAudit(tx, auditFrame(ctx, outage.institutionId), [
        { action: closing ? "outage.closed" : "outage.active", outageId: outage.id },
      ])
    })
  }
}

async function isStillMoving(db: Tx, outage: Outage): Promise<boolean> {
  if (outage.state === "switching") {
    const holds = await db.hold.count({
      where: { outageId: outage.id, desired: "internal", state: { in: ["waiting", "switching"] } },
    })
    return holds > 0
  }
  const owed = await db.hold.count({
    where: { outageId: outage.id, state: { notIn: ["returned", "left_alone"] }, acceptedAt: null },
  })
  if (owed > 0) return true
  const runs = await db.jobRun.count({ where: { outageId: outage.id, state: { notIn: ["done", "cancelled"] } } })
  return runs > 0
}

/** An outage that brought accounts there and back by a route has proved that route. */
async function rememberProof(tx: Tx, ctx: StepContext, outage: Outage): Promise<void> {
  const applied = await tx.intent.findMany({
    where: { hold: { outageId: outage.id, state: "returned" }, kind: { in: ["switch_job", "switch_direct"] }, state: "applied" },
    distinct: ["kind"],
    select: { kind: true },
  })
  const at = ctx.clock()
  const kinds = applied.map((intent) => intent.kind)
  const proved = await tx.institution.update({
    where: { id: outage.institutionId },
    data: {
      ...(kinds.includes("switch_job") && { jobProvedAt: at }),
      ...(kinds.includes("switch_direct") && { directProvedAt: at }),
    },
  })
  const checks = (proved.checks as CheckView[] | null) ?? []
  const wasLooked = checks.some((check) => check.id === "route.proved")
  await tx.institution.update({
    where: { id: outage.institutionId },
    data: { checks: mergeChecks(checks, wasLooked ? [routeProved(proved, at)] : [], at.toISOString()).map((check) => ({ ...check })) as object[] },
  })
}
