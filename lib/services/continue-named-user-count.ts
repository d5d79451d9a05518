import { randomBytes } from "node:crypto"
import type { AlmaFailure } from "@/lib/domain/alma-outcome"
import type { Institution } from "@/lib/db/generated/client"
import { claimCount, countSourceOf, countsToTakeUp, restCount, saveCountPage } from "@/lib/db/named-users"
import { primaryIdKey, readFacts, samePrimaryId } from "@/lib/domain/account-facts"
import type { AlmaUser } from "@/lib/domain/alma-user"
import { carriesRoles, type CountingRules, type NamedUser, namedUserOf, unpackRole } from "@/lib/domain/named-user"
import { afterPage, countCursor, type CountCursor, type CountSource, FIRST_CURSOR, nextOffset, smallerPage } from "@/lib/domain/named-user-count"
import { failureSentence } from "@/lib/domain/sentences"
import { LANTERN } from "@/lib/domain/actor"
import type { ServiceContext } from "./context"
import { failCount, finishCount } from "./finish-named-user-count"
import { inParallel } from "./in-parallel"
import { todayIn } from "./judge-accounts"
import { readRoleNames } from "./read-role-names"

const LAST = { priority: "watch" } as const
const REST_SECONDS = 60
/** Alma's daily limit starts anew at midnight GMT; asked once an hour until then. */
const DAILY_LIMIT_SECONDS = 3_600
const IDS_AT_ONCE = 50

interface Page {
  cursor: CountCursor
  total: number
  found: NamedUser[]
  /** The last one of its source. */
  isLast: boolean
}

/** What one try led to. A smaller page is tried at once; after a rest, whoever comes goes on. */
type Step = { kind: "page"; page: Page } | { kind: "again"; cursor: CountCursor } | { kind: "rest"; seconds: number; problem: string } | { kind: "fail"; problem: string }

/**
 * Goes on with a running count until it is done, stopped, or Alma doesn't answer, at the lowest priority. One process
 * reads at a time, by a lease on the row; each page is committed by itself, so that a crash costs one page.
 */
export async function continueNamedUserCount(ctx: ServiceContext, id: string, isStopping: () => boolean = () => false): Promise<void> {
  const owner = randomBytes(8).toString("hex")
  if (!(await claimCount(ctx.db, id, owner))) return
  const row = await ctx.db.namedUserCount.findUniqueOrThrow({ where: { id }, omit: { people: true }, include: { institution: true } })
  const source = countSourceOf(row)
  const rules = await countingRules(ctx, row.institution)
  let cursor = countCursor.safeParse(row.cursor).data ?? FIRST_CURSOR
  for (;;) {
    if (isStopping()) return restCount(ctx.db, { id, owner, seconds: 0, problem: null })
    const step = await stepOf(ctx, row.institution, source, cursor, rules)
    switch (step.kind) {
      case "again":
        cursor = step.cursor
        break
      case "rest":
        return restCount(ctx.db, { id, owner, seconds: step.seconds, problem: step.problem })
      case "fail":
        return failCount(ctx, { id, owner, institutionId: row.institutionId, problem: step.problem })
      case "page": {
        const { page } = step
        cursor = page.cursor
        const saved = await saveCountPage(ctx.db, { id, owner, cursor, read: Math.min(cursor.at, page.total), total: page.total, found: page.found })
        if (!saved) return
        if (page.isLast) return finishCount(ctx, { id, owner, source, cursor, rules })
      }
    }
  }
}

/** Goes on with every count that nobody reads: its process has ended, or had to wait. */
export async function takeUpNamedUserCounts(ctx: ServiceContext, isStopping: () => boolean = () => false): Promise<void> {
  const waiting = await countsToTakeUp(ctx.db)
  // Those of several institutions have budgets of their own.
  await Promise.all(waiting.map(({ id }) => continueNamedUserCount({ ...ctx, actor: LANTERN }, id, isStopping)))
}

