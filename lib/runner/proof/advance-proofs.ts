import type { Hold, Outage, RouteProof } from "@/lib/db/generated/client"
import { putOffTurn, takeTurn } from "@/lib/db/turns"
import { AppError } from "@/lib/domain/errors"
import type { ProofStepId, ProofStepState } from "@/lib/domain/route-proof"
import { stepOf, withStep } from "@/lib/domain/route-proof"
import { endOutage } from "@/lib/services/end-outage"
import { switchAccounts } from "@/lib/services/switch-accounts"
import type { StepContext } from "../step-context"
import { compareAndFinish, finish } from "./finish-proof"
import { type LoginProof, provePassword } from "./prove-password"
import { saveSteps, stepsOf } from "./save-steps"

/** Whoever is at a proof and dies keeps the others from it for no longer than this. */
const TURN_SECONDS = 45

/**
 * Takes each unfinished proof of a route one step on, by where its account stands: the runner switches and returns it
 * as any other, and this sees to what lies between. Called again after every step and at every tick, so that any process
 * goes on where another one stopped.
 */
export async function advanceProofs(ctx: StepContext): Promise<void> {
  const open = await ctx.db.routeProof.findMany({ where: { institutionId: ctx.institution.id, finishedAt: null }, select: { id: true } })
  for (const { id } of open) {
    const turn = `proof:${id}`
    if (ctx.isStopping() || !(await takeTurn(ctx.db, turn, TURN_SECONDS))) continue
    try {
      await advance(ctx, id)
    } finally {
      await putOffTurn(ctx.db, turn, 0)
    }
  }
}

type Open = RouteProof & { outage: Outage & { holds: Hold[] } }

async function advance(ctx: StepContext, id: string): Promise<void> {
  const proof: Open | null = await ctx.db.routeProof.findFirst({ where: { id, finishedAt: null }, include: { outage: { include: { holds: true } } } })
  const hold = proof?.outage.holds[0]
  if (!proof || !hold) return
  if (proof.outage.state === "declared") return begin(ctx, proof)
  switch (hold.state) {
    case "waiting":
    case "switching":
      return hold.desired === "internal" ? tell(ctx, proof, "switch", "doing", hold.reason) : tell(ctx, proof, "return", "doing", hold.reason)
    case "internal":
    case "collected":
      return whileInternal(ctx, proof, hold)
    case "needs_person":
      return withAPerson(ctx, proof, hold)
    case "returning":
    case "external_watching":
      return tell(ctx, proof, "return", "doing", watched(hold))
    case "returned":
      return compareAndFinish(ctx, await told(ctx, proof, "return", "done", `Read External ${hold.externalReads} times, the last time after the quiet period.`), hold)
    case "left_alone":
      return neverSwitched(ctx, proof, hold)
  }
}

/** Whoever began it died before the switch was asked for. */
async function begin(ctx: StepContext, proof: Open): Promise<void> {
  try {
    await switchAccounts(ctx, { outageId: proof.outageId })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    await tell(ctx, proof, "switch", "doing", error.message)
  }
}

async function whileInternal(ctx: StepContext, proof: Open, hold: Hold): Promise<void> {
  if (proof.outage.endedAt !== null || hold.desired === "external") return tell(ctx, proof, "return", "doing", watched(hold))
  let seen = await told(ctx, proof, "switch", "done", "Read Internal.")
  const { state } = stepOf(stepsOf(seen), "password")
  if (state !== "done" && state !== "failed") {
    seen = await told(ctx, seen, "password", "doing", null)
    const set = await provePassword(ctx, hold.id)
    if (set.kind === "later") return tell(ctx, seen, "password", "doing", set.why)
    if (set.kind === "refused") seen = await told(ctx, seen, "password", "failed", set.why)
    else seen = await told(ctx, await told(ctx, seen, "password", "done", "Shown to nobody and kept nowhere."), "login", ...LOGIN_WORDS[set.login])
  }
  await endOutage(ctx, { outageId: seen.outageId })
}

const LOGIN_WORDS: Record<LoginProof, [ProofStepState, string]> = {
  yes: ["done", "Alma says that the password lets them in."],
  chosen: ["done", "Alma lets them in once a new password is chosen; until then it says no to every log-in check."],
  no: ["failed", "Alma says that the password does not let them in."],
  unknown: ["failed", "Alma did not say whether the password lets them in."],
}

async function withAPerson(ctx: StepContext, proof: Open, hold: Hold): Promise<void> {
  if (hold.desired === "external") {
    const seen = await told(ctx, proof, "return", hold.acceptedAt === null ? "doing" : "failed", hold.reason)
    return hold.acceptedAt === null ? undefined : finish(ctx, seen, stepsOf(seen))
  }
  const isThere = stepOf(stepsOf(proof), "switch").state === "done"
  const why = proof.route === "direct" && !isThere ? `The direct way is not allowed by this Alma. ${hold.reason ?? ""}`.trim() : hold.reason
  await tell(ctx, proof, isThere ? "password" : "switch", "failed", why)
  await endOutage(ctx, { outageId: proof.outageId })
}

/** It was never asked of Alma, or an outage has taken it over. */
async function neverSwitched(ctx: StepContext, proof: Open, hold: Hold): Promise<void> {
  const isThere = stepOf(stepsOf(proof), "switch").state === "done"
  const seen = await told(ctx, proof, isThere ? "return" : "switch", "failed", hold.reason)
  await finish(ctx, seen, stepsOf(seen))
}

function watched({ externalReads }: Hold): string | null {
  return externalReads === 0 ? null : `Read External ${externalReads === 1 ? "once" : `${externalReads} times`}; watched for the quiet period.`
}

async function tell(ctx: StepContext, proof: Open, id: ProofStepId, state: ProofStepState, text: string | null): Promise<void> {
  await told(ctx, proof, id, state, text)
}

function told(ctx: StepContext, proof: Open, id: ProofStepId, state: ProofStepState, text: string | null): Promise<Open> {
  const steps = stepsOf(proof)
  const isOver = ["done", "failed"].includes(stepOf(steps, id).state)
  return isOver ? Promise.resolve(proof) : saveSteps(ctx, proof, withStep(steps, id, { state, text }, ctx.clock().toISOString()))
}
