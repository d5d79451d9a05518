import type { Hold } from "@/lib/db/generated/client"
import { commitHold } from "@/lib/db/journal"
import { isUniqueViolation } from "@/lib/db/prisma-values"
import type { AccountFacts, OriginalFacts } from "@/lib/domain/account-facts"
import { primaryIdKey, readFacts, samePrimaryId } from "@/lib/domain/account-facts"
import type { AlmaFailure } from "@/lib/domain/alma-outcome"
import type { AlmaUser } from "@/lib/domain/alma-user"
import { isSamePerson } from "@/lib/domain/merge-user"
import type { RequestPriority } from "@/lib/domain/request-budget"
import { auditFrame } from "@/lib/services/context"
import { openOriginal } from "@/lib/services/original-facts"
import type { StepContext } from "./step-context"

export type HeldRead =
  | { kind: "seen"; user: AlmaUser; facts: AccountFacts; at: Date; hold: Hold }
  /**
   * Nobody in Alma is this person any more, or the id now belongs to somebody else, or another entry
   * stands for the person already. `reason`: for a person, in a sentence.
   */
  | { kind: "gone"; reason: string }
  | { kind: "failed"; failure: AlmaFailure }

/**
 * Reads a held account and makes sure that it is the person. Alma resolves any identifier, so an
 * answer with another primary id isn't; a renamed person is found by the identifiers kept with the
 * original facts, and the hold follows.
 */
export async function readHeld(ctx: StepContext, hold: Hold, priority: RequestPriority): Promise<HeldRead> {
  const answer = await ctx.alma.getUser(hold.primaryId, { priority })
  if (answer.kind !== "ok" && answer.kind !== "not_found") return { kind: "failed", failure: answer }
  if (answer.kind === "ok") {
    const facts = readFacts(answer.value)
    if (samePrimaryId(facts.primaryId, hold.primaryId)) {
      return { kind: "seen", user: answer.value, facts, at: ctx.clock(), hold }
    }
  }
  if (hold.original === null) return { kind: "gone", reason: "Alma finds nobody with this Primary ID any more." }
  return followRenamed(ctx, hold, openOriginal(ctx, hold), priority)
}

const NOBODY = "Alma finds nobody with this Primary ID, nor by the person's other identifiers. Look for the person in Alma."

async function followRenamed(
  ctx: StepContext,
  hold: Hold,
  original: OriginalFacts,
  priority: RequestPriority,
): Promise<HeldRead> {
  for (const identifier of original.identifiers) {
    if (identifier.value === "" || samePrimaryId(identifier.value, hold.primaryId)) continue
    const answer = await ctx.alma.getUser(identifier.value, { priority })
    if (answer.kind === "not_found") continue
    if (answer.kind !== "ok") return { kind: "failed", failure: answer }
    // Before the commit below: it may take longer than what was read is fresh.
    const at = ctx.clock()
    if (!isSamePerson(answer.value, original)) continue
    const facts = readFacts(answer.value)
    const patch = { primaryId: facts.primaryId, primaryIdKey: primaryIdKey(facts.primaryId) }
    try {
      await commitHold(ctx.db, auditFrame(ctx, hold.institutionId), hold, {
        patch,
        audit: [{ action: "hold.renamed", detail: { from: hold.primaryId, to: facts.primaryId } }],
        release: false,
      })
    } catch (error) {
      // The database lets one entry of a list, and one open hold, stand for an account.
      if (isUniqueViolation(error)) return { kind: "gone", reason: listedTwice(hold.primaryId, facts.primaryId) }
      throw error
    }
    return { kind: "seen", user: answer.value, facts, at, hold: { ...hold, ...patch } }
  }
  return { kind: "gone", reason: NOBODY }
}

function listedTwice(before: string, now: string): string {
  return `${before} is called ${now} in Alma now, and ${now} is listed too: the two entries are one person. Lantern does nothing for this entry. Bring the account by hand to where it shall be.`
}
