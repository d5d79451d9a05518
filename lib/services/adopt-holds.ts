import { randomUUID } from "node:crypto"
import type { AuditRecord } from "@/lib/db/audit"
import type { Hold, Institution, OutageState } from "@/lib/db/generated/client"
import { stateRecord } from "@/lib/db/journal"
import type { Tx } from "@/lib/db/types"
import { primaryIdKey } from "@/lib/domain/account-facts"
import { isSettled } from "@/lib/domain/states"
import type { ServiceContext } from "./context"
import { openOriginal, sealOriginal } from "./original-facts"
import type { RecoverySheet, SheetAccount } from "./recovery-sheet-format"

export interface AdoptPlace {
  institution: Institution
  /** The outage's state in the database; null when it has forgotten the outage. */
  known: OutageState | null
  /** The outage's state from now on. */
  state: OutageState
  desired: "internal" | "external"
}

export interface AdoptedAccount {
  primaryId: string
  name: string | null
  externalId: string
  /** `known`: the database still holds it; `not_asked`: Alma was never asked to switch it. */
  what: "taken_over" | "known" | "held_elsewhere" | "not_asked"
}

interface Planned {
  account: AdoptedAccount
  from: SheetAccount
  /** The row that has forgotten what became of it; null when there is none. */
  row: Hold | null
}

/** Says of each account on the sheet what is to be done. `behind`: the database has not heard of this sheet. */
export async function planHolds(tx: Tx, ctx: ServiceContext, sheet: RecoverySheet, place: AdoptPlace, behind: boolean): Promise<Planned[]> {
  const rows = await tx.hold.findMany({ where: { outageId: sheet.outageId } })
  // Somebody renamed since stands there under another id.
  const byKey = new Map(rows.flatMap((row) => keysOf(ctx, row).map((key) => [key, row] as const)))
  const elsewhere = await tx.hold.findMany({
    where: {
      institutionId: place.institution.id,
      outageId: { not: sheet.outageId },
      primaryIdKey: { in: sheet.accounts.map((account) => primaryIdKey(account.primaryId)) },
      intendedAt: { not: null },
      acceptedAt: null,
      state: { notIn: ["returned", "left_alone"] },
    },
    select: { primaryIdKey: true },
  })
  const held = new Set(elsewhere.map((hold) => hold.primaryIdKey))
  return sheet.accounts.map((from) => {
    const { primaryId, name, externalId } = from
    const row = byKey.get(primaryIdKey(primaryId)) ?? null
    const what = whatOf(from, row, held.has(primaryIdKey(primaryId)), behind)
    return { account: { primaryId, name, externalId, what }, from, row }
  })
}

function keysOf(ctx: ServiceContext, row: Hold): string[] {
  return row.original === null ? [row.primaryIdKey] : [row.primaryIdKey, primaryIdKey(openOriginal(ctx, row).primaryId)]
}

function whatOf(from: SheetAccount, row: Hold | null, elsewhere: boolean, behind: boolean): AdoptedAccount["what"] {
  if (row !== null && ((row.intendedAt !== null && !isSettled(row.state)) || !behind)) return "known"
  if (!from.asked) return "not_asked"
  return elsewhere ? "held_elsewhere" : "taken_over"
}

/**
 * Writes the holds down again, in the caller's transaction. What Alma says of them now is read next,
 * and the quiet period counts from here: nobody knows which writes are still on their way.
 * @returns the audit records to append
 */
export async function adoptHolds(tx: Tx, ctx: ServiceContext, sheet: RecoverySheet, place: AdoptPlace, planned: Planned[]): Promise<AuditRecord[]> {
  const at = ctx.clock()
  const records: AuditRecord[] = []
  for (const { from, row } of planned) {
    const id = row?.id ?? randomUUID()
    const state = stateOf(from, place)
    const data = { ...forgotten(ctx, { id, institutionId: place.institution.id }, from), ...lastKnown(sheet, from, state), stateSince: at, quietFrom: at, dueAt: at }
    if (row) await tx.hold.update({ where: { id }, data: { ...data, fence: { increment: 1 } } })
    else {
      const { primaryId, name } = from
      await tx.hold.create({
        data: { id, outageId: sheet.outageId, institutionId: place.institution.id, primaryId, primaryIdKey: primaryIdKey(primaryId), name, ...data },
      })
    }
    // What was sent then is not known: read, never guessed.
    await tx.intent.create({
      data: { holdId: id, kind: `switch_${place.institution.route}`, state: "unknown", fence: row?.fence ?? 0n, createdAt: new Date(sheet.issuedAt), settledAt: at },
    })
    const reason = `Taken over from recovery sheet No. ${sheet.number}`
    records.push({ outageId: sheet.outageId, holdId: id, ...stateRecord(row?.state ?? null, state, reason) })
  }
  return records
}

function stateOf(from: SheetAccount, place: AdoptPlace): "internal" | "collected" | "returning" {
  if (place.desired === "external" || from.wantedBack) return "returning"
  return from.state === "collected" ? "collected" : "internal"
}

function lastKnown(sheet: RecoverySheet, from: SheetAccount, state: "internal" | "collected" | "returning") {
  const issuedAt = new Date(sheet.issuedAt)
  return {
    state,
    desired: state === "returning" ? ("external" as const) : ("internal" as const),
    intendedAt: issuedAt,
    collectedAt: from.state === "collected" ? issuedAt : null,
  }
}

function forgotten(ctx: ServiceContext, hold: { id: string; institutionId: string }, from: SheetAccount) {
  const { primaryId, accountType, externalId, segments, identifiers, lastName } = from
  return {
    original: sealOriginal(ctx, hold, { primaryId, accountType, externalId, segments, identifiers, lastName }),
    verdict: "switch" as const,
    reason: null,
    observedType: null,
    observedAt: null,
    externalReads: 0,
    jobRunId: null,
    repairs: 0,
    attempts: 0,
    leaseOwner: null,
    leaseUntil: null,
    returnedAt: null,
    sweeps: 0,
    acceptedAt: null,
    acceptedBy: null,
    acceptedReason: null,
  }
}
