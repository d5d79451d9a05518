import "server-only"
import { requireActor } from "@/lib/auth/current-actor"
import { getDb } from "@/lib/db/client"
import { readOutageView } from "@/lib/db/outage-view"
import type { OutageView } from "@/lib/domain/views"
import { env } from "@/lib/env"
import { orNothing } from "./or-nothing"

/** An outage of the signed-in person's institutions; null when there is none with this id for them. */
export async function outageView(id: string): Promise<OutageView | null> {
  const actor = await requireActor()
  const { LANTERN_QUIET_PERIOD_SECONDS: quietSeconds, LANTERN_URL: publicUrl } = env()
  return orNothing(readOutageView(getDb().prisma, actor, id, { now: new Date(), quietSeconds, publicUrl }))
}
