import { appendAudit } from "@/lib/db/audit"
import type { Hold, PickupCode } from "@/lib/db/generated/client"
import { HELP_AFTER_UNKNOWN_SECONDS } from "@/lib/domain/pickup-code"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"

/** Longer than any pick-up waits for its account and reads it: a code claimed for longer without an intent was left behind. */
const LEFT_BEHIND_SECONDS = 60

/**
 * A pick-up that died half way, found by whoever claims the hold next. If its password had been
 * written down as sent, nobody knows whether it was applied and nobody has seen it: the code is dead
 * and the board says "needs help". If not, nothing was sent and the code is good again.
 * @param ownCodeId the code under which the hold is claimed now, which is left as it is
 * @returns until when a late write of that password could still come; null when there is none
 */
export async function recoverPickup(ctx: ServiceContext, hold: Hold, ownCodeId?: string): Promise<Date | null> {
  const open = await ctx.db.intent.findFirst({
    where: { holdId: hold.id, kind: "password", state: "sent", fence: { lt: hold.fence } },
  })
  const claimed = await ctx.db.pickupCode.findMany({ where: { holdId: hold.id, state: "claimed", ...(ownCodeId && { NOT: { id: ownCodeId } }) } })
  const now = ctx.clock()
  const isLeftBehind = ({ claimedAt }: PickupCode) => claimedAt !== null && claimedAt.getTime() < now.getTime() - LEFT_BEHIND_SECONDS * 1000
  // A code and a card may be tried at once; with an open intent nobody can say which of them it was.
  const concerned = open ? claimed : claimed.filter(isLeftBehind)
  if (!open && concerned.length === 0) return hold.needsHelpUntil
  const needsHelpUntil = open
    ? new Date(open.createdAt.getTime() + HELP_AFTER_UNKNOWN_SECONDS * 1000)
    : hold.needsHelpUntil
  await ctx.db.$transaction(async (tx) => {
    const { count } = await tx.hold.updateMany({
      where: { id: hold.id, fence: hold.fence },
      data: { needsHelpUntil, ...(open && { quietFrom: now }) },
    })
    if (count === 0) return
    for (const code of concerned) {
      await tx.pickupCode.updateMany({
        where: { id: code.id, state: "claimed", claimedAt: code.claimedAt },
        // A ticket that is torn sets its card free, which has shown nothing to anybody.
        data: open || isTicket(code) ? { state: "dead" } : { state: "live", claimedAt: null },
      })
    }
    if (!open) return
    await tx.intent.updateMany({ where: { id: open.id, state: "sent" }, data: { state: "unknown", settledAt: now } })
    await appendAudit(tx, auditFrame(ctx, hold.institutionId), [
      { action: "pickup.unknown", outageId: hold.outageId, holdId: hold.id },
    ])
  })
  return needsHelpUntil
}

/**
 * Until when a late write of the last password could still undo another one, though that password was shown:
 * its first answer had been lost, and then the same was sent again. Null when there is none.
 */
export async function lateWriteUntil(ctx: ServiceContext, hold: Pick<Hold, "id">): Promise<Date | null> {
  const last = await ctx.db.intent.findFirst({
    where: { holdId: hold.id, kind: "password", state: "unknown" },
    orderBy: { createdAt: "desc" },
    select: { settledAt: true },
  })
  return last?.settledAt ? new Date(last.settledAt.getTime() + HELP_AFTER_UNKNOWN_SECONDS * 1000) : null
}

function isTicket(code: Pick<PickupCode, "kind">): boolean {
  return code.kind === "card" || code.kind === "passkey"
}
