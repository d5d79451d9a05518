import { FenceLost } from "@/lib/domain/errors"
import type { HoldState } from "@/lib/domain/states"
import type { AuditFrame, AuditRecord } from "./audit"
import { appendAudit } from "./audit"
import type { Hold, IntentKind, IntentState, Prisma } from "./generated/client"
import { inTransaction } from "./in-transaction"
import type { Db, Tx } from "./types"

/** What is written of one hold in one transaction. */
export interface HoldChange {
  patch?: Prisma.HoldUncheckedUpdateManyInput
  /** Conditions besides the fence: when they no longer hold, nothing is committed. */
  only?: Prisma.HoldWhereInput
  observed?: { accountType: string; externalId: string | null; at: Date; purpose: string; keep: boolean }
  intent?: { kind: IntentKind }
  settle?: { intentId: string; state: IntentState; error?: { code: string; message: string; trackingId: string | null } }
  /** What becomes of the pick-up code under which this was done; only this claim of it changes. */
  code?: { id: string; claimedAt: Date; state: "used" | "dead" | "live"; at: Date }
  audit?: AuditRecord[]
  /** Whether this is the last thing done under the claim. */
  release: boolean
}

/**
 * Commits one step of a claimed hold: its fields, the intent, the observation and the audit, all or
 * nothing. Nothing is sent to Alma in between, and the fence is compared each time, so that a
 * transaction which the database took back is simply run again.
 * @returns the id of the intent, when one was written down
 * @throws FenceLost when a later owner has the hold, or when `only` no longer holds
 */
export async function commitHold(
  db: Db,
  frame: AuditFrame,
  hold: Pick<Hold, "id" | "fence" | "state" | "outageId">,
  change: HoldChange,
): Promise<string | null> {
  return inTransaction(db, async (tx) => {
    const state = typeof change.patch?.state === "string" ? change.patch.state : hold.state
    const moved = state !== hold.state
    const { count } = await tx.hold.updateMany({
      where: { id: hold.id, fence: hold.fence, ...change.only },
      data: {
        // Never empty: an update of nothing would tell nothing of the fence.
        fence: hold.fence,
        ...change.patch,
        ...(change.observed && { observedType: change.observed.accountType, observedAt: change.observed.at }),
        ...(moved && { stateSince: frame.at }),
        ...(change.release && { leaseOwner: null, leaseUntil: null }),
      },
    })
    if (count === 0) throw new FenceLost(`Hold ${hold.id}`)
    const intentId = await writeEvidence(tx, frame, hold, change)
    const records = [...(moved ? [stateRecord(hold.state, state, change.patch?.reason)] : []), ...(change.audit ?? [])]
    await appendAudit(
      tx,
      frame,
      records.map((record) => ({ outageId: hold.outageId, holdId: hold.id, ...record })),
    )
    return intentId
  })
}

/** The audit entry of a change of state. The timeline's words are made from it. */
export function stateRecord(from: HoldState | null, to: HoldState, reason: unknown): AuditRecord {
  return {
    action: `hold.${to}`,
    detail: { ...(from && { from }), ...(typeof reason === "string" && { reason }) },
  }
}

async function writeEvidence(
  tx: Tx,
  frame: AuditFrame,
  hold: Pick<Hold, "id" | "fence">,
  change: HoldChange,
): Promise<string | null> {
  if (change.observed?.keep) {
    const { accountType, externalId, at, purpose } = change.observed
    await tx.observation.create({ data: { holdId: hold.id, at, accountType, externalId, purpose } })
  }
  if (change.settle) {
    const { intentId, state, error } = change.settle
    await tx.intent.update({
      where: { id: intentId },
      data: {
        state,
        settledAt: frame.at,
        errorCode: error?.code ?? null,
        errorMessage: error?.message ?? null,
        trackingId: error?.trackingId ?? null,
      },
    })
  }
  if (change.code) {
    const { id, claimedAt, state, at } = change.code
    await tx.pickupCode.updateMany({
      where: { id, state: "claimed", claimedAt },
      data: { state, ...(state === "used" && { usedAt: at }), ...(state === "live" && { claimedAt: null }) },
    })
  }
  if (!change.intent) return null
  const intent = await tx.intent.create({
    data: { holdId: hold.id, kind: change.intent.kind, fence: hold.fence, createdAt: frame.at },
    select: { id: true },
  })
  return intent.id
}
