import { appendAudit } from "@/lib/db/audit"
import { newestPeople, peopleIn } from "@/lib/db/named-users"
import { NO_JSON } from "@/lib/db/prisma-values"
import { changesSince, type CountingRules, countsAsNamed, inOrder, type NamedUser, unknownNames } from "@/lib/domain/named-user"
import { type CountCursor, countSource, type CountSource, sourceKey, sourceWords } from "@/lib/domain/named-user-count"
import { isSystemId } from "@/lib/domain/verdict"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"

/** Of an institution so many counts are kept, with their numbers; who they were only of the newest of each source. */
const KEPT = 40

interface Finished {
  id: string
  owner: string
  source: CountSource
  cursor: CountCursor
  rules: CountingRules
}

/** Makes a whole reading into a count, compares it with the one before, and forgets who the older ones were. */
export async function finishCount(ctx: ServiceContext, { id, owner, source, cursor, rules }: Finished): Promise<void> {
  await ctx.db.$transaction(async (tx) => {
    const row = await tx.namedUserCount.findFirst({ where: { id, leaseOwner: owner, state: "running" } })
    if (!row) return
    const people = inOrder(peopleIn(row))
    const before = await newestPeople(tx, row.institutionId, sourceKey(source))
    const changes = before ? { changes: { ...changesSince({ at: before.at.toISOString(), people: before.people }, people) } } : {}
    const done = { state: "done", finishedAt: ctx.clock(), counted: people.length, people, notes: notesOf(people, cursor, rules), problem: null, leaseUntil: null, ...changes }
    await tx.namedUserCount.update({ where: { id }, data: done })
    // What was read in part is no news any more.
    await tx.namedUserCount.deleteMany({ where: { institutionId: row.institutionId, state: { in: ["stopped", "failed"] } } })
    const older = await tx.namedUserCount.findMany({ where: { institutionId: row.institutionId, id: { not: id }, state: "done" }, orderBy: { startedAt: "desc" }, select: { id: true, source: true } })
    const same = older.filter((each) => sourceKey(countSource.parse(each.source)) === sourceKey(source)).map((each) => each.id)
    await tx.namedUserCount.updateMany({ where: { id: { in: same } }, data: { people: NO_JSON } })
    await tx.namedUserCount.deleteMany({ where: { id: { in: older.slice(KEPT).map((each) => each.id) } } })
    const detail = { source: sourceWords(source), read: row.read, counted: people.length }
    await appendAudit(tx, auditFrame(ctx, row.institutionId), [{ action: "named_users.counted", detail }])
  })
}

export async function failCount(ctx: ServiceContext, { id, owner, institutionId, problem }: { id: string; owner: string; institutionId: string; problem: string }): Promise<void> {
  await ctx.db.$transaction(async (tx) => {
    const { count } = await tx.namedUserCount.updateMany({ where: { id, leaseOwner: owner, state: "running" }, data: { state: "failed", problem, leaseUntil: null } })
    if (count > 0) await appendAudit(tx, auditFrame(ctx, institutionId), [{ action: "named_users.count_failed", detail: { problem } }])
  })
}

function notesOf(people: NamedUser[], cursor: CountCursor, rules: CountingRules): string[] {
  const names = [...rules.roleNames.values()]
  const missingNames = rules.notCounted.length === 0 && names.length > 0 ? unknownNames(names) : []
  const renamed = rules.notCounted.filter((role) => rules.roleNames.size > 0 && countsAsNamed({ code: role.code, name: rules.roleNames.get(role.code) ?? "" }, rules))
  const expired = people.filter((person) => person.expired).length
  const system = people.filter((person) => isSystemId(person.primaryId)).length
  return [
    ...(names.length === 0 ? ["Role names could not be read from Alma (the key needs the area Configuration, read), so the words in each record were taken."] : []),
    ...(missingNames.length > 0 ? [`CARLI's list names ${missingNames.length} roles that this Alma doesn't have: ${missingNames.join(", ")}. If they are called otherwise here, choose them among the roles that don't count.`] : []),
    ...renamed.map((role) => `Role ${role.code} was called “${role.name}” when it was chosen not to count, and is “${rules.roleNames.get(role.code) ?? "gone"}” now: it counts until you look at the list again.`),
    ...(cursor.missing > 0 ? [`${cursor.missing} of the list could not be found in Alma by their Primary ID, and aren't counted.`] : []),
    ...(expired > 0 ? [`${expired} of them ${expired === 1 ? "has an account" : "have accounts"} past the expiry date: counted, since the record is active.`] : []),
    ...(system > 0 ? [`${system} of them ${system === 1 ? "is an account" : "are accounts"} of Ex Libris or CARLI, which the definition doesn't leave out.`] : []),
    ...(cursor.back > 0 ? ["People were removed in Alma while it was read; what may have moved was read again."] : []),
  ]
}
