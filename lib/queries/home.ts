import "server-only"
import { requireActor } from "@/lib/auth/current-actor"
import { readPickupAlerts, unseenAlerts } from "@/lib/db/alerts"
import { getDb } from "@/lib/db/client"
import { readOutageSummaries } from "@/lib/db/outage-view"
import { may } from "@/lib/domain/actor"
import { keptChecks } from "@/lib/domain/checks"
import type { HomeView } from "@/lib/domain/views"
import { openOutageView } from "./open-outage"
import { requireViewer } from "./viewer"

/** What the first page shows of one institution. */
export async function homeView(): Promise<HomeView> {
  const { institution } = await requireViewer()
  const actor = await requireActor()
  const db = getDb().prisma
  const canDeclare = may(actor, "outage.declare", institution.id)
  const [open, row, unresolved, history, alerts, pickupAlerts] = await Promise.all([
    openOutageView(),
    db.institution.findUniqueOrThrow({ where: { id: institution.id }, select: { checks: true, checkedAt: true } }),
    db.hold.findMany({
      where: {
        institutionId: institution.id,
        acceptedAt: null,
        // Of a closed outage anything open is unresolved; of an open one, what needs a person.
        OR: [{ state: "needs_person" }, { outage: { state: "closed" }, state: { notIn: ["returned", "left_alone"] } }],
      },
      include: { outage: { select: { drill: true } } },
      omit: { original: true },
      orderBy: { stateSince: "asc" },
      take: 200,
    }),
    readOutageSummaries(db, actor, institution.id),
    canDeclare ? unseenAlerts(db, institution.id) : [],
    readPickupAlerts(db, { institutionId: institution.id }),
  ])
  return {
    ...open,
    institution,
    unresolved: unresolved.map((hold) => ({
      outageId: hold.outageId,
      drill: hold.outage.drill,
      holdId: hold.id,
      primaryId: hold.primaryId,
      name: hold.name,
      reason: hold.reason,
      since: hold.stateSince.toISOString(),
    })),
    pickupAlerts,
    checks: keptChecks(row.checks),
    checkedAt: row.checkedAt?.toISOString() ?? null,
    history: history.filter((outage) => outage.state === "closed"),
    alerts,
  }
}
