import "server-only"
import { requireActor } from "@/lib/auth/current-actor"
import { withActor } from "@/lib/auth/route-guard"
import { getDb } from "@/lib/db/client"
import { readByHandView } from "@/lib/db/hand-cards"
import type { ByHandView } from "@/lib/domain/hand-views"
import { orNothing } from "./or-nothing"

/** What is left by hand in an outage; null when there is none with this id for who looks. */
export async function byHandView(id: string): Promise<ByHandView | null> {
  return orNothing(readByHandView(getDb().prisma, await requireActor(), id, new Date()))
}

/** The same as JSON, for the page that polls it. */
export function answerByHand(request: Request, id: string): Promise<Response> {
  return withActor(request, "outage.read", (ctx) => readByHandView(ctx.db, ctx.actor, id, ctx.clock()))
}
