import "server-only"
import { requireActor } from "@/lib/auth/current-actor"
import { getDb } from "@/lib/db/client"
import { readNamedUsersView } from "@/lib/db/named-users-view"
import { readRosterDetail, readStaffView } from "@/lib/db/roster-views"
import type { NamedUsersView } from "@/lib/domain/named-user-count"
import type { RosterDetailView, StaffView } from "@/lib/domain/roster-views"
import { orNothing } from "./or-nothing"
import { requireViewer } from "./viewer"

/** The institution's rosters, and what is to be said of them. */
export async function staffView(find = ""): Promise<StaffView> {
  const { institution } = await requireViewer()
  return readStaffView(getDb().prisma, await requireActor(), institution.id, find)
}

/** A roster of the signed-in person's institutions; null when there is none with this id for them. */
export async function rosterView(id: string): Promise<RosterDetailView | null> {
  return orNothing(readRosterDetail(getDb().prisma, await requireActor(), id))
}

/** Who is a Named User of the institution, as far as it was counted. */
export async function namedUsersView(countId?: string): Promise<NamedUsersView> {
  const { institution } = await requireViewer()
  return readNamedUsersView(getDb().prisma, await requireActor(), institution.id, countId)
}
