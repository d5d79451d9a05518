import { canHavePasskeys } from "@/lib/auth/passkeys"
import { newToken } from "@/lib/auth/tokens"
import { appendAudit } from "@/lib/db/audit"
import type { OpenedEnrolmentView } from "@/lib/domain/enrolment"
import { AppError } from "@/lib/domain/errors"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import { ENROLMENT_OVER, enrolmentHash, TICKET_MS } from "./enrolment-tokens"

/**
 * Uses an enrolment link up: what comes back serves the page that opened it, for half an hour. Of two at once, one wins.
 * @throws AppError `refused`
 */
export async function openEnrolment(ctx: ServiceContext, input: { token: string }): Promise<OpenedEnrolmentView> {
  const now = ctx.clock()
  const ticket = newToken()
  const linkHash = enrolmentHash(ctx.keyring, "ticket", ticket)
  return ctx.db.$transaction(async (tx) => {
    const { count } = await tx.staffEnrolment.updateMany({
      where: { linkHash: enrolmentHash(ctx.keyring, "link", input.token.slice(0, 200)), linkUsedAt: null, linkExpiresAt: { gt: now } },
      data: { linkHash, linkUsedAt: now, linkExpiresAt: new Date(now.getTime() + TICKET_MS) },
    })
    if (count !== 1) throw new AppError("refused", ENROLMENT_OVER)
    const enrolment = await tx.staffEnrolment.findUniqueOrThrow({
      where: { linkHash },
      include: { institution: true, passkeys: { select: { id: true } }, cards: { where: { usedAt: null, deadAt: null }, select: { id: true } } },
    })
    const { institution, primaryId } = enrolment
    await appendAudit(tx, auditFrame(ctx, institution.id), [{ action: "enrolment.opened", detail: { primaryId } }])
    return {
      ticket, name: enrolment.name, institutionName: institution.name, helpContact: institution.helpContact,
      timeZone: institution.timeZone, pickupUrl: `${ctx.settings.publicUrl}/pickup`,
      passkeys: enrolment.passkeys.length, passkeysOffered: canHavePasskeys(ctx.settings.publicUrl), hasCard: enrolment.cards.length > 0,
    }
  })
}
