import { randomBytes, randomUUID } from "node:crypto"
import { appendAudit } from "@/lib/db/audit"
import type { Hold } from "@/lib/db/generated/client"
import { primaryIdKey } from "@/lib/domain/account-facts"
import type { Brought } from "./brought"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import { cardHash } from "./new-card"
import { raisePickupAlert } from "./raise-pickup-alert"

/** A ticket only lives as long as one pick-up. */
const TICKET_MS = 3600_000
/** Said to the owner alone: who has both the card and its Primary ID needn't guess any more. */
export const NOT_OPEN =
  "Your account has not been opened for Alma yet: either nobody has declared an outage, or you are not on its list. Nothing was used up. Use the campus login, or ask the library."

/** A recovery card and the Primary ID it was printed for. */
export async function findCard(ctx: ServiceContext, primaryId: string, code: string): Promise<Brought> {
  const card = await ctx.db.recoveryCard.findUnique({
    where: { hash: cardHash(ctx, code) },
    include: { enrolment: { include: { institution: true } } },
  })
  if (card === null) return { refused: "wrong card", own: false, concerned: null }
  const { enrolment } = card
  const fits = enrolment.primaryIdKey === primaryIdKey(primaryId)
  const hold = await openHold(ctx, enrolment)
  const who = hold?.name ?? enrolment.name ?? enrolment.primaryId
  const place = { institutionId: enrolment.institutionId, outageId: hold?.outageId ?? null, holdId: hold?.id ?? null, who }
  const concerned = hold ? [hold] : []
  if (!fits) return { refused: "card of another person", own: false, concerned, alert: () => raisePickupAlert(ctx, "card_of_another", place) }
  if (card.usedAt !== null) return { refused: "card used before", own: true, concerned, alert: () => raisePickupAlert(ctx, "card_used_twice", place) }
  if (card.deadAt !== null) return { refused: "card no longer good", own: true, concerned }
  if (!hold) return { sentence: NOT_OPEN }
  const used = { id: card.id, enrolmentId: enrolment.id }
  return {
    async claim() {
      const ticket = await makeTicket(ctx, hold, { ticket: "card", cardId: card.id })
      return ticket && { ...ticket, ticket: "card", card: used, holdId: hold.id, institution: enrolment.institution, vouchedBy: null }
    },
  }
}

/** The account that an open outage has switched for this person and that shall stay so; null when there is none. */
export function openHold(ctx: ServiceContext, enrolment: { institutionId: string; primaryIdKey: string }): Promise<Hold | null> {
  const { institutionId, primaryIdKey: key } = enrolment
  return ctx.db.hold.findFirst({
    where: { institutionId, primaryIdKey: key, desired: "internal", state: { in: ["internal", "collected"] }, outage: { endedAt: null } },
  })
}

/**
 * Writes down one use of something enrolled, as a claimed code. A card has one: who comes second gets null, also of
 * many at once, because the database keeps the uses of a card apart.
 */
export async function makeTicket(
  ctx: ServiceContext,
  hold: Pick<Hold, "id" | "outageId" | "institutionId">,
  use: { ticket: "card" | "passkey"; cardId?: string },
): Promise<{ id: string; claimedAt: Date } | null> {
  const id = randomUUID()
  const claimedAt = ctx.clock()
  const data = {
    id, holdId: hold.id, kind: use.ticket, state: "claimed" as const, cardId: use.cardId ?? null,
    // Of no code: nobody can type it.
    hash: randomBytes(32).toString("base64url"),
    createdAt: claimedAt, claimedAt, expiresAt: new Date(claimedAt.getTime() + TICKET_MS),
    createdBy: use.ticket === "card" ? "Recovery card" : "Passkey",
  }
  return ctx.db.$transaction(async (tx) => {
    const { count } = await tx.pickupCode.createMany({ data: [data], skipDuplicates: true })
    if (count === 0) return null
    await appendAudit(tx, auditFrame(ctx, hold.institutionId), [
      { action: "pickup.enrolled", outageId: hold.outageId, holdId: hold.id, detail: { by: use.ticket } },
    ])
    return { id, claimedAt }
  })
}
