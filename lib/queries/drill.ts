import "server-only"
import { requireActor } from "@/lib/auth/current-actor"
import { getDb } from "@/lib/db/client"
import { readDrillFacts } from "@/lib/db/drill-facts"
import { COUNTED, countHolds } from "@/lib/db/outage-view"
import { may } from "@/lib/domain/actor"
import { drillDue } from "@/lib/domain/drill-due"
import { type DrillScore, drillSteps } from "@/lib/domain/drill-score"
import type { DrillPageView, DrillView } from "@/lib/domain/drill-views"
import { leadsToSwitch } from "@/lib/domain/states"
import { requireViewer } from "./viewer"

/** Drills of the institution: how far the one that goes on has come, how the last ones went, when the next is due. */
export async function drillPageView(): Promise<DrillPageView> {
  const { institution, viewer } = await requireViewer()
  const actor = await requireActor()
  const db = getDb().prisma
  const institutionId = institution.id
  const [row, rows, outage, proving, practice] = await Promise.all([
    db.institution.findUniqueOrThrow({ where: { id: institutionId }, select: { canaryId: true } }),
    db.outage.findMany({
      where: { institutionId, drill: true, proof: null },
      include: { holds: { select: { ...COUNTED, verdict: true, intendedAt: true } } },
      orderBy: { declaredAt: "desc" }, take: 50,
    }),
    db.outage.findFirst({ where: { institutionId, drill: false, state: { not: "closed" } }, select: { id: true } }),
    db.routeProof.count({ where: { institutionId, finishedAt: null } }),
    db.institution.findFirst({ where: { practice: true, id: { in: viewer.institutions.map((one) => one.id), not: institutionId } }, select: { name: true } }),
  ])
  const history = rows.map((one): DrillView => ({
    id: one.id, reason: one.reason, state: one.state, declaredBy: one.declaredBy, people: one.holds.filter((hold) => leadsToSwitch(hold.verdict)).length,
    nowInternal: countHolds(one.holds).nowInternal,
    declaredAt: one.declaredAt.toISOString(), closedAt: one.closedAt?.toISOString() ?? null,
    score: one.drillScore as DrillScore | null,
  }))
  const drill = history.find((one) => one.state !== "closed") ?? history[0]
  const lastClosed = rows.find((one) => one.state === "closed" && one.holds.some((hold) => hold.intendedAt !== null))
  return {
    institution, outage, history, canaryId: row.canaryId, isProving: proving > 0, practice: practice?.name ?? null,
    canDeclare: may(actor, "outage.declare", institutionId),
    shown: drill ? { drill, steps: drillSteps(await readDrillFacts(db, drill.id)) } : null,
    due: drillDue(lastClosed?.declaredAt ?? null, new Date()),
  }
}
