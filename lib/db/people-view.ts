import type { Actor } from "@/lib/domain/actor"
import { may } from "@/lib/domain/actor"
import type { PersonView } from "@/lib/domain/people-views"
import type { Prisma } from "./generated/client"
import { openSessions } from "./open-sessions"
import type { Db } from "./types"

/** Stands for no institution's id: only a membership in every institution covers it. */
const EVERY = "*"

const manages = (actor: Actor, institutionId: string | null) => may(actor, "people.manage", institutionId ?? EVERY)

/** Institutions whose people this actor manages, by name. */
export async function managedInstitutions(db: Db, actor: Actor) {
  const all = await db.institution.findMany({ select: { id: true, code: true, name: true }, orderBy: [{ name: "asc" }, { id: "asc" }] })
  return all.filter(({ id }) => manages(actor, id))
}

/** People with a role in these institutions or in every one; of their other roles nothing is read. */
export function peopleOf(institutionIds: string[]): Prisma.PersonWhereInput {
  return { memberships: { some: { OR: [{ institutionId: { in: institutionIds } }, { institutionId: null }] } } }
}

/** Who works in the institutions whose people this actor manages, by name. */
export async function readPeople(db: Db, actor: Actor, at: Date): Promise<PersonView[]> {
  const institutions = await managedInstitutions(db, actor)
  const everywhere = manages(actor, null)
  if (institutions.length === 0 && !everywhere) return []
  const known = new Map(institutions.map((one) => [one.id, { code: one.code, name: one.name }]))
  const rows = await db.person.findMany({
    where: everywhere ? {} : peopleOf([...known.keys()]),
    include: {
      memberships: true,
      _count: {
        select: {
          passkeys: true,
          recoveryCodes: { where: { usedAt: null } },
          sessions: { where: openSessions(at) },
        },
      },
    },
    orderBy: [{ name: "asc" }, { id: "asc" }],
  })
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    email: row.email,
    disabled: row.disabledAt !== null,
    roles: row.memberships
      .filter(({ institutionId }) => institutionId === null || known.has(institutionId))
      .map(({ institutionId, role }) => ({
        institution: institutionId === null ? null : known.get(institutionId)!,
        role,
        mayChange: manages(actor, institutionId),
      })),
    factors: {
      password: row.passwordHash !== null,
      app: row.totpConfirmedAt !== null && row.totpSealed !== null,
      passkeys: row._count.passkeys,
      recoveryCodes: row._count.recoveryCodes,
    },
    openSessions: row._count.sessions,
    lastSignIn: row.lastSignInAt?.toISOString() ?? null,
    you: actor.kind === "person" && actor.personId === row.id,
    mayActOn: row.memberships.length === 0 ? everywhere : row.memberships.every(({ institutionId }) => manages(actor, institutionId)),
  }))
}
