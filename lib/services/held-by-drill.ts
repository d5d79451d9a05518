import type { Hold, Prisma } from "@/lib/db/generated/client"
import type { Db, Tx } from "@/lib/db/types"
import type { AccountFacts, OriginalFacts } from "@/lib/domain/account-facts"
import { primaryIdKey } from "@/lib/domain/account-facts"
import type { Judgement, VerdictRules } from "@/lib/domain/verdict"
import { judge } from "@/lib/domain/verdict"
import type { ServiceContext } from "./context"
import { openOriginal } from "./original-facts"

/** Accounts that a drill or a proof of a route made Internal, and for which it still answers. */
export function openDrillHolds(institutionId: string): Prisma.HoldWhereInput {
  return {
    institutionId,
    intendedAt: { not: null },
    acceptedAt: null,
    state: { notIn: ["returned", "left_alone"] },
    outage: { drill: true },
  }
}

/** By key of the Primary ID: the database lets one open hold stand for an account. */
export async function heldByDrill(db: Db | Tx, institutionId: string): Promise<Map<string, Hold>> {
  const holds = await db.hold.findMany({ where: openDrillHolds(institutionId) })
  return new Map(holds.map((hold) => [hold.primaryIdKey, hold]))
}

export const WAITS_FOR_DRILL =
  "A drill is still bringing this account back to External. Lantern switches it by itself as soon as that is proved."

/**
 * What is said of an account that a drill holds: it was External before, whatever it reads now, and goes back to what
 * it was then.
 */
export function judgeHeldByDrill(
  ctx: ServiceContext,
  hold: Hold,
  facts: AccountFacts,
  rules: VerdictRules,
): Judgement & { original?: OriginalFacts } {
  const original = openOriginal(ctx, hold)
  const judgement = judge({ ...facts, accountType: "EXTERNAL", externalId: original.externalId }, rules)
  if (judgement.verdict !== "switch") return judgement
  const reason = facts.accountType === "INTERNAL"
    ? `Internal by a drill that is going on: the outage takes it over. Returns to ${original.externalId}.`
    : `A drill has just brought it back: switched again as soon as that may be. Returns to ${original.externalId}.`
  return { verdict: "switch", reason, original }
}

export function drillHoldOf(held: Map<string, Hold>, primaryId: string): Hold | undefined {
  return held.get(primaryIdKey(primaryId))
}
