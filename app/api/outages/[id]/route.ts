import { withActor } from "@/lib/auth/route-guard"
import { readOutageView } from "@/lib/db/outage-view"

/** The outage as it is now, for the page that polls it. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await params
  return withActor(request, "outage.read", (ctx) =>
    readOutageView(ctx.db, ctx.actor, id, { now: ctx.clock(), quietSeconds: ctx.settings.quietSeconds }),
  )
}
