import { goesOnFrom, readAssertion } from "@/lib/auth/passkeys"
import type { SignInMethod } from "@/lib/auth/sessions"
import { signInHash } from "@/lib/auth/tokens"
import { acceptedStep, unsealTotpSecret } from "@/lib/auth/totp"
import type { Passkey } from "@/lib/db/generated/client"
import type { Tx } from "@/lib/db/types"
import { readRecoveryCode } from "@/lib/domain/recovery-code"
import type { ServiceContext } from "./context"
import type { RefusedFactor } from "./note-refused-try"
import { type PasskeyPurpose, takePasskeyChallenge } from "./passkey-challenges"
import { authenticationInput } from "./passkey-input"
import { tellPerson } from "./tell-person"

/** A second factor as it was given. `passkey` is what the browser's `startAuthentication` gave. */
export type GivenFactor = { code: string } | { passkey: unknown } | { recoveryCode: string }

interface FactorOwner {
  id: string
  totpSealed: string | null
  totpConfirmedAt: Date | null
}

/** A factor that fits so far. */
export interface CheckedFactor {
  method: Extract<SignInMethod, "totp" | "passkey" | "recovery">
  /** Takes it, once, in the transaction of what it opens: false when somebody else took it just now. */
  take(tx: Tx): Promise<boolean>
}

export interface WrongFactor {
  wrong: Exclude<RefusedFactor, "password" | "campus sign-on">
  why?: string
}

/** Looks at a second factor of this person. Nothing is used up yet but a passkey's challenge. */
export async function checkFactor(
  ctx: ServiceContext,
  person: FactorOwner,
  given: GivenFactor,
  purpose: Exclude<PasskeyPurpose, "register">,
): Promise<CheckedFactor | WrongFactor> {
  if ("code" in given) return checkCode(ctx, person, given.code)
  if ("passkey" in given) return checkPasskey(ctx, person, given.passkey, purpose)
  return checkRecoveryCode(ctx, person, given.recoveryCode)
}

function checkCode(ctx: ServiceContext, person: FactorOwner, code: string): CheckedFactor | WrongFactor {
  if (person.totpSealed === null || person.totpConfirmedAt === null) return { wrong: "code", why: "no app" }
  const step = acceptedStep(unsealTotpSecret(ctx.keyring, person.id, person.totpSealed), code, ctx.clock())
  if (step === null) return { wrong: "code" }
  return {
    method: "totp",
    async take(tx) {
      const unused = { OR: [{ totpLastStep: null }, { totpLastStep: { lt: step } }], disabledAt: null }
      return (await tx.person.updateMany({ where: { id: person.id, ...unused }, data: { totpLastStep: step } })).count === 1
    },
  }
}

async function checkPasskey(
  ctx: ServiceContext,
  person: FactorOwner,
  raw: unknown,
  purpose: Exclude<PasskeyPurpose, "register">,
): Promise<CheckedFactor | WrongFactor> {
  const answer = authenticationInput.safeParse(raw).data
  if (!answer) return { wrong: "passkey", why: "not an answer" }
  const challenge = await takePasskeyChallenge(ctx, answer, { purpose, personId: person.id })
  if (challenge === null) return { wrong: "passkey", why: "challenge" }
  const key = await ctx.db.passkey.findFirst({ where: { credentialId: answer.id, personId: person.id } })
  if (key === null) return { wrong: "passkey", why: "unknown key" }
  const counter = await readAssertion(ctx.settings.publicUrl, challenge, key, answer)
  if (counter === null) return { wrong: "passkey", why: "signature" }
  if (key.counter > 0n && counter <= key.counter) return wentBack(ctx, key)
  return {
    method: "passkey",
    async take(tx) {
      const where = { id: key.id, personId: person.id, ...goesOnFrom(counter), person: { disabledAt: null } }
      return (await tx.passkey.updateMany({ where, data: { counter, lastUsedAt: ctx.clock() } })).count === 1
    },
  }
}

/** A counter that goes back is the mark of a copied key (WebAuthn level 3, 6.1.1): its owner has to know. */
async function wentBack(ctx: ServiceContext, key: Passkey): Promise<WrongFactor> {
  const message = `The passkey “${key.name}” was refused: it counts fewer uses than before, as a copy of it would. If that wasn’t you, remove it.`
  await tellPerson(ctx.db, key.personId, "passkey_refused", message, ctx.clock())
  return { wrong: "passkey", why: "counter went back" }
}

async function checkRecoveryCode(ctx: ServiceContext, person: FactorOwner, typed: string): Promise<CheckedFactor | WrongFactor> {
  const code = readRecoveryCode(typed)
  if (code === null) return { wrong: "recovery code", why: "not a code" }
  const where = { personId: person.id, hash: signInHash(ctx.keyring, "recovery", code), usedAt: null }
  if ((await ctx.db.recoveryCode.count({ where })) !== 1) return { wrong: "recovery code" }
  return {
    method: "recovery",
    async take(tx) {
      if ((await tx.recoveryCode.updateMany({ where: { ...where, person: { disabledAt: null } }, data: { usedAt: ctx.clock() } })).count !== 1) return false
      const left = await tx.recoveryCode.count({ where: { personId: person.id, usedAt: null } })
      await tellPerson(tx, person.id, "recovery_code_used", `A recovery code was used to sign in. ${left} of yours ${left === 1 ? "is" : "are"} left.`, ctx.clock())
      return true
    },
  }
}
