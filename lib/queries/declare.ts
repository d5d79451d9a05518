import "server-only"
import { requireActor } from "@/lib/auth/current-actor"
import { getDb } from "@/lib/db/client"
import { readDraft } from "@/lib/db/drafts"
import type { DeclareDraft } from "@/lib/domain/declare-draft"
import { requireViewer } from "./viewer"

/** What the signed-in person has filled in of a declaration, on whatever device; null when nothing. */
export async function keptDraft(): Promise<Partial<DeclareDraft> | null> {
  const { institution } = await requireViewer()
  const { personId } = await requireActor()
  return readDraft(getDb().prisma, { institutionId: institution.id, personId })
}
