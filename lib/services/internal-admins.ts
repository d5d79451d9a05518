import { peopleIn } from "@/lib/db/named-users"
import { factsIn, staffOf } from "@/lib/db/rosters"
import { primaryIdKey, readFacts, samePrimaryId } from "@/lib/domain/account-facts"
import type { AlmaFailure } from "@/lib/domain/alma-outcome"
import { activeRoles, managesUsers, USER_ADMINISTRATOR, USER_MANAGER } from "@/lib/domain/back-up-admin"
import { isSystemId } from "@/lib/domain/verdict"
import type { CheckInput } from "./checks/check"
import { spread } from "./checks/roster"
import { inParallel } from "./in-parallel"
import { todayIn } from "./judge-accounts"

export interface InternalAdmin {
  primaryId: string
  name: string
  roles: string[]
}

/** People read for this at most; who is known to be Internal goes first. */
const MOST_READS = 40
const ENOUGH = 3
/** An Alma that doesn't answer isn't asked for everybody. */
const MOST_SILENT = 4

/**
 * Staff who are Internal all the time and hold User Administrator or User Manager: where there are some, CARLI says that
 * they let the others in, and a back-up account would only cost a Named User. Looked for among those on rosters and the
 * people of the newest count of Named Users, each read anew. `silent`: somebody couldn't be read, so there may be more.
 */
export async function internalAdmins(input: CheckInput, except: readonly string[]): Promise<{ admins: InternalAdmin[]; silent: AlmaFailure | null }> {
  const barred = new Set(except.map(primaryIdKey))
  const candidates = (await candidatesOf(input)).filter((id) => !barred.has(primaryIdKey(id)) && !isSystemId(id))
  const today = todayIn(input.institution.timeZone, input.now)
  const found: InternalAdmin[] = []
  const silent: AlmaFailure[] = []
  await inParallel(candidates, 4, async (primaryId) => {
    const answer = await input.alma.getUser(primaryId)
    if (answer.kind !== "ok") {
      if (answer.kind !== "not_found") silent.push(answer)
      return
    }
    const { primaryId: id, accountType, status, expiryDate, name } = readFacts(answer.value)
    if (!samePrimaryId(id, primaryId) || accountType !== "INTERNAL" || status !== "ACTIVE") return
    if (expiryDate !== null && expiryDate < today) return
    const roles = activeRoles(answer.value, today).filter(managesUsers)
    if (roles.length > 0) found.push({ primaryId: id, name: name || id, roles: roles.map((role) => role.name || role.id) })
  }, () => found.length >= ENOUGH || silent.length >= MOST_SILENT)
  return { admins: found.toSorted((a, b) => a.name.localeCompare(b.name)), silent: silent[0] ?? null }
}

async function candidatesOf({ ctx, institution }: CheckInput): Promise<string[]> {
  const where = { institutionId: institution.id }
  const rosters = await ctx.db.roster.findMany({ where, select: { staff: true, facts: true } })
  const count = await ctx.db.namedUserCount.findFirst({ where: { ...where, finishedAt: { not: null } }, orderBy: { startedAt: "desc" }, select: { people: true } })
  const likely: string[] = []
  const unread: string[] = []
  for (const person of count ? peopleIn(count) : []) {
    const manages = person.roles.some((role) => role.code === USER_ADMINISTRATOR || role.code === USER_MANAGER)
    if (manages && person.accountType === "INTERNAL") likely.push(person.primaryId)
  }
  for (const roster of rosters) {
    const known = factsIn(roster)
    for (const { primaryId } of staffOf(roster)) {
      const verdict = known[primaryIdKey(primaryId)]?.verdict
      if (verdict === "already_internal") likely.push(primaryId)
      else if (verdict === undefined) unread.push(primaryId)
    }
  }
  const first = once(likely).slice(0, MOST_READS)
  const rest = once(unread).filter((id) => !first.some((each) => samePrimaryId(each, id)))
  return [...first, ...spread(rest, MOST_READS - first.length)]
}

function once(ids: string[]): string[] {
  return [...new Map(ids.map((id) => [primaryIdKey(id), id])).values()]
}
