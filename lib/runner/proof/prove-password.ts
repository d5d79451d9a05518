import { LEASE_SECONDS, claimHold, releaseHold, renewHold } from "@/lib/db/claims"
import type { Hold } from "@/lib/db/generated/client"
import { commitHold } from "@/lib/db/journal"
import type { AlmaFailure } from "@/lib/domain/alma-outcome"
import { FenceLost } from "@/lib/domain/errors"
import { lastingPasswordBody, passwordBody } from "@/lib/domain/merge-user"
import { failureSentence } from "@/lib/domain/sentences"
import { temporaryPassword } from "@/lib/domain/temporary-password"
import { auditFrame } from "@/lib/services/context"
import { randomByte } from "@/lib/services/issue-codes"
import { pursuePassword } from "@/lib/services/pursue-password"
import { readHeld } from "../read-held"
import type { StepContext } from "../step-context"
import { secondsFrom, writeWithinMs } from "../step-context"

/**
 * `later`: nothing is known yet and it is tried again. `login`: what Alma says to a log-in with the password, `chosen`
 * where it lets them in only once no new password must be chosen; `unknown` where it didn't say.
 */
export type PasswordProof = { kind: "later"; why: string } | { kind: "refused"; why: string } | { kind: "set"; login: LoginProof }
export type LoginProof = "yes" | "chosen" | "no" | "unknown"

/** Alma: the password rule. It was refused, so another password may be made. */
const PASSWORD_RULE = "500038"
const TRIES = 3

/**
 * Sets a temporary password on the canary as a pick-up does and asks Alma whether it lets them in. It lives in this call
 * alone: nobody is shown it, and it is kept nowhere.
 */
export async function provePassword(ctx: StepContext, holdId: string): Promise<PasswordProof> {
  const hold = await claimHold(ctx.db, holdId, `pickup:proof:${process.pid}`)
  if (!hold) return { kind: "later", why: "The account is just being read." }
  const renewal = setInterval(() => void renewHold(ctx.db, hold.id, hold.fence).catch(() => {}), (LEASE_SECONDS * 1000) / 3)
  try {
    return await setAndTry(ctx, hold)
  } catch (error) {
    if (error instanceof FenceLost) return { kind: "later", why: "Something else was wanted of the account meanwhile." }
    throw error
  } finally {
    clearInterval(renewal)
    await releaseHold(ctx.db, hold.id, hold.fence)
  }
}

async function setAndTry(ctx: StepContext, hold: Hold): Promise<PasswordProof> {
  const read = await readHeld(ctx, hold, "change")
  if (read.kind === "failed") return { kind: "later", why: failureSentence(read.failure) }
  if (read.kind === "gone") return { kind: "refused", why: read.reason }
  if (read.facts.accountType !== "INTERNAL") return { kind: "later", why: "The account does not read Internal now." }
  const frame = auditFrame(ctx, hold.institutionId)
  const intentId = await commitHold(ctx.db, frame, hold, {
    patch: { quietFrom: ctx.clock(), dueAt: secondsFrom(ctx.clock(), 30) },
    only: { desired: "internal" },
    intent: { kind: "password" },
    release: false,
  })
  const settle = (state: "applied" | "refused" | "unknown", failure?: AlmaFailure) =>
    commitHold(ctx.db, frame, hold, {
      patch: { quietFrom: ctx.clock(), dueAt: ctx.clock() },
      settle: { intentId: intentId!, state, ...(failure && { error: errorOf(failure) }) },
      audit: [{ action: "proof.password", detail: { state } }],
      release: true,
    })
  for (let tries = 1; ; tries++) {
    const password = temporaryPassword(hold.primaryId, randomByte)
    const answer = await ctx.alma.putUser(hold.primaryId, passwordBody(read.user, password), { startWithinMs: writeWithinMs(ctx, read.at) })
    if (answer.kind === "ok" || answer.kind === "unknown") {
      const isSet = answer.kind === "ok" || (await pursuePassword(ctx.alma, hold.primaryId, password))
      const login = isSet ? await logIn(ctx, hold, password) : "unknown"
      await settle(answer.kind === "ok" ? "applied" : "unknown")
      return isSet ? { kind: "set", login } : { kind: "later", why: failureSentence(answer as AlmaFailure) }
    }
    if (answer.kind === "refused" && answer.error.code === PASSWORD_RULE && tries < TRIES) continue
    await settle("refused", answer)
    const final = answer.kind === "refused" || answer.kind === "unauthorized" || answer.kind === "not_found"
    return { kind: final ? "refused" : "later", why: failureSentence(answer) }
  }
}

function errorOf(failure: AlmaFailure) {
  return "error" in failure ? failure.error : { code: failure.kind, message: failure.detail, trackingId: null }
}

/**
 * What Alma says to a log-in while a new password must be chosen isn't documented. Where it says no, the same password
 * is set once more without that, so that one can tell a wrong password from a pending choice.
 */
async function logIn(ctx: StepContext, hold: Hold, password: string): Promise<LoginProof> {
  const first = await ctx.alma.checkPassword(hold.primaryId, password, { priority: "change" })
  if (first.kind !== "ok") return "unknown"
  if (first.value) return "yes"
  const read = await readHeld(ctx, hold, "change")
  if (read.kind !== "seen" || read.facts.accountType !== "INTERNAL") return "no"
  const put = await ctx.alma.putUser(hold.primaryId, lastingPasswordBody(read.user, password), { startWithinMs: writeWithinMs(ctx, read.at) })
  if (put.kind !== "ok") return "no"
  const second = await ctx.alma.checkPassword(hold.primaryId, password, { priority: "change" })
  return second.kind === "ok" && second.value ? "chosen" : "no"
}
