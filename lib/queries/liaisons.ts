import "server-only"
import { requireActor } from "@/lib/auth/current-actor"
import { getDb } from "@/lib/db/client"
import { type Liaison, liaisonsOf } from "@/lib/db/liaisons"
import { may } from "@/lib/domain/actor"

/** Whom an outage of this institution can be handed over to; nobody for one who may only look. */
export async function liaisonsView(institutionId: string): Promise<Liaison[]> {
  const actor = await requireActor()
  return may(actor, "outage.change", institutionId) ? liaisonsOf(getDb().prisma, institutionId) : []
}
