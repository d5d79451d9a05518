import type { Institution } from "@/lib/db/generated/client"
import type { AccountFacts } from "@/lib/domain/account-facts"
import { readFacts, samePrimaryId } from "@/lib/domain/account-facts"
import { AppError } from "@/lib/domain/errors"
import { failureSentence } from "@/lib/domain/sentences"
import type { StaffEntry } from "@/lib/domain/staff-list"
import type { Verdict } from "@/lib/domain/states"
import type { Judgement, VerdictRules } from "@/lib/domain/verdict"
import { judge, judgeUnread } from "@/lib/domain/verdict"
import type { ServiceContext } from "./context"
import { inParallel } from "./in-parallel"

export interface JudgedAccount extends Judgement<Verdict> {
  /** As Alma spells it where the account was found, else as it was typed. */
  primaryId: string
  /** Null when the account couldn't be read, or is a repeated line. */
  facts: AccountFacts | null
}

/**
 * Reads every account and says what would happen to it. Changes nothing. On the manual route with a key
 * that can't read users, the accounts are taken as they were typed.
 * @throws AppError `refused` when the key can't read users, `unavailable` when Alma can't be reached
 */
export async function judgeAccounts(
  ctx: ServiceContext,
  institution: Institution,
  entries: StaffEntry[],
): Promise<JudgedAccount[]> {
  const rules = { today: todayIn(institution.timeZone, ctx.clock()), backupAdminId: institution.backupAdminId }
  const readable = await requireAlma(ctx, institution)
  const judged: JudgedAccount[] = []
  await inParallel(entries, 16, async ({ primaryId, duplicate }, at) => {
    if (duplicate) judged[at] = { primaryId, facts: null, verdict: "duplicate", reason: "Stands on the list more than once: counted once." }
    else judged[at] = readable ? await judgeOne(ctx, institution, primaryId, rules) : { primaryId, facts: null, ...judgeUnread(primaryId, rules) }
  })
  return judged
}

async function judgeOne(ctx: ServiceContext, institution: Institution, primaryId: string, rules: VerdictRules): Promise<JudgedAccount> {
  const answer = await ctx.almaFor(institution).getUser(primaryId)
  if (answer.kind === "not_found") {
    return { primaryId, facts: null, verdict: "not_found", reason: "No such Primary ID in Alma." }
  }
  if (answer.kind !== "ok") {
    return { primaryId, facts: null, verdict: "unreadable", reason: failureSentence(answer) }
  }
  const facts = readFacts(answer.value)
  // Alma resolves any identifier to a person; only the Primary ID names one for us.
  if (!samePrimaryId(facts.primaryId, primaryId)) {
    return {
      primaryId,
      facts: null,
      verdict: "not_found",
      reason: `Not a Primary ID; Alma knows it as another identifier of ${facts.primaryId}.`,
    }
  }
  return { primaryId: facts.primaryId, facts, ...judge(facts, rules) }
}

/** Whether accounts can be read; false on the manual route alone, which does without. */
async function requireAlma(ctx: ServiceContext, institution: Institution): Promise<boolean> {
  const answer = await ctx.almaFor(institution).canReadUsers()
  if (answer.kind === "ok" && answer.value) return true
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
