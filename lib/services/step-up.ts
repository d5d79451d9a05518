import { z } from "zod"
import { passwordFits } from "@/lib/auth/password-hash"
import { LONGEST_PASSWORD } from "@/lib/auth/password-policy"
import { createSignInThrottle } from "@/lib/auth/throttle"
import { newToken, sessionHash } from "@/lib/auth/tokens"
import { appendAudit } from "@/lib/db/audit"
import { AppError } from "@/lib/domain/errors"
import { checkFactor } from "./check-factor"
import type { ServiceContext } from "./context"
import { CODE_NOT_RIGHT, NOT_ACCEPTED } from "./finish-sign-in"
import { parseInput } from "./parse-input"
import { ownFrame } from "./person-chain"

const TYPE_A_CODE = "Type the code from your authenticator app."
const PASSWORD_NOT_RIGHT = "This password isn't right. Nothing was changed. Try it once more."
const stepUpInput = z.object({
  sessionId: z.uuid(),
  code: z.string(TYPE_A_CODE).min(1, TYPE_A_CODE).max(20, CODE_NOT_RIGHT).optional(),
  /** What the browser gave for a challenge of `askPasskey`. */
  passkey: z.unknown().optional(),
  /** With it, both factors count as given just now. */
  password: z.string().max(LONGEST_PASSWORD, PASSWORD_NOT_RIGHT).optional(),
  address: z.string(),
})

/**
 * The second factor once more, for a session that is signed in: for 10 minutes it counts as fresh, under a new id, for the
 * cookie alone; the one before opens nothing any more (ASVS 7.2.4). Slowed by the same
 * counters as at sign-in, and a time step or a passkey's answer is taken once for both. A printed recovery code is for
 * signing in alone. With the password, which is looked at first, it counts as a whole sign-in.
 * @throws AppError `refused` on a wrong or used factor, `not_allowed` once the session is over
 */
export async function stepUp(ctx: ServiceContext, raw: z.input<typeof stepUpInput>): Promise<{ sessionToken: string; expiresAt: Date }> {
  const { sessionId, code, passkey, password, address } = parseInput(stepUpInput, raw)
  const person = await personOf(ctx, sessionId)
  if (code !== undefined && (person.totpSealed === null || person.totpConfirmedAt === null)) throw new AppError("refused", NO_APP)

  const throttle = createSignInThrottle(ctx.db, ctx.keyring)
  if (password !== undefined) {
    await throttle.enter("password", person.email, address)
    if (!(await passwordFits(person.passwordHash, password))) return refuse(PASSWORD_NOT_RIGHT)
  }
  await throttle.enter("code", person.email, address)
  const now = ctx.clock()
  const checked = await checkFactor(ctx, person, code === undefined ? { passkey } : { code }, "step-up")
  const lifted = "wrong" in checked ? null : await lift(checked.take)
  if (lifted === null) return refuse(NOT_ACCEPTED[code === undefined ? "passkey" : "code"])
  await throttle.forget(person.email, address)
  return lifted

  async function refuse(why: string): Promise<never> {
    await ctx.db.$transaction((tx) => appendAudit(tx, ownFrame(ctx, person), [{ action: "person.step_up_refused" }]))
    throw new AppError("refused", why)
  }

  /** Takes the factor and lifts this session, or neither. */
  function lift(take: Extract<typeof checked, { take: unknown }>["take"]): Promise<{ sessionToken: string; expiresAt: Date } | null> {
    return ctx.db.$transaction(async (tx) => {
      if (!(await take(tx))) return null
      const sessionToken = newToken()
      const [session] = await tx.session.updateManyAndReturn({
        where: { id: sessionId, ...liveAt(now) },
        data: { secondFactorAt: now, ...(password !== undefined && { wholeAt: now }), hash: sessionHash(sessionToken) },
        select: { expiresAt: true },
      })
      if (!session) throw new AppError("not_allowed", OVER)
      await appendAudit(tx, ownFrame(ctx, person), [{ action: "person.stepped_up" }])
      return { sessionToken, expiresAt: session.expiresAt }
    })
  }
}

const OVER = "You are signed out. Nothing was changed. Sign in again."
const NO_APP = "You have no authenticator app set up here, so no code can be checked. A new sign-in by link works as well."

const liveAt = (now: Date) => ({ revokedAt: null, expiresAt: { gt: now } })

async function personOf(ctx: ServiceContext, sessionId: string) {
  const { actor } = ctx
  const session = actor.kind === "person"
    ? await ctx.db.session.findFirst({
        where: { id: sessionId, personId: actor.personId, ...liveAt(ctx.clock()) },
        include: { person: { include: { memberships: true } } },
      })
    : null
  if (session === null) throw new AppError("not_allowed", OVER)
  return session.person
}
