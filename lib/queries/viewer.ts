import "server-only"
import { redirect } from "next/navigation"
import { cache } from "react"
import { currentSession } from "@/lib/auth/current-actor"
import { getDb } from "@/lib/db/client"
import type { Institution } from "@/lib/db/generated/client"
import { type Membership, ROLES } from "@/lib/domain/actor"
import type { InstitutionView, ViewerView } from "@/lib/domain/views"

/**
 * Who looks, at which institution: the one chosen in this session, else the first of theirs. Sends
 * somebody who isn't signed in to /sign-in, and somebody who belongs nowhere yet to a page that says so.
 */
export const requireViewer = cache(async (): Promise<{ viewer: ViewerView; institution: InstitutionView }> => {
  const current = await currentSession()
  if (current === null) redirect("/sign-in")
  const { person, session } = current
  const institutions = await institutionsOf(person.memberships)
  const institution = institutions.find((one) => one.id === session.institutionId) ?? institutions[0]
  if (institution === undefined) redirect("/sign-in/no-institution")
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

async function institutionsOf(memberships: Membership[]): Promise<Institution[]> {
  const ids = memberships.map((membership) => membership.institutionId)
  const where = ids.includes(null) ? {} : { id: { in: ids.filter((id) => id !== null) } }
  return getDb().prisma.institution.findMany({ where, orderBy: [{ name: "asc" }, { id: "asc" }] })
}

/** The strongest role that applies there; `ROLES` lists them from the strongest down. */
function roleIn(memberships: Membership[], institutionId: string) {
  const roles = memberships
    .filter((membership) => membership.institutionId === null || membership.institutionId === institutionId)
    .map((membership) => membership.role)
  return ROLES.find((role) => roles.includes(role)) ?? "observer"
}

const ENVIRONMENTS = ["production", "sandbox", "practice"] as const

export function institutionView(institution: Institution): InstitutionView {
  const { id, code, name, timeZone, loginUrl, ssoUrl, route, helpContact, practice } = institution
  const environment = practice ? "practice" : (ENVIRONMENTS.find((one) => one === institution.environment) ?? "unknown")
  return { id, code, name, environment, timeZone, loginUrl, ssoUrl, route, helpContact }
}
