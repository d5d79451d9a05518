import { z } from "zod"
import { factorsOf, isComplete, wayOf, WITH_FACTORS } from "@/lib/auth/factors"
import { createSignInThrottle } from "@/lib/auth/throttle"
import type { SecondFactor } from "@/lib/domain/actor"
import { AppError } from "@/lib/domain/errors"
import { CampusRefused } from "./campus-refused"
import type { ServiceContext } from "./context"
import { makeChallenge } from "./make-challenge"
import { noteRefusedTry } from "./note-refused-try"
import { parseInput } from "./parse-input"

/** Who the identity provider says somebody is; its nonce was made for one sign-on of one browser. */
export const identityInput = z.object({ issuer: z.string().min(1).max(500), subject: z.string().min(1).max(255), nonce: z.string().min(16).max(500) })
const startInput = identityInput.extend({ address: z.string() })

/**
 * Campus sign-on as the first factor, in the place of the password: it gives the same single-use challenge, which only
 * the person's own second factor turns into a session. Only for an identity that its person tied to their account, and
 * only while they have a password and a second factor of their own: campus sign-on is what fails in an outage. The identity is
 * never looked for by an e-mail, and nobody is made by it. An unknown one, a disabled person and one without their own
 * way in are told alike.
 * @throws CampusRefused
 */
export async function startCampusSignIn(
  ctx: ServiceContext,
  raw: z.input<typeof startInput>,
): Promise<{ challenge: string; by: SecondFactor["by"] }> {
  const { issuer, subject, nonce, address } = parseInput(startInput, raw)
  const throttle = createSignInThrottle(ctx.db, ctx.keyring)
  await throttle.enter("campus", `${issuer} ${subject}`, address).catch((error: unknown) => {
    throw error instanceof AppError ? new CampusRefused("wait") : error
  })
  if (!(await throttle.takeNonce(nonce))) throw new CampusRefused("old")
  const login = await ctx.db.campusLogin.findUnique({
    where: { issuer_subject: { issuer, subject } },
    include: { person: { include: WITH_FACTORS } },
  })
  const person = login?.person ?? null
  if (login === null || person === null || person.disabledAt !== null || !isComplete(factorsOf(person))) {
    await noteRefusedTry(ctx, { person, factor: "campus sign-on", address })
    throw new CampusRefused("unknown")
  }
  await ctx.db.campusLogin.update({ where: { id: login.id }, data: { lastUsedAt: ctx.clock() } })
  const { challenge } = await makeChallenge(ctx, { personId: person.id, first: "campus" })
  return { challenge, by: wayOf(factorsOf(person)) }
}
