import type { PublicKeyCredentialCreationOptionsJSON } from "@simplewebauthn/server"
import { z } from "zod"
import { askToRegister, canHavePasskeys, readRegistration } from "@/lib/auth/passkeys"
import { appendAudit } from "@/lib/db/audit"
import { AppError } from "@/lib/domain/errors"
import type { ServiceContext } from "./context"
import { requireOwnSession } from "./own-session"
import { parseInput } from "./parse-input"
import { keepPasskeyChallenge, takePasskeyChallenge } from "./passkey-challenges"
import { registrationInput } from "./passkey-input"
import { ownFrame } from "./person-chain"
import { tellPerson } from "./tell-person"

const MOST = 20
const NOT_MADE = "Lantern can't accept what this device answered, so no passkey was added. Try it once more."

export const passkeyName = z.string("Give the passkey a name.").trim().min(1, "Give the passkey a name.").max(60, "The name may have at most 60 characters.")
const beginInput = z.object({ sessionId: z.uuid() })
const confirmInput = z.object({ sessionId: z.uuid(), name: passkeyName, answer: z.unknown() })

/** What the signed-in person's browser is asked to make. Nothing is changed yet. @throws AppError `step_up_required`, `refused` */
export async function beginPasskey(ctx: ServiceContext, raw: z.input<typeof beginInput>): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const { sessionId } = parseInput(beginInput, raw)
  const person = await requireOwnSession(ctx, sessionId, "factor")
  const { publicUrl } = ctx.settings
  if (!canHavePasskeys(publicUrl)) {
    throw new AppError("refused", `Passkeys need an https address with a name, and this Lantern is at ${publicUrl}. Use an authenticator app.`)
  }
  const known = await ctx.db.passkey.findMany({ where: { personId: person.id }, select: { credentialId: true, transports: true } })
  if (known.length >= MOST) throw new AppError("refused", `You have ${MOST} passkeys. Remove one that you don't use first.`)
  const options = await askToRegister(publicUrl, { id: person.id, name: person.email, displayName: person.name }, known)
  await keepPasskeyChallenge(ctx, options.challenge, { purpose: "register", personId: person.id })
  return options
}

/** Takes the new passkey into use. @throws AppError `refused` when it doesn't fit what was asked, and then nothing is changed */
export async function confirmPasskey(ctx: ServiceContext, raw: z.input<typeof confirmInput>): Promise<{ id: string }> {
  const { sessionId, name, answer: given } = parseInput(confirmInput, raw)
  const person = await requireOwnSession(ctx, sessionId, "factor")
  const answer = registrationInput.safeParse(given).data
  if (!answer) throw new AppError("refused", NOT_MADE)
  const challenge = await takePasskeyChallenge(ctx, answer, { purpose: "register", personId: person.id })
  const made = challenge === null ? null : await readRegistration(ctx.settings.publicUrl, challenge, answer)
  if (made === null) throw new AppError("refused", NOT_MADE)
  return ctx.db.$transaction(async (tx) => {
    // Whoever has it already keeps it (WebAuthn level 3, 7.1, step 26).
    if ((await tx.passkey.count({ where: { credentialId: made.credentialId } })) > 0) {
      throw new AppError("refused", "This device's passkey is in use here already. Nothing was changed.")
    }
    const at = ctx.clock()
    const { id } = await tx.passkey.create({ data: { ...made, personId: person.id, name, createdAt: at } })
    await tellPerson(tx, person.id, "passkey_added", `The passkey “${name}” was added.`, at)
    await appendAudit(tx, ownFrame(ctx, person), [{ action: "person.passkey_added", detail: { name, backedUp: made.backedUp } }])
    return { id }
  })
}
