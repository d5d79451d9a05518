import type { PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/server"
import { z } from "zod"
import { askToSign } from "@/lib/auth/passkeys"
import { createSignInThrottle } from "@/lib/auth/throttle"
import { AppError } from "@/lib/domain/errors"
import type { ServiceContext } from "./context"
import { CHALLENGE_OVER, openChallenge } from "./finish-sign-in"
import { parseInput } from "./parse-input"
import { keepPasskeyChallenge } from "./passkey-challenges"

const signInInput = z.object({ challenge: z.string(CHALLENGE_OVER).min(22, CHALLENGE_OVER).max(128, CHALLENGE_OVER), address: z.string() })

/**
 * What the browser of somebody whose password was right is asked to sign. Slowed as a try is: each one is a row.
 * @throws AppError `refused`
 */
export async function askPasskeyAtSignIn(ctx: ServiceContext, raw: z.input<typeof signInInput>): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const { challenge, address } = parseInput(signInInput, raw)
  const { person } = await openChallenge(ctx, challenge)
  await createSignInThrottle(ctx.db, ctx.keyring).enter("passkey", person.email, address)
  return ask(ctx, person.id, "sign-in")
}

/** What a signed-in person's browser is asked to sign for a fresh second factor. @throws AppError `refused`, `not_allowed` */
export async function askPasskeyForStepUp(ctx: ServiceContext): Promise<PublicKeyCredentialRequestOptionsJSON> {
  if (ctx.actor.kind !== "person") throw new AppError("not_allowed", "Only a signed-in person has passkeys.")
  return ask(ctx, ctx.actor.personId, "step-up")
}

async function ask(ctx: ServiceContext, personId: string, purpose: "sign-in" | "step-up"): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const known = await ctx.db.passkey.findMany({ where: { personId }, select: { credentialId: true, transports: true } })
  if (known.length === 0) throw new AppError("refused", "You have no passkey here. Use the code of your authenticator app.")
  const options = await askToSign(ctx.settings.publicUrl, known)
  await keepPasskeyChallenge(ctx, options.challenge, { purpose, personId })
  return options
}
