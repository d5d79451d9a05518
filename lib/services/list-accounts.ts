import { randomUUID } from "node:crypto"
import type { AuditRecord } from "@/lib/db/audit"
import type { Prisma } from "@/lib/db/generated/client"
import { stateRecord } from "@/lib/db/journal"
import type { Tx } from "@/lib/db/types"
import { originalFacts, primaryIdKey } from "@/lib/domain/account-facts"
import { leadsToSwitch } from "@/lib/domain/states"
import type { ServiceContext } from "./context"
import type { JudgedAccount } from "./judge-accounts"
import { sealOriginal } from "./original-facts"

interface Place {
  outageId: string
  institutionId: string
}

/**
 * Writes judged accounts on an outage's list: those to be switched wait, the others are left alone
 * with their verdict as the reason. Nothing is sent to Alma.
 * @returns the audit records, for the caller to append in the same transaction
 */
export async function listAccounts(
  tx: Tx,
  ctx: ServiceContext,
  place: Place,
  judged: JudgedAccount[],
): Promise<AuditRecord[]> {
  const rows = judged.filter((account) => account.verdict !== "duplicate").map((account) => holdRow(ctx, place, account))
  for (let at = 0; at < rows.length; at += 500) {
    const part = rows.slice(at, at + 500)
    await tx.hold.createMany({ data: part.map((row) => row.hold) })
    await tx.observation.createMany({ data: part.flatMap((row) => row.observation ?? []) })
  }
  return rows.map(({ hold }) => ({
    outageId: place.outageId,
    holdId: hold.id,
    ...stateRecord(null, hold.state, hold.reason),
  }))
}

function holdRow(ctx: ServiceContext, place: Place, account: JudgedAccount) {
  const id = randomUUID()
  const at = ctx.clock()
  const switched = leadsToSwitch(account.verdict)
  const { facts } = account
  const hold = {
    id,
    ...place,
    primaryId: account.primaryId,
    primaryIdKey: primaryIdKey(account.primaryId),
    name: facts?.name || null,
    department: facts?.department ?? null,
    // That it wasn't read is told by its having no facts.
    verdict: account.verdict === "not_read" ? "switch" : account.verdict,
    state: switched ? "waiting" : "left_alone",
    stateSince: at,
    reason: switched ? null : account.reason,
    original: facts && switched ? sealOriginal(ctx, { id, ...place }, account.original ?? originalFacts(facts)) : null,
    observedType: facts?.accountType ?? null,
    observedAt: account.readAt,
  } satisfies Prisma.HoldCreateManyInput
  const observation = facts && {
    holdId: id,
    at: account.readAt ?? at,
    accountType: facts.accountType,
    externalId: facts.externalId,
    purpose: "preview",
  }
  return { hold, observation }
}
