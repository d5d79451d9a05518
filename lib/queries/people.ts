import "server-only"
import { requireActor } from "@/lib/auth/current-actor"
import { mayAnywhere, mayEverywhere } from "@/lib/auth/permissions"
import { getDb } from "@/lib/db/client"
import { managedInstitutions, readPeople } from "@/lib/db/people-view"
import type { PeopleView } from "@/lib/domain/people-views"

/** The people that the signed-in admin manages; null for whoever manages nobody. */
export async function peopleView(): Promise<PeopleView | null> {
  const actor = await requireActor()
  if (!mayAnywhere(actor, "people.manage")) return null
  const db = getDb().prisma
  const [people, institutions] = await Promise.all([readPeople(db, actor, new Date()), managedInstitutions(db, actor)])
  return {
    people,
    institutions: institutions.map(({ code, name }) => ({ code, name })),
    mayAddEverywhere: mayEverywhere(actor, "people.manage"),
  }
}
