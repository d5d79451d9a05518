import type { AuditRecord } from "@/lib/db/audit"
import type { Hold } from "@/lib/db/generated/client"
import { stateRecord } from "@/lib/db/journal"
import type { Tx } from "@/lib/db/types"
import { HELP_AFTER_UNKNOWN_SECONDS } from "@/lib/domain/pickup-code"
import type { ServiceContext } from "./context"
import { openDrillHolds } from "./held-by-drill"
import { openOriginal, sealOriginal } from "./original-facts"

interface Place {
  outageId: string
  institutionId: string
}

const TAKEN_OVER = "Taken over by an outage that was declared meanwhile: that one answers for the account now."

/**
 * In the caller's transaction: an outage takes over, of those who wait on its list, whom a drill holds. The debt goes
 * from one to the other with its original facts, so that somebody who is in Alma by the drill stays in, and is returned
 * by the outage. Who is being worked on at this moment, by a worker or by Alma's job, is left to the drill: the outage
 * waits for it (see `waitsForDrill`).
 */
export async function takeOverFromDrill(tx: Tx, ctx: ServiceContext, place: Place): Promise<AuditRecord[]> {
  const drilled = await tx.hold.findMany({ where: openDrillHolds(place.institutionId), select: { id: true, primaryIdKey: true } })
  if (drilled.length === 0) return []
  const wanted = await tx.hold.findMany({
    where: {
      outageId: place.outageId, state: "waiting", desired: "none", verdict: "switch", intendedAt: null,
      primaryIdKey: { in: drilled.map((hold) => hold.primaryIdKey) },
    },
  })
  const ids = drilled.filter((hold) => wanted.some((one) => one.primaryIdKey === hold.primaryIdKey)).map((hold) => hold.id)
  if (ids.length === 0) return []
  await tx.$queryRaw`select 1 from "Hold" where "id" = any(${ids}::uuid[]) order by "id" for update`
  const locked = await tx.hold.findMany({ where: { AND: [openDrillHolds(place.institutionId), { id: { in: ids } }] }, orderBy: { id: "asc" } })
  const run = await tx.jobRun.findFirst({ where: { institutionId: place.institutionId, state: { notIn: ["done", "cancelled"] } }, select: { id: true } })
  const records: AuditRecord[] = []
  for (const from of locked) {
    const to = wanted.find((hold) => hold.primaryIdKey === from.primaryIdKey)
    if (to && isFree(ctx, from, run?.id ?? null)) records.push(...(await moveDebt(tx, ctx, from, to)))
  }
  return records
}

/** Nobody may be sending anything for it: a read, at most. */
function isFree(ctx: ServiceContext, hold: Hold, runId: string | null): boolean {
  if (hold.jobRunId !== null && hold.jobRunId === runId && (hold.state === "waiting" || hold.state === "switching")) return false
  if (hold.leaseOwner?.startsWith("pickup:") && isLeased(ctx, hold)) return false
  return hold.state === "internal" || hold.state === "collected" || !isLeased(ctx, hold)
}

function isLeased(ctx: ServiceContext, { leaseUntil }: Hold): boolean {
  return leaseUntil !== null && leaseUntil > ctx.clock()
}

async function moveDebt(tx: Tx, ctx: ServiceContext, from: Hold, to: Hold): Promise<AuditRecord[]> {
  const at = ctx.clock()
  const lastInternal = await tx.observation.findFirst({
    where: { holdId: from.id, accountType: "INTERNAL", at: { gte: from.intendedAt! } },
    orderBy: { at: "desc" },
  })
  const claimed = await tx.pickupCode.count({ where: { holdId: from.id, state: "claimed" } })
  // First, since the database lets one open hold stand for an account. The fence stops whoever still works on it.
  await tx.hold.updateMany({
    where: { id: from.id },
    data: {
      state: "left_alone", stateSince: at, desired: "external", reason: TAKEN_OVER, dueAt: null,
      fence: { increment: 1 }, leaseOwner: null, leaseUntil: null,
    },
  })
  await tx.pickupCode.updateMany({ where: { holdId: from.id, state: { in: ["live", "claimed"] } }, data: { state: "dead" } })
  const isIn = from.state === "internal" || from.state === "collected"
  const state = isIn ? from.state : to.state
  await tx.hold.updateMany({
    where: { id: to.id },
    data: {
      state, stateSince: at, reason: null,
      original: sealOriginal(ctx, to, openOriginal(ctx, from)),
      intendedAt: from.intendedAt,
      quietFrom: from.quietFrom,
      needsHelpUntil: claimed > 0 ? new Date(at.getTime() + HELP_AFTER_UNKNOWN_SECONDS * 1000) : from.needsHelpUntil,
      ...(isIn && { desired: "internal" as const, collectedAt: from.collectedAt, loggedInAt: from.loggedInAt, dueAt: at }),
    },
  })
  // Without it, what is read now would pass for the facts of before the first change.
  if (lastInternal) {
    await tx.observation.createMany({
      data: [{ holdId: to.id, at: lastInternal.at, accountType: "INTERNAL", externalId: lastInternal.externalId, purpose: "taken_over" }],
    })
  }
  return [
    { outageId: from.outageId, holdId: from.id, ...stateRecord(from.state, "left_alone", TAKEN_OVER) },
    { action: "hold.taken_over", outageId: to.outageId, holdId: to.id, detail: { drill: from.outageId } },
    ...(isIn ? [{ outageId: to.outageId, holdId: to.id, ...stateRecord(to.state, state, null) }] : []),
  ]
}
