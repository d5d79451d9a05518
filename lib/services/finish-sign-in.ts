import { z } from "zod"
import { WITH_FACTORS } from "@/lib/auth/factors"
import { openSession } from "@/lib/auth/sessions"
import { createSignInThrottle } from "@/lib/auth/throttle"
import { signInHash } from "@/lib/auth/tokens"
import { appendAudit } from "@/lib/db/audit"
import { AppError } from "@/lib/domain/errors"
import { checkFactor, type CheckedFactor, type GivenFactor } from "./check-factor"
import type { ServiceContext } from "./context"
import type { FirstFactor } from "./make-challenge"
import { noteRefusedTry, type RefusedFactor } from "./note-refused-try"
import { parseInput } from "./parse-input"
import { ownFrame } from "./person-chain"

export const CHALLENGE_OVER =
  "This sign-in is over: it took longer than 5 minutes, or was finished already. Start again with your e-mail and password, or a new sign-in link."
export const CODE_NOT_RIGHT =
  "This code isn't right, or was used already. Wait for the next one in your authenticator app and type that."
export const PASSKEY_NOT_RIGHT = "Lantern can't accept what this passkey answered. Nothing was changed. Try it once more, or use another way."
export const RECOVERY_NOT_RIGHT =
  "This recovery code isn't right, or was used already. Each one works once: take the next one on your sheet."

type SecondTry = Exclude<RefusedFactor, "password" | "campus sign-on">

/** One sentence a kind: a wrong one, a used one and an unknown one are told alike. */
export const NOT_ACCEPTED: Record<SecondTry, string> = {
  code: CODE_NOT_RIGHT,
  passkey: PASSKEY_NOT_RIGHT,
  "recovery code": RECOVERY_NOT_RIGHT,
}

const finishInput = z.object({
  challenge: z.string(CHALLENGE_OVER).min(22, CHALLENGE_OVER).max(128, CHALLENGE_OVER),
  code: z.string("Type the code from your authenticator app.").min(1, "Type the code from your authenticator app.").max(20, CODE_NOT_RIGHT).optional(),
  passkey: z.unknown().optional(),
  recoveryCode: z.string().min(1, "Type one of your recovery codes.").max(60, RECOVERY_NOT_RIGHT).optional(),
  address: z.string(),
  browser: z.string().optional(),
})

/**
 * The second factor: takes the challenge and the factor (a code's time step, a passkey's answer or a printed recovery
 * code), both once, and opens a session.
 * @throws AppError `refused`
 */
export async function finishSignIn(
  ctx: ServiceContext,
  raw: z.input<typeof finishInput>,
): Promise<{ sessionToken: string }> {
  const { challenge: token, address, browser, ...factor } = parseInput(finishInput, raw)
  const given = givenFactor(factor)
  const { challenge, person } = await openChallenge(ctx, token)
  const throttle = createSignInThrottle(ctx.db, ctx.keyring)
  await throttle.enter("code", person.email, address)
  await throttle.enterChallenge(challenge.id)
  const checked = await checkFactor(ctx, person, given, "sign-in")
  if ("wrong" in checked) return refuse(checked.wrong, checked.why)

  const sessionToken = await ctx.db.$transaction(async (tx) => {
    const now = ctx.clock()
    if (!(await checked.take(tx))) return null
    const used = await tx.signInChallenge.updateMany({
      where: { id: challenge.id, usedAt: null, expiresAt: { gt: now } },
      data: { usedAt: now },
    })
    if (used.count !== 1) throw new AppError("refused", CHALLENGE_OVER)
    const { words, prefix } = FIRST[challenge.first as FirstFactor]
    const opened = await openSession(tx, person.id, `${prefix}${checked.method}`, now, { address, browser })
    await appendAudit(tx, ownFrame(ctx, person), [{ action: "person.signed_in", detail: { method: `${words} and ${FACTOR_OF[checked.method]}`, address } }])
    return opened
  })
  if (sessionToken === null) return refuse(FACTOR_OF[checked.method], "used")
  await throttle.forget(person.email, address)
  return { sessionToken }

  async function refuse(wrong: SecondTry, why?: string): Promise<never> {
    await noteRefusedTry(ctx, { person, factor: wrong, address, ...(why && { why }) })
    throw new AppError("refused", NOT_ACCEPTED[wrong])
  }
}

const FIRST = {
  password: { words: "password", prefix: "" },
  campus: { words: "campus sign-on", prefix: "campus-" },
  link: { words: "link", prefix: "link-" },
} as const satisfies Record<FirstFactor, { words: string; prefix: string }>

const FACTOR_OF: Record<CheckedFactor["method"], SecondTry> = {
  totp: "code",
  passkey: "passkey",
  recovery: "recovery code",
}

/** Whose first factor was right, while its challenge lives. @throws AppError `refused` */
export async function openChallenge(ctx: ServiceContext, token: string) {
  const challenge = await ctx.db.signInChallenge.findUnique({
    where: { hash: signInHash(ctx.keyring, "challenge", token), usedAt: null, expiresAt: { gt: ctx.clock() } },
    include: { person: { include: WITH_FACTORS } },
  })
  if (!challenge || challenge.person.disabledAt !== null) throw new AppError("refused", CHALLENGE_OVER)
  return { challenge, person: challenge.person }
}

function givenFactor({ code, passkey, recoveryCode }: { code?: string | undefined; passkey?: unknown; recoveryCode?: string | undefined }): GivenFactor {
  if (code !== undefined) return { code }
  if (recoveryCode !== undefined) return { recoveryCode }
  return { passkey }
}
