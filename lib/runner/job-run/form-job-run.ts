import { randomBytes } from "node:crypto"
import { appendAudit } from "@/lib/db/audit"
import type { Prisma } from "@/lib/db/generated/client"
import { isUniqueViolation } from "@/lib/db/prisma-values"
import { auditFrame } from "@/lib/services/context"
import { heldByDrill, WAITS_FOR_DRILL } from "@/lib/services/held-by-drill"
import type { StepContext } from "../step-context"
import { secondsFrom } from "../step-context"

/** Alma documentation: the same job is started over the API at most five times an hour (402222, 402223). */
export const STARTS_AN_HOUR = 5

/**
 * Gathers everyone who waits into one run of the job, when no run of this institution is going on
 * and the hour's starts aren't used up.
 * @returns true when a run was formed
 */
export async function formJobRun(ctx: StepContext): Promise<boolean> {
  if (ctx.institution.route !== "job") return false
  const all = {
    institutionId: ctx.institution.id,
    state: "waiting" as const,
    desired: "internal" as const,
    jobRunId: null,
    outage: { endedAt: null },
  }
  if ((await ctx.db.hold.findFirst({ where: all, select: { id: true } })) === null) return false
  const active = await ctx.db.jobRun.findFirst({
    where: { institutionId: ctx.institution.id, state: { notIn: ["done", "cancelled"] } },
  })
  if (active) return false
  const kept = await keptByDrill(ctx, all)
  const where = kept.length === 0 ? all : { ...all, OR: [{ intendedAt: { not: null } }, { primaryIdKey: { notIn: kept } }] }
  const first = await ctx.db.hold.findFirst({ where, select: { outageId: true } })
  if (!first) return false
  const name = `Lantern ${ctx.institution.code} ${randomBytes(6).toString("hex")}`
  try {
    await ctx.db.$transaction(async (tx) => {
      // First, as End takes it: both lock the list's holds.
      await tx.$queryRaw`select 1 from "Outage" where "id" = ${first.outageId}::uuid for update`
      const run = await tx.jobRun.create({
        data: { institutionId: ctx.institution.id, outageId: first.outageId, name, createdAt: ctx.clock(), dueAt: ctx.clock() },
      })
      const { count } = await tx.hold.updateMany({ where: { ...where, outageId: first.outageId }, data: { jobRunId: run.id } })
      await appendAudit(tx, auditFrame(ctx, ctx.institution.id), [
        { action: "run.formed", outageId: first.outageId, detail: { run: name, accounts: count } },
      ])
    })
    return true
  } catch (error) {
    // Another worker formed one at the same moment.
    if (isUniqueViolation(error)) return false
    throw error
  }
}

/**
 * Whom a drill is still bringing back can't be asked for by anybody else, and Internal by the drill they would pass for
 * accounts that were Internal before: they wait, and join a run as soon as the drill is done with them. A drill's own
 * have their intent already, where they go through a second run.
 */
async function keptByDrill(ctx: StepContext, waiting: Prisma.HoldWhereInput): Promise<string[]> {
  const keys = [...(await heldByDrill(ctx.db, ctx.institution.id)).keys()]
  if (keys.length > 0) {
    const where = { AND: [waiting, { primaryIdKey: { in: keys }, intendedAt: null, reason: null }] }
    await ctx.db.hold.updateMany({ where, data: { reason: WAITS_FOR_DRILL } })
  }
  return keys
}

/** When the next start is allowed; null when it is now. */
export async function nextStartAt(ctx: StepContext): Promise<Date | null> {
  const now = ctx.clock()
  const starts = await ctx.db.jobRun.findMany({
    where: { institutionId: ctx.institution.id, startSentAt: { gt: secondsFrom(now, -3600) } },
    orderBy: { startSentAt: "desc" },
    select: { startSentAt: true },
    take: STARTS_AN_HOUR,
  })
  const oldest = starts.length < STARTS_AN_HOUR ? null : starts.at(-1)?.startSentAt
  return oldest ? secondsFrom(oldest, 3605) : null
}
