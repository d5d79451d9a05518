import { PIN_ANSWERS, type PinAnswer, type ProofStep, type RouteProofView } from "@/lib/domain/route-proof"
import type { RouteProof } from "./generated/client"
import type { Db } from "./types"

/** An institution's newest proofs of its routes, newest first; without the record of before. */
export async function readRouteProofs(db: Db, institutionId: string, most = 20): Promise<RouteProofView[]> {
  const rows = await db.routeProof.findMany({ where: { institutionId }, orderBy: { startedAt: "desc" }, take: most, omit: { before: true } })
  return rows.map(routeProofView)
}

export function routeProofView(row: Omit<RouteProof, "before">): RouteProofView {
  const { id, outageId, route, primaryId, consent, startedBy, proved } = row
  return {
    id, outageId, route, primaryId, consent, startedBy, proved,
    startedAt: row.startedAt.toISOString(),
    steps: row.steps as unknown as ProofStep[],
    finishedAt: row.finishedAt?.toISOString() ?? null,
    pinAnswer: PIN_ANSWERS.includes(row.pinAnswer as PinAnswer) ? (row.pinAnswer as PinAnswer) : null,
  }
}
