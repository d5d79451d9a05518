import { createHmac } from "node:crypto"
import type { Institution, StaffEnrolment } from "@/lib/db/generated/client"
import type { Keyring } from "@/lib/db/keyring"
import { AppError } from "@/lib/domain/errors"
import type { ServiceContext } from "./context"

/** From the liaison's desk into somebody's hands: a few days off, and a week end, lie between. */
export const LINK_MS = 7 * 24 * 3600_000
/** Long enough for a passkey and a printer; the page that was opened alone holds it. */
export const TICKET_MS = 30 * 60_000
export const ENROLMENT_OVER =
  "This enrolment link has been used, has run out or was withdrawn. Nothing was changed. Ask the library for a new one."

/** What of a link's or an opened page's token is stored; the purpose is part of it, so that one never serves as the other. */
export function enrolmentHash(keyring: Keyring, purpose: "link" | "ticket", token: string): string {
  return createHmac("sha256", keyring.key("sign-in")).update(`enrolment ${purpose}\n${token}`).digest("base64url")
}

/** @throws AppError `refused` when the page was opened too long ago, or the enrolment was withdrawn since */
export async function findByTicket(
  ctx: ServiceContext,
  ticket: string,
): Promise<StaffEnrolment & { institution: Institution }> {
  const enrolment = await ctx.db.staffEnrolment.findFirst({
    where: { linkHash: enrolmentHash(ctx.keyring, "ticket", ticket), linkUsedAt: { not: null }, linkExpiresAt: { gt: ctx.clock() } },
    include: { institution: true },
  })
  if (!enrolment) throw new AppError("refused", ENROLMENT_OVER)
  return enrolment
}
