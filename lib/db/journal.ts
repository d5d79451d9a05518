import { randomUUID } from "node:crypto"
import { FenceLost } from "@/lib/domain/errors"
import type { HoldState } from "@/lib/domain/states"
import type { AuditFrame, AuditRecord } from "./audit"
import { appendAudits } from "./audit"
import type { Hold, IntentKind, IntentState, Prisma } from "./generated/client"
import { inTransaction } from "./in-transaction"
import { isRefusal } from "./prisma-values"
import { Together } from "./together"
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
  /** What the same answer hands out besides the password. */
  handOut?: HandOut
  audit?: AuditRecord[]
  /** Whether this is the last thing done under the claim. */
  release: boolean
}

/** Hashes of what is shown beside a password: the card in the place of the one used, and a vouching code. */
export interface HandOut {
  card?: { usedId: string; enrolmentId: string; hash: string }
  vouching?: { hash: string; expiresAt: Date }
}

type Claimed = Pick<Hold, "id" | "fence" | "state" | "outageId">

/**
 * Commits one step of a claimed hold: its fields, the intent, the observation and the audit, all or
 * nothing. Nothing is sent to Alma in between, and the fence is compared each time, so that a
 * transaction which the database took back is simply run again. Steps of one institution that come
 * while another is being committed share the next transaction; each stands or falls by its own fence.
 * @returns the id of the intent, when one was written down
 * @throws FenceLost when a later owner has the hold, or when `only` no longer holds
 */
export function commitHold(db: Db, frame: AuditFrame, hold: Claimed, change: HoldChange): Promise<string | null> {
  return lineOf(db, frame.chain).do({ frame, hold, change })
}

interface Step {
  frame: AuditFrame
  hold: Claimed
  change: HoldChange
}

type Line = Together<Step, string | null>
const lines = new WeakMap<Db, Map<string, Line>>()

function lineOf(db: Db, chain: string): Line {
  const ofDb = lines.get(db) ?? new Map<string, Line>()
  lines.set(db, ofDb)
  const line = ofDb.get(chain) ?? new Together<Step, string | null>((steps) => commitSteps(db, steps))
  ofDb.set(chain, line)
  return line
}

async function commitSteps(db: Db, steps: Step[]): Promise<PromiseSettledResult<string | null>[]> {
  // In the order in which everyone locks holds. Two steps of one hold stay in the order in which they came.
  const sorted = steps.map((step, at) => ({ step, at })).sort((a, b) => compare(a.step.hold.id, b.step.hold.id) || a.at - b.at)
  let commitSent = false
  try {
    const written = await inTransaction(db, async (tx) => {
      commitSent = false
      const all = await writeSteps(tx, sorted)
      commitSent = true
      return all
    })
    const results: PromiseSettledResult<string | null>[] = []
    for (const { step, at, ok, intentId } of written) {
      results[at] = ok ? { status: "fulfilled", value: intentId } : { status: "rejected", reason: new FenceLost(`Hold ${step.hold.id}`) }
    }
    return results
  } catch (error) {
    // Whether it was committed isn't known: nobody is tried again. A database that is away is away for each.
    if (steps.length === 1 || commitSent || !isRefusal(error)) throw error
    const results: PromiseSettledResult<string | null>[] = []
    for (const step of steps) results.push(...(await Promise.allSettled([commitAlone(db, step)])))
    return results
  }
}

async function commitAlone(db: Db, step: Step): Promise<string | null> {
  const [result] = await commitSteps(db, [step])
  if (result?.status === "rejected") throw result.reason
  return result?.value ?? null
}

async function writeSteps(tx: Tx, steps: { step: Step; at: number }[]): Promise<Written[]> {
  const written: Written[] = []
  for (const { step, at } of steps) written.push({ step, at, ...(await writeHold(tx, step)) })
  const good = written.filter((one) => one.ok)
  await writeEvidence(tx, good)
  await writeAudit(tx, good)
  return written
}

type Written = { step: Step; at: number; ok: boolean; intentId: string | null }

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

