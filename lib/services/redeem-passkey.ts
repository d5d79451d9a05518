import { createHmac } from "node:crypto"
import type { PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/server"
import { z } from "zod"
import { askToSign, goesOnFrom, readAssertion } from "@/lib/auth/passkeys"
import { throttleBeginnings, throttlePickup } from "@/lib/auth/throttle-pickup"
import { appendAudit } from "@/lib/db/audit"
import type { Institution, StaffEnrolment, StaffPasskey } from "@/lib/db/generated/client"
import { primaryIdKey } from "@/lib/domain/account-facts"
import { AppError } from "@/lib/domain/errors"
import type { CredentialsView } from "@/lib/domain/views"
import { wrongAnswer } from "./answer-wrong"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import { makeTicket, NOT_OPEN, openHold } from "./find-card"
import { parseInput } from "./parse-input"
import { keepPasskeyChallenge, takePasskeyChallenge } from "./passkey-challenges"
import { authenticationInput } from "./passkey-input"
import { pickUpAccount } from "./pick-up-account"

/** One sentence for an unknown, another's, a replayed and a withdrawn passkey alike. */
const WRONG_PASSKEY =
  "This Primary ID and this passkey do not fit together, or it took too long. Look at the Primary ID and try again, or use a code."

/** A challenge is for the Primary ID that was typed: what was signed for one opens nothing as another. */
function forPerson(ctx: ServiceContext, primaryId: string) {
  const whose = createHmac("sha256", ctx.keyring.key("throttle")).update(`passkey ${primaryIdKey(primaryId)}`).digest("base64url")
  return { purpose: `pickup ${whose}` } as const
}

const beginInput = z.object({ primaryId: z.string().trim().min(1, "Fill in your Primary ID first.").max(255), address: z.string() })

/** What the browser needs to ask for a passkey. It is the same for everybody, enrolled or not. */
export async function beginPasskeyPickup(ctx: ServiceContext, raw: z.input<typeof beginInput>): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const { primaryId, address } = parseInput(beginInput, raw)
  await throttleBeginnings(ctx.db, ctx.keyring, address)
  const options = await askToSign(ctx.settings.publicUrl, [])
  await keepPasskeyChallenge(ctx, options.challenge, forPerson(ctx, primaryId))
  return options
}

export const redeemPasskeyInput = z.object({ primaryId: z.string().trim().min(1).max(255), response: authenticationInput, address: z.string() })

/**
 * A member of staff picks up credentials with a passkey enrolled beforehand, on the same way as with a code.
 * @throws AppError `refused` with what to do
 */
export async function redeemPasskey(ctx: ServiceContext, raw: z.input<typeof redeemPasskeyInput>): Promise<CredentialsView> {
  const { primaryId, response, address } = parseInput(redeemPasskeyInput, raw)
  const wrong = wrongAnswer(WRONG_PASSKEY)
  const throttle = throttlePickup(ctx.db, ctx.keyring, { primaryId: primaryIdKey(primaryId), address })
  await throttle.enter()
  const passkey = await ctx.db.staffPasskey.findUnique({
    where: { credentialId: response.id },
    include: { enrolment: { include: { institution: true } } },
  })
  const challenge = await takePasskeyChallenge(ctx, response, forPerson(ctx, primaryId))
  const hold = passkey && (await openHold(ctx, passkey.enrolment))
  const fits = passkey !== null && challenge !== null && (await isSigned(ctx, passkey, challenge, response))
  if (!fits || passkey.enrolment.primaryIdKey !== primaryIdKey(primaryId)) {
    if (hold) await tellAudit(ctx, hold, fits ? "passkey of another person" : "wrong passkey")
    await throttle.failed()
    throw await wrong()
  }
  await throttle.fitted()
  if (!hold) throw new AppError("refused", NOT_OPEN)
  const ticket = await makeTicket(ctx, hold, { ticket: "passkey" })
  if (ticket === null) throw await wrong()
  return pickUpAccount(ctx, { ...ticket, ticket: "passkey", holdId: hold.id, institution: passkey.enrolment.institution, vouchedBy: null })
}

type FoundPasskey = StaffPasskey & { enrolment: StaffEnrolment & { institution: Institution } }

async function isSigned(ctx: ServiceContext, passkey: FoundPasskey, challenge: string, response: z.output<typeof authenticationInput>): Promise<boolean> {
  const handle = response.response.userHandle
  if (handle !== undefined && Buffer.from(handle, "base64url").toString() !== passkey.enrolment.id) return false
  const counter = await readAssertion(ctx.settings.publicUrl, challenge, passkey, response)
  if (counter === null) return false
  // One that goes back, also by two uses at once, is a copied key's.
  const { count } = await ctx.db.staffPasskey.updateMany({ where: { id: passkey.id, ...goesOnFrom(counter) }, data: { counter, lastUsedAt: ctx.clock() } })
  return count === 1
}

async function tellAudit(ctx: ServiceContext, hold: { id: string; outageId: string; institutionId: string }, why: string): Promise<void> {
  await ctx.db.$transaction((tx) =>
    appendAudit(tx, auditFrame(ctx, hold.institutionId), [{ action: "pickup.refused", outageId: hold.outageId, holdId: hold.id, detail: { why } }]),
  )
}
