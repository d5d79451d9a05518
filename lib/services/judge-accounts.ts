import type { Institution } from "@/lib/db/generated/client"
import type { AccountFacts } from "@/lib/domain/account-facts"
import { readFacts, samePrimaryId } from "@/lib/domain/account-facts"
import { AppError } from "@/lib/domain/errors"
import { failureSentence } from "@/lib/domain/sentences"
import type { StaffEntry } from "@/lib/domain/staff-list"
import type { Judgement } from "@/lib/domain/verdict"
import { judge } from "@/lib/domain/verdict"
import type { ServiceContext } from "./context"
import { inParallel } from "./in-parallel"

export interface JudgedAccount extends Judgement {
  /** As Alma spells it where the account was found, else as it was typed. */
  primaryId: string
  /** Null when the account couldn't be read, or is a repeated line. */
  facts: AccountFacts | null
}

/**
 * Reads every account and says what would happen to it. Changes nothing.
 * @throws AppError `refused` when the key can't read users, `unavailable` when Alma can't be reached
 */
export async function judgeAccounts(
  ctx: ServiceContext,
  institution: Institution,
  entries: StaffEntry[],
): Promise<JudgedAccount[]> {
  await requireReadableAlma(ctx, institution)
  const judged: JudgedAccount[] = []
  await inParallel(entries, 16, async (entry, at) => {
    judged[at] = await judgeOne(ctx, institution, entry)
  })
  return judged
}

async function judgeOne(ctx: ServiceContext, institution: Institution, entry: StaffEntry): Promise<JudgedAccount> {
  const { primaryId } = entry
  if (entry.duplicate) {
    return { primaryId, facts: null, verdict: "duplicate", reason: "Stands on the list more than once: counted once." }
  }
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
  const rules = { today: todayIn(institution.timeZone, ctx.clock()), backupAdminId: institution.backupAdminId }
  return { primaryId: facts.primaryId, facts, ...judge(facts, rules) }
}

async function requireReadableAlma(ctx: ServiceContext, institution: Institution): Promise<void> {
  const answer = await ctx.almaFor(institution).canReadUsers()
  if (answer.kind === "ok" && answer.value) return
  if (answer.kind === "ok" || answer.kind === "unauthorized") {
    throw new AppError("refused", `The API key of ${institution.name} can't read users. Nothing was changed.`)
  }
  if (answer.kind === "daily_limit") throw new AppError("refused", failureSentence(answer))
  throw new AppError("unavailable", `Alma of ${institution.name} does not answer. Nothing was changed.`)
}

/** The day it is there, `YYYY-MM-DD`. */
export function todayIn(timeZone: string, now: Date): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" }).format(now)
}
