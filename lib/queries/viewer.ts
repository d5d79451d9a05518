import "server-only"
import { redirect } from "next/navigation"
import { cache } from "react"
import { currentSession } from "@/lib/auth/current-actor"
import { institutionsOf } from "@/lib/auth/current-institution"
import { getDb } from "@/lib/db/client"
import { institutionView } from "@/lib/db/outage-view"
import { type Membership, ROLES } from "@/lib/domain/actor"
import type { InstitutionView, ViewerView } from "@/lib/domain/views"

/**
 * Who looks, at which institution: the one chosen in this session, else the first of theirs. Sends
 * somebody who isn't signed in to /sign-in, somebody who has to set up theirs first there, and somebody who belongs nowhere yet to a page that says so.
 */
export const requireViewer = cache(async (): Promise<{ viewer: ViewerView; institution: InstitutionView }> => {
  const current = await currentSession()
  if (current === null) redirect("/sign-in")
  const { person, session, walled } = current
  if (walled) redirect("/sign-in/set-up")
  const db = getDb().prisma
  const institutions = await institutionsOf(db, person.memberships)
  const chosen = institutions.find((one) => one.id === session.institutionId) ?? institutions[0]
  if (chosen === undefined) redirect("/sign-in/no-institution")
  // An admin of a consortium belongs to a hundred; with their checks and jobs they would be a megabyte a page.
  const institution = await db.institution.findUniqueOrThrow({ where: { id: chosen.id } })
  return {
    viewer: {
      personId: person.id,
      name: person.name,
      email: person.email,
      institutions: institutions.map(({ id, code, name }) => ({ id, code, name, role: roleIn(person.memberships, id) })),
    },
    institution: institutionView(institution),
  }
})

/** The strongest role that applies there; `ROLES` lists them from the strongest down. */
function roleIn(memberships: Membership[], institutionId: string) {
  const roles = memberships
    .filter((membership) => membership.institutionId === null || membership.institutionId === institutionId)
    .map((membership) => membership.role)
  return ROLES.find((role) => roles.includes(role)) ?? "observer"
}
