import type { RouteProof } from "@/lib/db/generated/client"
import type { ProofStep } from "@/lib/domain/route-proof"
import type { StepContext } from "../step-context"

export function stepsOf({ steps }: Pick<RouteProof, "steps">): ProofStep[] {
  return steps as unknown as ProofStep[]
}

export function storedSteps(steps: ProofStep[]) {
  return steps.map((step) => ({ ...step }))
}

/** Where nothing moved nothing is written. @returns the proof as it is now */
export async function saveSteps<P extends Pick<RouteProof, "id" | "steps">>(ctx: StepContext, proof: P, steps: ProofStep[]): Promise<P> {
  if (JSON.stringify(steps) === JSON.stringify(proof.steps)) return proof
  const stored = storedSteps(steps)
  await ctx.db.routeProof.updateMany({ where: { id: proof.id, finishedAt: null }, data: { steps: stored } })
  return { ...proof, steps: stored }
}
