import { backupAdminIdsOf } from "@/lib/db/backup-admins"
import type { Hold, Institution } from "@/lib/db/generated/client"
import type { AccountFacts, OriginalFacts } from "@/lib/domain/account-facts"
import { readFacts, samePrimaryId } from "@/lib/domain/account-facts"
import type { AlmaOutcome } from "@/lib/domain/alma-outcome"
import type { AlmaUser } from "@/lib/domain/alma-user"
import { AppError } from "@/lib/domain/errors"
import { failureSentence } from "@/lib/domain/sentences"
import type { RequestPriority } from "@/lib/domain/request-budget"
import type { StaffEntry } from "@/lib/domain/staff-list"
import type { Verdict } from "@/lib/domain/states"
import type { Judgement, VerdictRules } from "@/lib/domain/verdict"
import { judge, judgeUnread } from "@/lib/domain/verdict"
import type { ServiceContext } from "./context"
import { drillHoldOf, heldByDrill, judgeHeldByDrill } from "./held-by-drill"
import { inParallel } from "./in-parallel"
import { recentReads } from "./recent-reads"

export interface JudgedAccount extends Judgement<Verdict> {
  /** As Alma spells it where the account was found, else as it was typed. */
  primaryId: string
  /** Null when the account couldn't be read, or is a repeated line. */
  facts: AccountFacts | null
  /** When it was read. */
  readAt: Date | null
  /** What is to be put back, where that isn't what was read: a drill had changed the account before. */
  original?: OriginalFacts
}

export interface JudgeOptions {
  /** Keeps what is read for a declaration that may follow. */
  keep?: boolean
  /** Takes what a preview has read in the last half hour, where the list is long. */
  acceptRecent?: boolean
  /** What waits for nobody goes last. */
  priority?: RequestPriority
}

/** A list that is read in this time is read again. */
const SHORT_SECONDS = 5
/** A key that could read users a moment ago still can. */
const READABLE_MS = 30_000
const UNREAD = { facts: null, readAt: null }

/**
 * Reads every account and says what would happen to it. Changes nothing. On the manual route with a key
 * that can't read users, the accounts are taken as they were typed.
 * @throws AppError `refused` when the key can't read users, `unavailable` when Alma can't be reached
 */
export async function judgeAccounts(
  ctx: ServiceContext,
  institution: Institution,
  entries: StaffEntry[],
  { keep = false, acceptRecent = false, priority = "change" }: JudgeOptions = {},
): Promise<JudgedAccount[]> {
  const rules = { today: todayIn(institution.timeZone, ctx.clock()), backupAdminIds: await backupAdminIdsOf(ctx.db, institution) }
  // A preview comes in portions: each need not ask anew.
  const known = keep && wasReadable(institution)
  const readable = known || (await requireAlma(ctx, institution, priority))
  const isLong = entries.length > SHORT_SECONDS * institution.rate
  const held = await heldByDrill(ctx.db, institution.id)
  const judged: JudgedAccount[] = []
  await inParallel(entries, 24, async ({ primaryId, duplicate }, at) => {
    const recent = acceptRecent && isLong && readable ? recentReads().find(institution.id, primaryId, ctx.clock()) : null
    if (duplicate) judged[at] = { primaryId, ...UNREAD, verdict: "duplicate", reason: "Stands on the list more than once: counted once." }
    else if (recent) judged[at] = judgedFrom(recent.facts, recent.at, rules)
    else judged[at] = readable ? await judgeOne(ctx, institution, primaryId, rules, priority) : { primaryId, ...UNREAD, ...judgeUnread(primaryId, rules) }
    judged[at] = besideDrill(ctx, held, judged[at], rules)
    const { facts, readAt } = judged[at]
    if (keep && facts && readAt) recentReads().keep(institution.id, facts, readAt)
  })
  if (!known || !judged.every(({ verdict }) => verdict === "unreadable" || verdict === "duplicate")) return judged
  // Nobody could be read: why, is asked now.
  lastReadable.delete(keyOf(institution))
  return judgeAccounts(ctx, institution, entries, { keep, acceptRecent, priority })
}

async function judgeOne(ctx: ServiceContext, institution: Institution, primaryId: string, rules: VerdictRules, priority: RequestPriority): Promise<JudgedAccount> {
  const judged = judgeAnswer(await ctx.almaFor(institution).getUser(primaryId, { priority }), primaryId, rules)
  return { ...judged, readAt: judged.facts && ctx.clock() }
}

/** What Alma's answer to this Primary ID says of the account; without facts where it tells nothing of it. */
export function judgeAnswer(answer: AlmaOutcome<AlmaUser>, primaryId: string, rules: VerdictRules): Omit<JudgedAccount, "readAt"> {
  if (answer.kind === "not_found") return { primaryId, facts: null, verdict: "not_found", reason: "No such Primary ID in Alma." }
  if (answer.kind !== "ok") return { primaryId, facts: null, verdict: "unreadable", reason: failureSentence(answer) }
  const facts = readFacts(answer.value)
  // Alma resolves any identifier to a person; only the Primary ID names one for us.
  if (samePrimaryId(facts.primaryId, primaryId)) return { primaryId: facts.primaryId, facts, ...judge(facts, rules) }
  return { primaryId, facts: null, verdict: "not_found", reason: `Not a Primary ID; Alma knows it as another identifier of ${facts.primaryId}.` }
}

function judgedFrom(facts: AccountFacts, readAt: Date, rules: VerdictRules): JudgedAccount {
  return { primaryId: facts.primaryId, facts, readAt, ...judge(facts, rules) }
}

/** An account that a drill has made Internal isn't one that was Internal before. */
function besideDrill(ctx: ServiceContext, held: Map<string, Hold>, account: JudgedAccount, rules: VerdictRules): JudgedAccount {
  const hold = account.facts ? drillHoldOf(held, account.primaryId) : undefined
  return hold && account.facts ? { ...account, ...judgeHeldByDrill(ctx, hold, account.facts, rules) } : account
}

const lastReadable = new Map<string, number>()

function wasReadable(institution: Institution): boolean {
  return (lastReadable.get(keyOf(institution)) ?? -Infinity) > performance.now() - READABLE_MS
}

function keyOf({ id, apiUrl, apiKeySealed }: Institution): string {
  return `${id} ${apiUrl} ${apiKeySealed}`
}

/** Whether accounts can be read; false on the manual route alone, which does without. */
async function requireAlma(ctx: ServiceContext, institution: Institution, priority: RequestPriority): Promise<boolean> {
  const answer = await ctx.almaFor(institution).canReadUsers({ priority })
  if (answer.kind === "ok" && answer.value) {
    lastReadable.set(keyOf(institution), performance.now())
    return true
  }
  lastReadable.delete(keyOf(institution))
  if (answer.kind === "ok" || answer.kind === "unauthorized") {
    if (institution.route === "manual") return false
    throw new AppError("refused", `The API key of ${institution.name} can't read users. Nothing was changed.`)
  }
  if (answer.kind === "daily_limit") throw new AppError("refused", failureSentence(answer))
  throw new AppError("unavailable", `Alma of ${institution.name} does not answer. Nothing was changed.`)
}

/** The day it is there, `YYYY-MM-DD`. */
export function todayIn(timeZone: string, now: Date): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" }).format(now)
}
