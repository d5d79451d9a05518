import "server-only"
import { requireActor } from "@/lib/auth/current-actor"
import { getDb } from "@/lib/db/client"
import { readOutageSummaries } from "@/lib/db/outage-view"
import type { OutageSummaryView } from "@/lib/domain/views"
import { requireViewer } from "./viewer"

/** Outages of the institution that the person looks at, newest first. */
export async function outagesView(): Promise<OutageSummaryView[]> {
  const { institution } = await requireViewer()
  return readOutageSummaries(getDb().prisma, await requireActor(), institution.id)
}
