import type { Hold } from "@/lib/db/generated/client"
import { commitHold } from "@/lib/db/journal"
import { auditFrame } from "@/lib/services/context"
import { openDrillHolds, WAITS_FOR_DRILL } from "@/lib/services/held-by-drill"
import { directStep } from "./direct-step"
import { manualStep } from "./manual-step"
import { returnStep } from "./return-step"
import type { StepContext } from "./step-context"
import { secondsFrom } from "./step-context"
import { sweepStep } from "./sweep-step"
import { watchStep } from "./watch-step"

/** Does what is due for one claimed hold: what it shall be and what it is decide, not what happened before. */
export async function stepHold(ctx: StepContext, hold: Hold): Promise<void> {
  if (hold.acceptedAt !== null) return rest(ctx, hold)
  switch (hold.state) {
    case "left_alone":
      return rest(ctx, hold)
    case "returned":
      return sweepStep(ctx, hold)
    case "waiting":
    case "switching":
      if (hold.desired === "external") return returnStep(ctx, hold)
      if (await waitsForDrill(ctx, hold)) return
      if (hold.desired === "internal" && ctx.institution.route === "direct") return directStep(ctx, hold)
      if (hold.desired === "internal" && ctx.institution.route === "manual" && hold.state === "waiting") return manualStep(ctx, hold)
      return rest(ctx, hold)
    case "internal":
    case "collected":
    case "needs_person":
      return hold.desired === "external" ? returnStep(ctx, hold) : watchStep(ctx, hold)
    case "returning":
    case "external_watching":
      return returnStep(ctx, hold)
  }
}

const LOOK_AGAIN_SECONDS = 3

/**
 * Whom a drill is still bringing back isn't switched by anybody else meanwhile: Internal by the drill, the account
 * would pass for one that was Internal before. The job route sees to it as it forms its runs.
 * @returns whether the hold is settled for now
 */
async function waitsForDrill(ctx: StepContext, hold: Hold): Promise<boolean> {
  const mayBegin = hold.state === "waiting" && hold.desired === "internal" && hold.intendedAt === null && ctx.institution.route !== "job"
  if (!mayBegin) return false
  const where = { AND: [openDrillHolds(hold.institutionId), { primaryIdKey: hold.primaryIdKey }] }
  if ((await ctx.db.hold.count({ where })) === 0) return false
  await commitHold(ctx.db, auditFrame(ctx, hold.institutionId), hold, {
    patch: { reason: WAITS_FOR_DRILL, dueAt: secondsFrom(ctx.clock(), LOOK_AGAIN_SECONDS) },
    release: true,
  })
  return true
}

/** Nothing is due: what comes next begins with a person, or with a job run. */
async function rest(ctx: StepContext, hold: Hold): Promise<void> {
  // Unless somebody has wanted something else since the claim; then it is due again at once.
  const only = { desired: hold.desired, state: hold.state }
  await commitHold(ctx.db, auditFrame(ctx, hold.institutionId), hold, { patch: { dueAt: null }, only, release: true })
}
