import "server-only"
import { requireActor } from "@/lib/auth/current-actor"
import { getDb } from "@/lib/db/client"
import { readDraft } from "@/lib/db/drafts"
import { readRosters } from "@/lib/db/rosters"
import type { DeclareDraft } from "@/lib/domain/declare-draft"
import type { RosterView } from "@/lib/domain/roster"
import { requireViewer } from "./viewer"

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
