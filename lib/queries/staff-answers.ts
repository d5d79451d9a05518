import "server-only"
import { currentInstitutionId } from "@/lib/auth/current-institution"
import { withActor } from "@/lib/auth/route-guard"
import { readNamedUsersView } from "@/lib/db/named-users-view"
import { readRosterDetail } from "@/lib/db/roster-views"
import { csvOf } from "@/lib/domain/csv"
import { namedUsersCsv } from "@/lib/domain/named-user"
import { rosterCsv } from "@/lib/domain/roster"

/** The roster as it is now, as JSON, for the page that polls it. */
export function answerRoster(request: Request, id: string): Promise<Response> {
  return withActor(request, "institution.read", (ctx) => readRosterDetail(ctx.db, ctx.actor, id))
}

/** The roster as a table for a spreadsheet. */
export function answerRosterCsv(request: Request, id: string): Promise<Response> {
  return withActor(request, "institution.read", async (ctx) => {
    const roster = await readRosterDetail(ctx.db, ctx.actor, id)
    return csvAnswer(`roster ${roster.name}`, csvOf(...rosterCsv(roster.people)))
  })
}

/** Named Users of the institution of the page that polls them, as JSON. */
export function answerNamedUsers(request: Request): Promise<Response> {
  return withActor(request, "institution.read", async (ctx, { person, session }) => {
    const institution = await currentInstitutionId({ db: ctx.db, memberships: person.memberships, session, pageInstitution: asked(request, "institution") })
    return readNamedUsersView(ctx.db, ctx.actor, institution, asked(request, "count"))
  })
}

export function answerNamedUsersCsv(request: Request): Promise<Response> {
  return withActor(request, "institution.read", async (ctx, { person, session }) => {
    const institution = await currentInstitutionId({ db: ctx.db, memberships: person.memberships, session, pageInstitution: asked(request, "institution") })
    const { people } = await readNamedUsersView(ctx.db, ctx.actor, institution, asked(request, "count"))
    return csvAnswer("named users", csvOf(...namedUsersCsv(people)))
  })
}

function asked(request: Request, what: "institution" | "count"): string | null {
  return new URL(request.url).searchParams.get(what)
}

/** RFC 6266: a name for old programs, and the same in UTF-8 for the others. */
function csvAnswer(name: string, csv: string): Response {
  const plain = name.normalize("NFD").replace(/[^A-Za-z0-9 _.-]/g, "").replace(/\s+/g, "-").toLowerCase() || "list"
  return new Response(csv, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${plain}.csv"; filename*=UTF-8''${encodeURIComponent(name.replace(/[^\P{C}]|[/\\]/gu, " "))}.csv`,
      "Cache-Control": "no-store",
    },
  })
}
