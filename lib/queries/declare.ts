import "server-only"
import { requireActor } from "@/lib/auth/current-actor"
import { getDb } from "@/lib/db/client"
import { readDraft } from "@/lib/db/drafts"
import { readRosters } from "@/lib/db/rosters"
import { keptChecks } from "@/lib/domain/checks"
import type { DeclareDraft } from "@/lib/domain/declare-draft"
import type { RosterView } from "@/lib/domain/roster"
import type { CheckView, OpenOutageView } from "@/lib/domain/views"
import { openOutageView } from "./open-outage"
import { requireViewer } from "./viewer"

/** What stands in the way of declaring, or should be known before. */
export async function declareView(): Promise<OpenOutageView & { checks: CheckView[] }> {
  const { institution } = await requireViewer()
  const row = getDb().prisma.institution.findUniqueOrThrow({ where: { id: institution.id }, select: { checks: true } })
  const [open, { checks }] = await Promise.all([openOutageView(), row])
  return { ...open, checks: keptChecks(checks) }
}

/** What the signed-in person has filled in of a declaration, on whatever device; null when nothing. */
export async function keptDraft(): Promise<Partial<DeclareDraft> | null> {
  const { institution } = await requireViewer()
  const { personId } = await requireActor()
  return readDraft(getDb().prisma, { institutionId: institution.id, personId })
}

/** The institution's saved lists of staff, by name. */
export async function rostersView(): Promise<RosterView[]> {
  const { institution } = await requireViewer()
  return readRosters(getDb().prisma, institution.id)
}
