import type { Actor } from "@/lib/domain/actor"
import { may } from "@/lib/domain/actor"
import { keptChecks } from "@/lib/domain/checks"
import { quietUntil } from "@/lib/domain/closing"
import { countEach } from "@/lib/domain/count-each"
import { switchSteps, returnSteps } from "@/lib/domain/sentences"
import { HOLD_STATES } from "@/lib/domain/states"
import type { AccountView, InstitutionView, OutageCounts, OutageSummaryView, OutageView } from "@/lib/domain/views"
import { readPickupAlerts } from "./alerts"
import type { Hold, Institution, Outage, PickupCode, Prisma } from "./generated/client"
import { findOutage, institutionFilter } from "./scope"
import { readOutageSignOn } from "./sign-on"
import { timelineOf } from "./timeline"
import type { Db } from "./types"

/** What of an outage is seen: one read for the page, the poll and the command. */
export async function readOutageView(
  db: Db,
  actor: Actor,
  id: string,
  options: { now: Date; quietSeconds: number; publicUrl: string },
): Promise<OutageView> {
  const outage = await findOutage(db, actor, id, "outage.read")
  const [holds, timeline, alerts, signOn] = await Promise.all([
    db.hold.findMany({
      where: { outageId: outage.id },
      include: { codes: { where: { OR: [{ state: "live", expiresAt: { gt: options.now } }, { vouchedBy: { not: null } }] }, orderBy: { createdAt: "desc" } } },
      // The page asks every few seconds, and the sealed facts are most of a row.
      omit: { original: true },
      orderBy: [{ name: "asc" }, { primaryId: "asc" }],
    }),
    timelineOf(db, outage.id),
    readPickupAlerts(db, { institutionId: outage.institutionId, outageId: outage.id }),
    readOutageSignOn(db, outage, options.now),
  ])
  return {
    id: outage.id,
    institution: institutionView(outage.institution),
    pickupUrl: `${options.publicUrl}/pickup`,
    state: outage.state,
    drill: outage.drill,
    reason: outage.reason,
    since: outage.since.toISOString(),
    expectedHours: outage.expectedHours,
    declaredAt: outage.declaredAt.toISOString(),
    declaredBy: outage.declaredBy,
    owner: outage.owner === null ? null : { personId: outage.ownerId, name: outage.owner },
    switchedAt: iso(outage.switchedAt),
    endedAt: iso(outage.endedAt),
    endedBy: outage.endedBy,
    closedAt: iso(outage.closedAt),
    watchingUntil: iso(watchingUntil(outage, holds, options.quietSeconds)),
    counts: countHolds(holds),
    accounts: holds.map((hold) => accountView(hold, options.now)),
    timeline,
    alerts,
    signOn,
    canChange: may(actor, "outage.change", outage.institutionId),
    readAt: options.now.toISOString(),
  }
}

export function institutionView(institution: Institution): InstitutionView {
  const { id, code, name, timeZone, loginUrl, ssoUrl, route, helpContact, rate } = institution
  const known = institution.environment === "production" || institution.environment === "sandbox"
  const environment = institution.practice ? "practice" : known ? (institution.environment as "production" | "sandbox") : "unknown"
  return { id, code, name, environment, timeZone, loginUrl, ssoUrl, route, helpContact, rate, setsPasswords: setsPasswords(institution) }
}

/** As the last look at the key said; a key that wasn't looked at yet is given the benefit of the doubt. */
function setsPasswords({ checks }: Institution): boolean {
  const looked = keptChecks(checks).find((check) => check.id === "key.write")
  return looked === undefined || looked.status === "ok" || looked.unanswered === true
}

/** What `countHolds` looks at, and nothing else of a row. */
export const COUNTED = { state: true, observedType: true, observedAt: true, tickedAt: true, acceptedAt: true } as const satisfies Prisma.HoldSelect

type Counted = Pick<Hold, keyof typeof COUNTED>
type Seen = Omit<Hold, "original">

/**
 * Internal is what was read, not what we think: an account counts as long as the last read said so, and so
 * does a stranger in our set. Where no key can read it, the word of the person who switched it counts until
 * somebody has said that it is back. Who was Internal before is left alone and isn't counted.
 */
function countsAsInternal(hold: Counted): boolean {
  if (hold.state === "left_alone") return false
  const told = hold.acceptedAt === null && hold.tickedAt !== null
  return hold.observedType === "INTERNAL" || (told && (hold.observedAt === null || hold.observedAt < hold.tickedAt!))
}

