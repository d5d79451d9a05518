import { z } from "zod"
import { factorsOf, isComplete, wayOf, WITH_FACTORS } from "@/lib/auth/factors"
import { passwordFits } from "@/lib/auth/password-hash"
import { LONGEST_PASSWORD } from "@/lib/auth/password-policy"
import { createSignInThrottle } from "@/lib/auth/throttle"
import type { SecondFactor } from "@/lib/domain/actor"
import { AppError } from "@/lib/domain/errors"
import type { ServiceContext } from "./context"
import { makeChallenge } from "./make-challenge"
import { noteRefusedTry } from "./note-refused-try"
import { parseInput } from "./parse-input"

/** The same for an unknown e-mail, a wrong password, a disabled account and one that isn't set up. */
export const NOT_RIGHT =
  "This e-mail and password don't go together here. Check both and try again. If you have no password yet, " +
  "ask your Lantern admin for a sign-in link."

const startInput = z.object({
  email: z.string(NOT_RIGHT).trim().toLowerCase().min(1, "Fill in your e-mail.").max(254, NOT_RIGHT),
  password: z.string(NOT_RIGHT).min(1, "Fill in your password.").max(LONGEST_PASSWORD, NOT_RIGHT),
  address: z.string(),
})

/**
 * The first factor. A right password opens no session: it gives a challenge, for 5 minutes, that
 * only the person's second factor turns into one (`finishSignIn`). `by` is what they have. A refused try is written
 * down, and its person told.
 * @throws AppError `refused`
 */
export async function startSignIn(
  ctx: ServiceContext,
  raw: z.input<typeof startInput>,
): Promise<{ challenge: string; expiresAt: Date; by: SecondFactor["by"] }> {
  const { email, password, address } = parseInput(startInput, raw)
  await createSignInThrottle(ctx.db, ctx.keyring).enter("password", email, address)
  const person = await ctx.db.person.findUnique({ where: { email }, include: WITH_FACTORS })
  const complete = person !== null && person.disabledAt === null && isComplete(factorsOf(person))
  const fits = await passwordFits(complete ? person.passwordHash : null, password)
  if (!complete || !fits) {
    await noteRefusedTry(ctx, { person, factor: "password", address })
    throw new AppError("refused", NOT_RIGHT)
  }

  const { challenge, expiresAt } = await makeChallenge(ctx, { personId: person.id, first: "password" })
  return { challenge, expiresAt, by: wayOf(factorsOf(person)) }
}
