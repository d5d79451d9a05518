import "server-only"
import { requireActor } from "@/lib/auth/current-actor"
import { getDb } from "@/lib/db/client"
import { COUNTED, countHolds } from "@/lib/db/outage-view"
import { readRouteProofs } from "@/lib/db/route-proofs"
import { may } from "@/lib/domain/actor"
import type { ProofPageView } from "@/lib/domain/drill-views"
import { requireViewer } from "./viewer"

/** The proofs of the institution's routes, the newest first. */
export async function proofPageView(): Promise<ProofPageView> {
  const { institution } = await requireViewer()
  const actor = await requireActor()
  const db = getDb().prisma
  const [row, open, proofs] = await Promise.all([
    db.institution.findUniqueOrThrow({ where: { id: institution.id }, select: { canaryId: true, jobProvedAt: true, directProvedAt: true } }),
    db.outage.findFirst({ where: { institutionId: institution.id, state: { not: "closed" } }, orderBy: { drill: "asc" }, include: { holds: { select: COUNTED } } }),
    readRouteProofs(db, institution.id),
  ])
  const provedAt = institution.route === "direct" ? row.directProvedAt : row.jobProvedAt
  return {
    institution, canaryId: row.canaryId, proofs,
    inTheWay: open && { id: open.id, drill: open.drill },
    isInternal: open !== null && countHolds(open.holds).nowInternal > 0,
    canProve: may(actor, "institution.manage", institution.id),
    provedAt: institution.route === "manual" ? null : (provedAt?.toISOString() ?? null),
  }
}
