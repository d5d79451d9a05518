import "server-only"
import { requireActor } from "@/lib/auth/current-actor"
import { getDb } from "@/lib/db/client"
import { readOutageView } from "@/lib/db/outage-view"
import { AppError } from "@/lib/domain/errors"
import type { OutageView } from "@/lib/domain/views"
import { env } from "@/lib/env"

/** An outage of the signed-in person's institutions; null when there is none with this id for them. */
export async function outageView(id: string): Promise<OutageView | null> {
  const actor = await requireActor()
  try {
    const { LANTERN_QUIET_PERIOD_SECONDS: quietSeconds, LANTERN_URL: publicUrl } = env()
    return await readOutageView(getDb().prisma, actor, id, { now: new Date(), quietSeconds, publicUrl })
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return null
    throw error
  }
}