async function writeHold(tx: Tx, { frame, hold, change }: Step): Promise<{ ok: boolean; intentId: string | null }> {
  const { count } = await tx.hold.updateMany({
    where: { id: hold.id, fence: hold.fence, ...change.only },
    data: {
      // Never empty: an update of nothing would tell nothing of the fence.
      fence: hold.fence,
      ...change.patch,
      ...(change.observed && { observedType: change.observed.accountType, observedAt: change.observed.at }),
      ...(stateAfter(hold, change) !== hold.state && { stateSince: frame.at }),
      ...(change.release && { leaseOwner: null, leaseUntil: null }),
    },
  })
  return { ok: count === 1, intentId: count === 1 && change.intent ? randomUUID() : null }
}

function stateAfter(hold: Claimed, change: HoldChange): HoldState {
  return typeof change.patch?.state === "string" ? change.patch.state : hold.state
}

async function writeAudit(tx: Tx, written: Written[]): Promise<void> {
  const byFrame = written.map(({ step: { frame, hold, change } }) => {
    const state = stateAfter(hold, change)
    const records = [...(state === hold.state ? [] : [stateRecord(hold.state, state, change.patch?.reason)]), ...(change.audit ?? [])]
    return { frame, records: records.map((record) => ({ outageId: hold.outageId, holdId: hold.id, ...record })) }
  })
  await appendAudits(tx, byFrame)
}

/** The audit entry of a change of state. The timeline's words are made from it. */
export function stateRecord(from: HoldState | null, to: HoldState, reason: unknown): AuditRecord {
  return {
    action: `hold.${to}`,
    detail: { ...(from && { from }), ...(typeof reason === "string" && { reason }) },
  }
}

async function writeEvidence(tx: Tx, written: Written[]): Promise<void> {
  const observations = written.flatMap(({ step: { hold, change: { observed } } }) => {
    if (!observed?.keep) return []
    const { accountType, externalId, at, purpose } = observed
    return [{ holdId: hold.id, at, accountType, externalId, purpose }]
  })
  if (observations.length > 0) await tx.observation.createMany({ data: observations })
  await settleIntents(tx, written)
  for (const { step } of written) {
    if (step.change.code) await settleCode(tx, step.change.code)
    if (step.change.handOut) await writeHandOut(tx, step.hold.id, step.change.handOut, step.frame.at)
  }
  const intents = written.flatMap(({ step: { frame, hold, change }, intentId }) =>
    change.intent && intentId ? [{ id: intentId, holdId: hold.id, kind: change.intent.kind, fence: hold.fence, createdAt: frame.at }] : [])
  if (intents.length > 0) await tx.intent.createMany({ data: intents })
}

/** Those without an error go by their state, in one statement. */
async function settleIntents(tx: Tx, written: Written[]): Promise<void> {
  const settled = written.flatMap(({ step: { frame, change } }) => (change.settle ? [{ ...change.settle, settledAt: frame.at }] : []))
  for (const { intentId, state, settledAt, error } of settled) {
    if (!error) continue
    const { code: errorCode, message: errorMessage, trackingId } = error
    await tx.intent.update({ where: { id: intentId }, data: { state, settledAt, errorCode, errorMessage, trackingId } })
  }
  const byState = Map.groupBy(settled.filter((one) => !one.error), (one) => one.state)
  for (const [state, of] of byState) {
    const data = { state, settledAt: of.at(-1)!.settledAt, errorCode: null, errorMessage: null, trackingId: null }
    await tx.intent.updateMany({ where: { id: { in: of.map((one) => one.intentId) } }, data })
  }
}

async function settleCode(tx: Tx, { id, claimedAt, state, at }: NonNullable<HoldChange["code"]>): Promise<void> {
  await tx.pickupCode.updateMany({
    where: { id, state: "claimed", claimedAt },
    data: { state, ...(state === "used" && { usedAt: at }), ...(state === "live" && { claimedAt: null }) },
  })
}

async function writeHandOut(tx: Tx, holdId: string, { card, vouching }: HandOut, at: Date): Promise<void> {
  if (card) {
    const { count } = await tx.recoveryCard.updateMany({ where: { id: card.usedId, usedAt: null, deadAt: null }, data: { usedAt: at } })
    // Withdrawn meanwhile: it is not replaced.
    if (count === 1) await tx.recoveryCard.create({ data: { enrolmentId: card.enrolmentId, hash: card.hash, createdAt: at } })
  }
  if (vouching) {
    const key = { ...vouching, createdAt: at }
    await tx.voucherKey.upsert({ where: { holdId }, create: { holdId, ...key }, update: key })
  }
}
