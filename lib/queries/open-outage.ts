import "server-only"
import { requireActor } from "@/lib/auth/current-actor"
import { getDb } from "@/lib/db/client"
import { COUNTED, countHolds } from "@/lib/db/outage-view"
import { readOutageSignOn } from "@/lib/db/sign-on"
import { may } from "@/lib/domain/actor"
import type { OpenOutageView } from "@/lib/domain/views"
import { requireViewer } from "./viewer"

/** What is open at the institution that the person looks at: the outage first, and the drill beside it. */
export async function openOutageView(): Promise<OpenOutageView> {
  const { institution } = await requireViewer()
  const actor = await requireActor()
  const db = getDb().prisma
  const [open = null, beside = null] = await db.outage.findMany({
    where: { institutionId: institution.id, state: { not: "closed" } }, include: { holds: { select: COUNTED }, institution: { select: { ssoUrl: true } } }, orderBy: { drill: "asc" },
  })
  return {
    openOutage: open && { id: open.id, state: open.state, drill: open.drill, counts: countHolds(open.holds), signOn: await readOutageSignOn(db, open, new Date()) },
    drillBeside: beside && { id: beside.id },
    canDeclare: may(actor, "outage.declare", institution.id),
  }
}
