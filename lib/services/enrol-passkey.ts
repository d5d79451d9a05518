import { generateRegistrationOptions, type PublicKeyCredentialCreationOptionsJSON, type VerifiedRegistrationResponse, verifyRegistrationResponse } from "@simplewebauthn/server"
import { z } from "zod"
import { relyingParty } from "@/lib/auth/passkeys"
import { appendAudit } from "@/lib/db/audit"
import { isUniqueViolation } from "@/lib/db/prisma-values"
import { STAFF_PASSKEYS_LIMIT } from "@/lib/domain/enrolment"
import { AppError } from "@/lib/domain/errors"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import { findByTicket } from "./enrolment-tokens"
import { parseInput } from "./parse-input"
import { registrationInput } from "./passkey-input"
import { keepChallenge, takeChallenge } from "./staff-challenge"

const ownedBy = (enrolmentId: string) => ({ purpose: "enrol", enrolmentId })
/** EdDSA, ES256, RS256 (RFC 9053, RFC 8812): what devices have. Newer ones are experimental in Node. */
const ALGORITHMS = [-8, -7, -257]
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
  const party = relyingParty(ctx.settings.publicUrl)
  const options = await generateRegistrationOptions({
    rpName: "Lantern",
    rpID: party.id,
    userID: Uint8Array.from(Buffer.from(enrolment.id)),
    userName: `${enrolment.name ?? "Alma pick-up"}, ${enrolment.institution.name}`,
    userDisplayName: enrolment.name ?? "",
    supportedAlgorithmIDs: ALGORITHMS,
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    excludeCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
  })
  await keepChallenge(ctx, options.challenge, ownedBy(enrolment.id))
  return options
}

export const finishInput = z.object({ ticket: z.string().max(200), response: registrationInput })

/** Keeps a passkey that was made just now for this person. @throws AppError `refused`; nothing was changed then */
export async function finishStaffPasskey(ctx: ServiceContext, raw: z.input<typeof finishInput>): Promise<{ passkeys: number }> {
  const { ticket, response } = parseInput(finishInput, raw)
  const enrolment = await findByTicket(ctx, ticket)
  const expectedChallenge = await takeChallenge(ctx, response.response.clientDataJSON, ownedBy(enrolment.id))
  if (expectedChallenge === null) throw new AppError("refused", NOT_TAKEN)
  const party = relyingParty(ctx.settings.publicUrl)
  const verified = await verifyRegistrationResponse({ response, expectedChallenge, expectedOrigin: party.origin, expectedRPID: party.id, requireUserVerification: true, supportedAlgorithmIDs: ALGORITHMS })
    .catch((): VerifiedRegistrationResponse => ({ verified: false }))
  if (!verified.verified) throw new AppError("refused", NOT_TAKEN)
  const { credential } = verified.registrationInfo
  try {
    return await ctx.db.$transaction(async (tx) => {
      await tx.staffPasskey.create({
        data: {
          enrolmentId: enrolment.id, credentialId: credential.id, publicKey: credential.publicKey, counter: credential.counter,
          transports: credential.transports ?? [], createdAt: ctx.clock(),
        },
      })
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
