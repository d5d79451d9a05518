import { HAND_CARD_SECONDS, handTask } from "@/lib/domain/hand-task"
import type { ByHandView } from "@/lib/domain/hand-views"
import type { Actor } from "@/lib/domain/actor"
import { may } from "@/lib/domain/actor"
import type { Hold, Prisma } from "./generated/client"
import { countHolds, institutionView } from "./outage-view"
import { findOutage } from "./scope"
import type { Db } from "./types"

/** The order of the cards. */
const IN_TURN = [{ name: "asc" }, { primaryIdKey: "asc" }] as const satisfies Prisma.HoldOrderByWithRelationInput[]

/** Accounts that wait to be done by hand, in the order of the cards. */
export async function handHolds(db: Db, outageId: string): Promise<Hold[]> {
  const holds = await db.hold.findMany({
    where: { outageId, state: "needs_person", acceptedAt: null, intendedAt: { not: null } },
    orderBy: [...IN_TURN],
  })
  return holds.filter((hold) => handTask(hold) !== null)
}

/**
 * Claims the first of these cards that nobody else has open, for two minutes on the database's clock.
 * Whatever else this person had open in the outage is free again.
 * @returns its id; null when every one is somebody else's
 */
export async function claimHandCard(db: Db, actor: Actor, outageId: string, holdIds: string[]): Promise<string | null> {
  const personId = personIdOf(actor)
  const rows = await db.$queryRaw<{ id: string }[]>`
    update "Hold" set "handBy" = ${actor.name}, "handById" = ${personId}::uuid,
      "handUntil" = clock_timestamp() + make_interval(secs => ${HAND_CARD_SECONDS})
    where "id" in (
      select h."id" from "Hold" h
      where h."id" = any(${holdIds}::uuid[]) and h."outageId" = ${outageId}::uuid
        and h."state" = 'needs_person' and h."acceptedAt" is null
        and (h."handUntil" is null or h."handUntil" < clock_timestamp()
          or (h."handBy" = ${actor.name} and h."handById" is not distinct from ${personId}::uuid))
      order by array_position(${holdIds}::uuid[], h."id") limit 1 for update)
    returning "id"::text`
  const id = rows[0]?.id ?? null
  if (id !== null) await freeHandCards(db, actor, outageId, id)
  return id
}

/** While it stands open. False when it is no longer this person's. */
export async function renewHandCard(db: Db, actor: Actor, outageId: string, holdId: string): Promise<boolean> {
  const renewed = await db.$executeRaw`
    update "Hold" set "handUntil" = clock_timestamp() + make_interval(secs => ${HAND_CARD_SECONDS})
    where "id" = ${holdId}::uuid and "outageId" = ${outageId}::uuid
      and "handBy" = ${actor.name} and "handById" is not distinct from ${personIdOf(actor)}::uuid`
  return renewed === 1
}

/** Frees this person's cards of an outage, all but one. */
export async function freeHandCards(db: Db, actor: Actor, outageId: string, butHoldId?: string): Promise<void> {
  await db.hold.updateMany({
    where: { outageId, handBy: actor.name, handById: personIdOf(actor), ...(butHoldId && { id: { not: butHoldId } }) },
    data: { handBy: null, handById: null, handUntil: null },
  })
}

/** Who else has the card open at this time. */
export function openByAnother(hold: Pick<Hold, "handBy" | "handById" | "handUntil">, actor: Actor, now: Date): string | null {
  const open = hold.handBy !== null && hold.handUntil !== null && hold.handUntil > now
  const mine = hold.handBy === actor.name && hold.handById === personIdOf(actor)
  return open && !mine ? hold.handBy : null
}

/** @throws AppError `not_found`, `not_allowed` */
export async function readByHandView(db: Db, actor: Actor, id: string, now: Date): Promise<ByHandView> {
  const outage = await findOutage(db, actor, id, "outage.read")
  const holds = await db.hold.findMany({ where: { outageId: outage.id }, omit: { original: true }, orderBy: [...IN_TURN] })
  return {
    outageId: outage.id,
    state: outage.state,
    drill: outage.drill,
    institution: institutionView(outage.institution),
    left: holds.flatMap((hold) => {
      const task = handTask(hold)
      const { id: holdId, primaryId, name, department } = hold
      return task === null ? [] : [{ holdId, primaryId, name, department, task, openBy: openByAnother(hold, actor, now) }]
    }),
    nowInternal: countHolds(holds).nowInternal,
    canChange: may(actor, "outage.change", outage.institutionId),
    readAt: now.toISOString(),
  }
}

function personIdOf(actor: Actor): string | null {
  return actor.kind === "person" ? actor.personId : null
}
