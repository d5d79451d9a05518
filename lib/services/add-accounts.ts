import type { AuditRecord } from "@/lib/db/audit"
import { appendAudit } from "@/lib/db/audit"
import { stateRecord } from "@/lib/db/journal"
import { findOutage } from "@/lib/db/scope"
import type { Tx } from "@/lib/db/types"
import { originalFacts, primaryIdKey } from "@/lib/domain/account-facts"
import { AppError } from "@/lib/domain/errors"
import { parseStaffList } from "@/lib/domain/staff-list"
import { isSettled, leadsToSwitch } from "@/lib/domain/states"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import type { JudgedAccount } from "./judge-accounts"
import { judgeAccounts } from "./judge-accounts"
import { listAccounts } from "./list-accounts"
import { sealOriginal } from "./original-facts"
import { issueRecoverySheet } from "./recovery-sheet"
import { refuseEnded } from "./refuse-ended"
import { requireRoute } from "./require-route"
import { takeOverFromDrill } from "./take-over-from-drill"

/**
 * Puts late joiners on an outage's list. Switches nothing. Someone who was returned early, or left
 * alone and has been mended in Alma since, waits again with the facts of today; accounts that are
 * held stay as they are.
 * @throws AppError `input`; `refused` once the outage is ending or closed, and for the proof of a route
 */
export async function addAccounts(
  ctx: ServiceContext,
  input: { outageId: string; text: string },
): Promise<{ added: number; leftAlone: number }> {
  const outage = await findOutage(ctx.db, ctx.actor, input.outageId, "outage.change")
  const entries = parseStaffList(input.text)
  refuseEnded(outage.state, "added")
  await refuseProof(ctx, outage)
  await requireRoute(ctx, outage.institution)
  const known = await ctx.db.hold.findMany({ where: { outageId: outage.id } })
  const held = new Set(known.filter((hold) => !isSettled(hold.state)).map((hold) => hold.primaryIdKey))
  const open = entries.filter((entry) => !held.has(primaryIdKey(entry.primaryId)))
  const judged = await judgeAccounts(ctx, outage.institution, open)
  const settled = new Map(known.filter((hold) => isSettled(hold.state)).map((hold) => [hold.primaryIdKey, hold]))
  const fresh = judged.filter((account) => !settled.has(primaryIdKey(account.primaryId)))
  const again = judged.filter((account) => settled.has(primaryIdKey(account.primaryId)) && leadsToSwitch(account.verdict))
  let takenOver = 0
  let listed: JudgedAccount[] = []
  await ctx.db.$transaction(
    async (tx) => {
      const still = await tx.$queryRaw<{ state: string }[]>`
        select "state"::text from "Outage" where "id" = ${outage.id}::uuid for update`
      refuseEnded(still[0]!.state, "added")
      const place = { outageId: outage.id, institutionId: outage.institutionId }
      listed = await notListed(tx, outage.id, fresh)
      const records = await listAccounts(tx, ctx, place, listed)
      for (const account of again) {
        records.push(...(await waitAgain(tx, ctx, settled.get(primaryIdKey(account.primaryId))!, account)))
      }
      const taken = outage.drill ? [] : await takeOverFromDrill(tx, ctx, place)
      takenOver = taken.length
      await appendAudit(tx, auditFrame(ctx, outage.institutionId), [
        { action: "outage.accounts_added", outageId: outage.id, detail: { accounts: records.length } },
        ...records,
        ...taken,
      ])
    },
    { timeout: 60_000 },
  )
  if (takenOver > 0) await issueRecoverySheet(ctx, outage.id, "taken over from a drill")
  const added = [...listed, ...again].filter((account) => leadsToSwitch(account.verdict)).length
  return { added, leftAlone: judged.length - added - (fresh.length - listed.length) }
}

async function waitAgain(
  tx: Tx,
  ctx: ServiceContext,
  hold: { id: string; outageId: string; institutionId: string; state: "returned" | "left_alone" | string },
  account: JudgedAccount,
): Promise<AuditRecord[]> {
  const { facts } = account
  const at = ctx.clock()
  const { count } = await tx.hold.updateMany({
    where: { id: hold.id, state: { in: ["returned", "left_alone"] } },
    data: {
      state: "waiting",
      stateSince: at,
      verdict: "switch",
      reason: null,
      desired: "none",
      original: facts && sealOriginal(ctx, hold, account.original ?? originalFacts(facts)),
      intendedAt: null,
      ...(facts && { name: facts.name || null, department: facts.department }),
      observedType: facts?.accountType ?? null,
      observedAt: facts ? at : null,
      tickedBy: null,
      tickedAt: null,
      externalReads: 0,
      quietFrom: null,
      jobRunId: null,
      repairs: 0,
      attempts: 0,
      dueAt: null,
      collectedAt: null,
      needsHelpUntil: null,
      returnedAt: null,
      sweeps: 0,
      fence: { increment: 1 },
    },
  })
  if (count === 0) return []
  return [{ outageId: hold.outageId, holdId: hold.id, ...stateRecord(null, "waiting", null) }]
}

/** Without those whom another click has put on the list since it was read: the outage is locked by now. */
async function notListed(tx: Tx, outageId: string, fresh: JudgedAccount[]): Promise<JudgedAccount[]> {
  const since = await tx.hold.findMany({ where: { outageId }, select: { primaryIdKey: true } })
  const listed = new Set(since.map((hold) => hold.primaryIdKey))
  return fresh.filter((account) => !listed.has(primaryIdKey(account.primaryId)))
}

async function refuseProof(ctx: ServiceContext, { id, drill }: { id: string; drill: boolean }): Promise<void> {
  if (!drill || (await ctx.db.routeProof.count({ where: { outageId: id } })) === 0) return
  throw new AppError("refused", "This is the proof of a route on one account: nobody can be added. Nothing was changed.")
}
