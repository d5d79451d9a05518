import type { PublicKeyCredentialCreationOptionsJSON } from "@simplewebauthn/server"
import { z } from "zod"
import { askToRegister, readRegistration } from "@/lib/auth/passkeys"
import { appendAudit } from "@/lib/db/audit"
import { isUniqueViolation } from "@/lib/db/prisma-values"
import { STAFF_PASSKEYS_LIMIT } from "@/lib/domain/enrolment"
import { AppError } from "@/lib/domain/errors"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import { findByTicket } from "./enrolment-tokens"
import { parseInput } from "./parse-input"
import { keepPasskeyChallenge, takePasskeyChallenge } from "./passkey-challenges"
import { registrationInput } from "./passkey-input"

const ownedBy = (enrolmentId: string) => ({ purpose: "enrol", enrolmentId }) as const
const NOT_TAKEN = "This passkey could not be registered. Nothing was changed: try again, or print a recovery card."

/**
 * What the browser needs to make a passkey for a member of staff. It is one that the device itself finds again and
 * that asks for a finger, a face or a PIN: at the pick-up nobody tells the device whose it should be.
 * @throws AppError `refused`
 */
export async function beginStaffPasskey(ctx: ServiceContext, input: { ticket: string }): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const enrolment = await findByTicket(ctx, input.ticket)
  const known = await ctx.db.staffPasskey.findMany({ where: { enrolmentId: enrolment.id } })
  if (known.length >= STAFF_PASSKEYS_LIMIT) {
    throw new AppError("refused", `You have ${STAFF_PASSKEYS_LIMIT} passkeys already. Ask the library to withdraw them, and begin anew.`)
  }
  const who = { id: enrolment.id, name: `${enrolment.name ?? "Alma pick-up"}, ${enrolment.institution.name}`, displayName: enrolment.name ?? "" }
  const options = await askToRegister(ctx.settings.publicUrl, who, known, "required")
  await keepPasskeyChallenge(ctx, options.challenge, ownedBy(enrolment.id))
  return options
}

export const finishInput = z.object({ ticket: z.string().max(200), response: registrationInput })

/** Keeps a passkey that was made just now for this person. @throws AppError `refused`; nothing was changed then */
export async function finishStaffPasskey(ctx: ServiceContext, raw: z.input<typeof finishInput>): Promise<{ passkeys: number }> {
  const { ticket, response } = parseInput(finishInput, raw)
  const enrolment = await findByTicket(ctx, ticket)
  const challenge = await takePasskeyChallenge(ctx, response, ownedBy(enrolment.id))
  const made = challenge === null ? null : await readRegistration(ctx.settings.publicUrl, challenge, response)
  if (made === null) throw new AppError("refused", NOT_TAKEN)
  const { credentialId, publicKey, counter, transports } = made
  try {
    return await ctx.db.$transaction(async (tx) => {
      await tx.staffPasskey.create({ data: { enrolmentId: enrolment.id, credentialId, publicKey, counter, transports, createdAt: ctx.clock() } })
      const passkeys = await tx.staffPasskey.count({ where: { enrolmentId: enrolment.id } })
      if (passkeys > STAFF_PASSKEYS_LIMIT) throw new AppError("refused", NOT_TAKEN)
      await appendAudit(tx, auditFrame(ctx, enrolment.institutionId), [{ action: "enrolment.passkey_made", detail: { primaryId: enrolment.primaryId } }])
      return { passkeys }
    })
  } catch (error) {
    if (isUniqueViolation(error)) throw new AppError("refused", NOT_TAKEN)
    throw error
  }
}
