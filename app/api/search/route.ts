import { currentInstitutionId } from "@/lib/auth/current-institution"
import { withActor } from "@/lib/auth/route-guard"
import { searchStaff } from "@/lib/services/search-staff"

/** People in Alma by name or Primary ID, for the list of an outage. */
export async function GET(request: Request): Promise<Response> {
  const text = new URL(request.url).searchParams.get("q") ?? ""
  return withActor(request, "outage.declare", async (ctx, current) => {
    const { memberships } = current.actor
    const institution = await currentInstitutionId({ db: ctx.db, memberships, session: current.session })
    return { people: await searchStaff(ctx, { institution, text }) }
  })
}
