import type { Actor } from "@/lib/domain/actor"
import { may } from "@/lib/domain/actor"
import { allowanceState, unpackRole } from "@/lib/domain/named-user"
import type { NamedUsersView } from "@/lib/domain/named-user-count"
import { peopleIn, readCounts } from "./named-users"
import { findInstitution } from "./scope"
import type { Db } from "./types"

/**
 * @param countId a count whose people are kept, instead of the newest of the whole institution
 * @throws AppError `not_found`, `not_allowed`
 */
export async function readNamedUsersView(db: Db, actor: Actor, institutionId: string, countId?: string | null): Promise<NamedUsersView> {
  const institution = await findInstitution(db, actor, institutionId, "institution.read")
  const counts = await readCounts(db, institution.id)
  const done = counts.filter((count) => count.state === "done")
  // The institution's own count is what the allowance is about; a part of it stands in for it only before there is one.
  const asked = done.find((count) => count.id === countId && count.kept)
  const newest = asked ?? done.find((count) => count.source.kind === "everyone") ?? done[0] ?? null
  const row = newest && (await db.namedUserCount.findUnique({ where: { id: newest.id }, select: { people: true } }))
  const allowance = institution.namedUserAllowance
  return {
    institutionId: institution.id,
    current: counts.find((count) => count.state !== "done") ?? null,
    newest,
    people: row ? peopleIn(row) : [],
    allowance,
    allowanceState: newest?.source.kind === "everyone" ? allowanceState(newest.counted ?? 0, allowance) : "none",
    ownList: institution.rolesNotCounted.map(unpackRole),
    earlier: done.filter((count) => count.id !== newest?.id),
    timeZone: institution.timeZone,
    canCount: may(actor, "outage.declare", institution.id),
    canManage: may(actor, "institution.manage", institution.id),
  }
}
