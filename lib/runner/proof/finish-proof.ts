import { appendAudit } from "@/lib/db/audit"
import type { Hold, RouteProof } from "@/lib/db/generated/client"
import { compareRecords } from "@/lib/domain/compare-record"
import type { ProofStep } from "@/lib/domain/route-proof"
import { isProved, leaveOutTheRest, stepOf, withStep } from "@/lib/domain/route-proof"
import { auditFrame } from "@/lib/services/context"
import { endOutage } from "@/lib/services/end-outage"
import { openRecord } from "@/lib/services/proof-record"
import { readHeld } from "../read-held"
import { rememberProved } from "../remember-proof"
import type { StepContext } from "../step-context"
import { stepsOf, storedSteps } from "./save-steps"

/** The account is back, or never went: it is read once more and compared with what it was, and the proof is over. */
export async function compareAndFinish(ctx: StepContext, proof: RouteProof, hold: Hold): Promise<void> {
  const before = openRecord(ctx, proof)
  const read = await readHeld(ctx, hold, "change")
  // Read again the next time: the account is back, and nothing is in a hurry.
  if (read.kind === "failed" || before === null) return
  const at = ctx.clock().toISOString()
  const steps = stepsOf(proof)
  if (read.kind === "gone") return finish(ctx, proof, withStep(steps, "compare", { state: "failed", text: read.reason }, at))
  const differences = compareRecords(before, read.user)
  const same = differences.length === 0
  const text = same ? "Every field is as it was." : `${differences.length} ${differences.length === 1 ? "field is" : "fields are"} not as before.`
  return finish(ctx, proof, withStep(steps, "compare", { state: same ? "done" : "failed", text, ...(!same && { differences }) }, at))
}

/** The proof is over: proved or not. The record of before goes, whatever came of it. */
export async function finish(ctx: StepContext, proof: RouteProof, found: ProofStep[]): Promise<void> {
  // Somebody had asked its account back early: without an end its drill would stay open.
  const { endedAt } = await ctx.db.outage.findUniqueOrThrow({ where: { id: proof.outageId }, select: { endedAt: true } })
  if (endedAt === null) await endOutage(ctx, { outageId: proof.outageId })
  const at = ctx.clock()
  const steps = leaveOutTheRest(found, at.toISOString())
  const proved = isProved(steps)
  await ctx.db.$transaction(async (tx) => {
    const { count } = await tx.routeProof.updateMany({
      where: { id: proof.id, finishedAt: null },
      data: { steps: storedSteps(steps), finishedAt: at, proved, before: null },
    })
    if (count === 0) return
    if (proved) await rememberProved(tx, proof.institutionId, { job: proof.route === "job", direct: proof.route === "direct" }, at)
    const detail = { proved, route: proof.route, differences: stepOf(steps, "compare").differences?.length ?? 0 }
    await appendAudit(tx, auditFrame(ctx, proof.institutionId), [{ action: "proof.finished", outageId: proof.outageId, detail }])
  })
}
