import "server-only"
import { withActor } from "@/lib/auth/route-guard"
import { readOutageView } from "@/lib/db/outage-view"

/** The outage as it is now, as JSON, for the page that polls it. */
export function answerOutage(request: Request, id: string): Promise<Response> {
  return withActor(request, "outage.read", (ctx) =>
    readOutageView(ctx.db, ctx.actor, id, { now: ctx.clock(), ...ctx.settings }),
  )
}
