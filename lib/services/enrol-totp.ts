import { z } from "zod"
import { revokeSessions } from "@/lib/auth/sessions"
import { acceptedStep, newTotpSecret, openPendingSecret, sealPendingSecret, sealTotpSecret, totpUri } from "@/lib/auth/totp"
import { appendAudit } from "@/lib/db/audit"
import { AppError } from "@/lib/domain/errors"
import type { ServiceContext } from "./context"
import { requireOwnSession } from "./own-session"
import { parseInput } from "./parse-input"
import { ownFrame } from "./person-chain"
import { tellPerson } from "./tell-person"

const PENDING_MS = 30 * 60_000
const beginInput = z.object({ sessionId: z.uuid() })
const confirmInput = z.object({
  sessionId: z.uuid(),
  pending: z.string().max(2000),
  code: z.string("Type the code that your app shows.").min(1, "Type the code that your app shows.").max(20),
})

export interface TotpEnrolment {
  /** Base32, to type where no camera is. */
  secret: string
  /** What the QR code holds. */
  uri: string
  /** The same seed, sealed, to be given back with the first code. Nothing is stored until then. */
  pending: string
}

/** Begins the signed-in person's own enrolment of an authenticator app. Nothing is changed yet. */
export async function beginTotpEnrolment(ctx: ServiceContext, raw: z.input<typeof beginInput>): Promise<TotpEnrolment> {
  const { sessionId } = parseInput(beginInput, raw)
  const person = await requireOwnSession(ctx, sessionId, "factor")
  const secret = newTotpSecret()
  const until = ctx.clock().getTime() + PENDING_MS
  return {
    secret,
    uri: totpUri(secret, person.email),
    pending: sealPendingSecret(ctx.keyring, person.id, { secret, until }),
  }
}

/**
 * Takes the app into use once its first code is right, and ends the person's other sessions.
 * @throws AppError `refused` on a wrong code; the one used so far stays
 */
export async function confirmTotpEnrolment(ctx: ServiceContext, raw: z.input<typeof confirmInput>): Promise<void> {
  const { sessionId, pending, code } = parseInput(confirmInput, raw)
  const person = await requireOwnSession(ctx, sessionId, "factor")
  const now = ctx.clock()
  const secret = openPendingSecret(ctx.keyring, person.id, pending, now)
  if (secret === null) throw new AppError("refused", "This page is too old. Load it again and scan the new code. Nothing was changed.")
  const step = acceptedStep(secret, code, now)
  if (step === null) {
    throw new AppError("refused", "This code isn't right. Nothing was changed. Check that the app is for Lantern, and type its newest code.")
  }
  const totpSealed = sealTotpSecret(ctx.keyring, person.id, secret)
  await ctx.db.$transaction(async (tx) => {
    await tx.person.update({ where: { id: person.id }, data: { totpSealed, totpConfirmedAt: now, totpLastStep: step } })
    await revokeSessions(tx, person.id, sessionId, now)
    await tellPerson(tx, person.id, "app_set", "An authenticator app was set up. The one before, if there was one, makes no valid codes any more.", now)
    await appendAudit(tx, ownFrame(ctx, person), [{ action: "person.totp_enrolled" }])
  })
}
