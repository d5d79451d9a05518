import { appendAudit } from "@/lib/db/audit"
import type { Outage } from "@/lib/db/generated/client"
import type { Tx } from "@/lib/db/types"
import { drillScore } from "@/lib/domain/drill-score"
import { readDrillFacts } from "@/lib/db/drill-facts"
import { auditFrame } from "@/lib/services/context"
import { rememberProved } from "./remember-proof"
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
      if (closing && !(await isProof(tx, outage))) {
        await rememberProof(tx, ctx, outage)
        if (outage.drill) await scoreDrill(tx, ctx, outage)
      }
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
  const kinds = applied.map((intent) => intent.kind)
  await rememberProved(tx, outage.institutionId, { job: kinds.includes("switch_job"), direct: kinds.includes("switch_direct") }, ctx.clock())
}

/** A proof says itself whether it proved the route, by more than this: see `proof/finish-proof.ts`. */
async function isProof(tx: Tx, { id, drill }: Outage): Promise<boolean> {
  return drill && (await tx.routeProof.count({ where: { outageId: id } })) > 0
}

async function scoreDrill(tx: Tx, ctx: StepContext, { id }: Outage): Promise<void> {
  const facts = await readDrillFacts(tx, id)
  await tx.outage.update({ where: { id }, data: { drillScore: { ...drillScore({ ...facts, closedAt: ctx.clock().toISOString() }) } } })
}
