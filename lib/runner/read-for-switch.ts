import type { Hold } from "@/lib/db/generated/client"
import { commitHold } from "@/lib/db/journal"
import type { AccountFacts } from "@/lib/domain/account-facts"
import { originalFacts } from "@/lib/domain/account-facts"
import { judge } from "@/lib/domain/verdict"
import { auditFrame } from "@/lib/services/context"
import { todayIn } from "@/lib/services/judge-accounts"
import { sealOriginal } from "@/lib/services/original-facts"
import type { HeldRead } from "./read-held"
import { readHeld } from "./read-held"
import type { StepContext } from "./step-context"
import { needsPerson, settleUnread } from "./unread"

export type Seen = Extract<HeldRead, { kind: "seen" }>

/**
 * Reads an account that shall become Internal: only one seen External now is switched. One that is
 * Internal without our intent was so before and is left alone; everything else that bars the switch
 * is settled here too.
 * @returns null when it is settled
 */
export async function readForSwitch(ctx: StepContext, claimed: Hold): Promise<{ kind: "switch" | "internal"; read: Seen } | null> {
  return judgeForSwitch(ctx, claimed, await readHeld(ctx, claimed, "change"))
}

/** The same of an account that was read just now. */
export async function judgeForSwitch(ctx: StepContext, claimed: Hold, read: HeldRead): ReturnType<typeof readForSwitch> {
  if (read.kind !== "seen") {
    await settleUnread(ctx, claimed, read)
    return null
  }
  const { hold, facts } = read
  if (facts.accountType === "INTERNAL" && hold.intendedAt !== null) return { kind: "internal", read }
  const rules = { today: todayIn(ctx.institution.timeZone, ctx.clock()), backupAdminIds: ctx.backupAdminIds }
  const judgement = judge(facts, rules)
  if (judgement.verdict === "switch") return { kind: "switch", read }
  if (hold.intendedAt !== null) {
    await needsPerson(ctx, hold, judgement.reason, 60, seenNow(read))
    return null
  }
  await commitHold(ctx.db, auditFrame(ctx, hold.institutionId), hold, {
    patch: { state: "left_alone", verdict: judgement.verdict, reason: judgement.reason, dueAt: null },
    observed: { ...seenNow(read), purpose: "before_switch", keep: true },
    release: true,
  })
  return null
}

/**
 * The facts to put back, sealed: those of today, or, once the account has been Internal by our doing,
 * still those of before the first change. After that what is read may bear the change's marks.
 */
export async function originalToKeep(ctx: StepContext, hold: Hold, facts: AccountFacts): Promise<string> {
  if (hold.original !== null && hold.intendedAt !== null) {
    const wasInternal = await ctx.db.observation.findFirst({
      where: { holdId: hold.id, accountType: "INTERNAL", at: { gte: hold.intendedAt } },
      select: { id: true },
    })
    if (wasInternal) return hold.original
  }
  return sealOriginal(ctx, hold, originalFacts(facts))
}

export function seenNow(read: Seen) {
  return { accountType: read.facts.accountType, externalId: read.facts.externalId, at: read.at }
}