async function countingRules(ctx: ServiceContext, institution: Institution): Promise<CountingRules> {
  const names = await readRoleNames(ctx.almaFor(institution), LAST)
  const roleNames = new Map(names.kind === "ok" ? names.value.map(({ code, name }) => [code, name]) : [])
  return { roleNames, notCounted: institution.rolesNotCounted.map(unpackRole), today: todayIn(institution.timeZone, ctx.clock()) }
}

function stepOf(ctx: ServiceContext, institution: Institution, source: CountSource, cursor: CountCursor, rules: CountingRules): Promise<Step> {
  return source.kind === "everyone" ? readPage(ctx, institution, cursor, rules) : readIds(ctx, institution, source.ids, cursor, rules)
}

const NO_ROLES = "Alma's list of users came without their roles, so nobody could be counted. Count from a set or a roster instead."

async function readPage(ctx: ServiceContext, institution: Institution, cursor: CountCursor, rules: CountingRules): Promise<Step> {
  const answer = await ctx.almaFor(institution).listUsers({ limit: cursor.limit, offset: nextOffset(cursor) }, LAST)
  if (answer.kind !== "ok") {
    const smaller = answer.kind === "unknown" && answer.cause !== "redirect" ? smallerPage(cursor) : null
    return smaller ? { kind: "again", cursor: smaller } : notRead(answer)
  }
  const { users, total } = answer.value
  if (!carriesRoles(users)) return { kind: "fail", problem: NO_ROLES }
  if (users.length === 0 && total > nextOffset(cursor)) return { kind: "fail", problem: `Alma's list ended after ${cursor.at} of ${total} users. Count anew.` }
  const next = afterPage(cursor, users.map((user) => primaryIdKey(readFacts(user).primaryId)))
  return { kind: "page", page: { cursor: next.cursor, total, found: namedIn(users, rules), isLast: next.joins && next.cursor.at >= total } }
}

async function readIds(ctx: ServiceContext, institution: Institution, ids: string[], cursor: CountCursor, rules: CountingRules): Promise<Step> {
  const portion = ids.slice(cursor.at, cursor.at + IDS_AT_ONCE)
  const alma = ctx.almaFor(institution)
  const users: AlmaUser[] = []
  let failure: AlmaFailure | null = null
  await inParallel(portion, 8, async (id) => {
    const answer = await alma.getUser(id, LAST)
    // Alma resolves any identifier to a person; only the Primary ID names one for us.
    if (answer.kind === "ok" && samePrimaryId(readFacts(answer.value).primaryId, id)) users.push(answer.value)
    else if (answer.kind !== "ok" && answer.kind !== "not_found") failure = answer
  }, () => failure !== null)
  if (failure) return notRead(failure)
  const at = cursor.at + portion.length
  const missing = cursor.missing + portion.length - users.length
  return { kind: "page", page: { cursor: { ...cursor, at, missing }, total: ids.length, found: namedIn(users, rules), isLast: at >= ids.length } }
}

function namedIn(users: AlmaUser[], rules: CountingRules): NamedUser[] {
  return users.map((user) => namedUserOf(user, rules)).filter((person) => person !== null)
}

function notRead(failure: AlmaFailure): Step {
  switch (failure.kind) {
    case "unauthorized":
      return { kind: "fail", problem: "The API key can't read users: it needs the area Users, read. What was counted until then is kept." }
    case "refused":
    case "not_found":
      return { kind: "fail", problem: failureSentence(failure) }
    case "daily_limit":
      return { kind: "rest", seconds: DAILY_LIMIT_SECONDS, problem: `${failureSentence(failure)} Lantern goes on then.` }
    case "throttled":
    case "unreachable":
    case "unknown":
      return { kind: "rest", seconds: REST_SECONDS, problem: "Alma doesn't answer just now. Lantern goes on in a minute." }
  }
}