export function countHolds(holds: Counted[]): OutageCounts {
  const byState = countEach(HOLD_STATES, holds.map((hold) => hold.state))
  const nowInternal = holds.filter(countsAsInternal).length
  return {
    ...byState,
    total: holds.length,
    held: holds.length - byState.left_alone,
    nowInternal,
    notCollected: byState.internal,
  }
}

/** Outages of the actor's institutions, newest first. */
export async function readOutageSummaries(db: Db, actor: Actor, institutionId?: string): Promise<OutageSummaryView[]> {
  const outages = await db.outage.findMany({
    where: { AND: [institutionFilter(actor), institutionId ? { institutionId } : {}] },
    include: { proof: { select: { id: true } } },
    orderBy: { declaredAt: "desc" },
    take: 200,
  })
  const states = await db.hold.groupBy({
    by: ["outageId", "state"], where: { outageId: { in: outages.map(({ id }) => id) } }, _count: { _all: true, intendedAt: true },
  })
  const ofOutage = Map.groupBy(states, (row) => row.outageId)
  const sum = (outageId: string, counted: (row: (typeof states)[number]) => number) =>
    (ofOutage.get(outageId) ?? []).reduce((total, row) => total + counted(row), 0)
  return outages.map((outage) => ({
    id: outage.id,
    state: outage.state,
    drill: outage.drill,
    proof: outage.proof !== null,
    reason: outage.reason,
    declaredAt: outage.declaredAt.toISOString(),
    closedAt: iso(outage.closedAt),
    people: sum(outage.id, ({ state, _count }) => (state === "left_alone" ? 0 : _count._all)),
    switched: sum(outage.id, ({ _count }) => _count.intendedAt) > 0,
    unresolved: sum(outage.id, ({ state, _count }) => (state === "needs_person" ? _count._all : 0)),
  }))
}

function accountView(hold: Seen & { codes: PickupCode[] }, now: Date): AccountView {
  const code = hold.codes.find((each) => each.state === "live" && each.expiresAt > now)
  return {
    holdId: hold.id,
    primaryId: hold.primaryId,
    name: hold.name,
    department: hold.department,
    state: hold.state,
    reason: hold.reason,
    steps: stepsFor(hold),
    observed: hold.observedType,
    observedAt: iso(hold.observedAt),
    stateSince: hold.stateSince.toISOString(),
    codeIssuedAt: iso(code?.createdAt ?? null),
    codeExpiresAt: iso(code?.expiresAt ?? null),
    collectedAt: iso(hold.collectedAt),
    loggedInAt: iso(loggedInSince(hold)),
    needsHelpUntil: iso(hold.needsHelpUntil),
    externalReads: hold.externalReads,
    acceptedBy: hold.acceptedBy,
    acceptedReason: hold.acceptedReason,
    canAccept: hold.state === "needs_person" && hold.desired === "external" && hold.acceptedAt === null,
    vouchedBy: hold.codes.find((each) => each.vouchedBy !== null)?.vouchedBy ?? null,
  }
}

/** A login from before a second collection says nothing of the password that was collected then. */
function loggedInSince({ loggedInAt, collectedAt }: Seen): Date | null {
  return loggedInAt !== null && (collectedAt === null || loggedInAt >= collectedAt) ? loggedInAt : null
}

function stepsFor(hold: Seen): string[] | null {
  if (hold.state !== "needs_person") return null
  if (hold.desired === "internal" && hold.observedType !== "INTERNAL") return switchSteps(hold.primaryId)
  if (hold.desired === "external" && hold.observedType === "INTERNAL") {
    return returnSteps(hold.primaryId, "the external id on the recovery sheet")
  }
  return null
}

/** While all are External and watched: when the last quiet period is over. */
function watchingUntil(outage: Outage, holds: Seen[], quietSeconds: number): Date | null {
  if (outage.state !== "ending") return null
  const moving = ["waiting", "switching", "internal", "collected", "returning"]
  if (holds.some((hold) => moving.includes(hold.state))) return null
  const ends = holds
    .filter((hold) => hold.state === "external_watching" && hold.quietFrom !== null)
    .map((hold) => quietUntil(hold.quietFrom!, quietSeconds).getTime())
  return ends.length === 0 ? null : new Date(Math.max(...ends))
}

function iso(date: Date | null): string | null {
  return date?.toISOString() ?? null
}

