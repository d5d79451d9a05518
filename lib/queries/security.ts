import "server-only"
import { requireActor } from "@/lib/auth/current-actor"
import { mayAnywhere } from "@/lib/auth/permissions"
import { getDb } from "@/lib/db/client"
import { openSessions } from "@/lib/db/open-sessions"
import { managedInstitutions, readPeople } from "@/lib/db/people-view"
import type { SecurityView } from "@/lib/domain/people-views"

const ALERTS = 50

/** Who signs in with what, where from, and what was odd, in the institutions whose people the actor manages; null for others. */
export async function securityView(): Promise<SecurityView | null> {
  const actor = await requireActor()
  if (!mayAnywhere(actor, "people.manage")) return null
  const db = getDb().prisma
  const now = new Date()
  const [people, institutions] = await Promise.all([readPeople(db, actor, now), managedInstitutions(db, actor)])
  // Of somebody whose roles reach beyond the actor's own, where they are and what happened to them is not the actor's to see.
  const personId = { in: people.filter((person) => person.mayActOn || person.you).map(({ id }) => id) }
  const [sessions, alerts] = await Promise.all([
    db.session.findMany({
      where: { personId, ...openSessions(now) },
      orderBy: { lastSeenAt: "desc" },
      include: { person: { select: { name: true } } },
    }),
    db.alert.findMany({
      where: { OR: [{ personId }, { institutionId: { in: institutions.map(({ id }) => id) } }] },
      orderBy: { at: "desc" },
      take: ALERTS,
      include: { person: { select: { name: true } } },
    }),
  ])
  return {
    people,
    sessions: sessions.map(({ id, personId: of, person, createdAt, lastSeenAt, method, clientAddress: address, browser }) => ({
      id, personId: of, name: person.name, createdAt: createdAt.toISOString(), lastSeenAt: lastSeenAt.toISOString(), method, address, browser,
    })),
    alerts: alerts.map(({ id, kind, message, at, person, seenAt }) => ({
      id, kind, message, at: at.toISOString(), person: person?.name ?? null, seen: seenAt !== null,
    })),
  }
}
