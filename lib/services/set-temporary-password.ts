import type { Hold, Institution } from "@/lib/db/generated/client"
import { commitHold, type HandOut } from "@/lib/db/journal"
import { readFacts, samePrimaryId } from "@/lib/domain/account-facts"
import type { AlmaFailure } from "@/lib/domain/alma-outcome"
import type { AlmaUser } from "@/lib/domain/alma-user"
import { AppError, FenceLost } from "@/lib/domain/errors"
import { passwordBody } from "@/lib/domain/merge-user"
import { HELP_AFTER_UNKNOWN_SECONDS } from "@/lib/domain/pickup-code"
import { temporaryPassword } from "@/lib/domain/temporary-password"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import type { ClaimedCode } from "./give-code-back"
import { backState, giveCodeBack } from "./give-code-back"
import { randomByte } from "./issue-codes"
import { letGo } from "./let-go"
import { afterUnknown, stillGood } from "./pickup-words"
import { makeSure, pursuePassword } from "./pursue-password"

/** A PUT is made from a GET under 2 s old. */
const START_WRITE_WITHIN_MS = 1_500
/** Alma: the password rule. It was refused, so another password may be made. */
const PASSWORD_RULE = "500038"

interface Pickup {
  institution: Institution
  hold: Hold
  code: ClaimedCode
  handOut: HandOut
}

/**
 * Sets a temporary password on a claimed hold and returns it only after Alma's 200. The password
 * lives in this call's memory alone. Where nothing was applied the code is given back; where nobody
 * knows, nothing is shown and the board says "needs help". `handOut` is written down with the "collected".
 * @throws AppError `refused`, with what the person can do
 */
export async function setTemporaryPassword(
  ctx: ServiceContext,
  institution: Institution,
  hold: Hold,
  code: ClaimedCode,
  handOut: HandOut = {},
): Promise<string> {
  const pickup = { institution, hold, code, handOut }
  const fresh = await readInternal(ctx, pickup)
  const intentId = await commitHold(ctx.db, auditFrame(ctx, institution.id), hold, {
    // A crash from here on is found by the runner half a minute later.
    patch: { quietFrom: ctx.clock(), dueAt: new Date(ctx.clock().getTime() + 30_000) },
    only: { desired: "internal", codes: { some: { id: code.id, state: "claimed", claimedAt: code.claimedAt } } },
    intent: { kind: "password" },
    release: false,
  }).catch(async (error: unknown) => {
    if (!(error instanceof FenceLost)) throw error
    await giveCodeBack(ctx, code)
    await letGo(ctx, hold)
    const now = await ctx.db.hold.findUnique({ where: { id: hold.id }, select: { desired: true } })
    throw new AppError("refused", now?.desired === "internal" ? OVERTAKEN : ENDED)
  })
  const alma = ctx.almaFor(institution)
  for (let tries = 1; ; tries++) {
    const password = temporaryPassword(hold.primaryId, randomByte)
    const answer = await alma.putUser(hold.primaryId, passwordBody(fresh.user, password), {
      priority: "pickup",
      // Counted from the read: a commit that waited or a paused process has used it up.
      startWithinMs: fresh.at.getTime() + START_WRITE_WITHIN_MS - ctx.clock().getTime(),
    })
    if (answer.kind === "ok") {
      if (await makeSure(alma, hold.primaryId, password)) return shown(ctx, pickup, intentId!, password)
      return lost(ctx, pickup, intentId!)
    }
    if (answer.kind === "unknown") {
      // Known by now, but the write whose answer was lost may still land: see `lateWriteUntil`.
      if (await pursuePassword(alma, hold.primaryId, password)) return shown(ctx, pickup, intentId!, password, "unknown")
      return lost(ctx, pickup, intentId!)
    }
    const anotherTry = answer.kind === "refused" && answer.error.code === PASSWORD_RULE && tries < 3
    if (!anotherTry) return notApplied(ctx, pickup, intentId!, answer)
  }
}

const OVERTAKEN = "Something changed while you waited, and no password was set. Try again, or ask for a new code."
const ENDED = "The outage has ended. Please use the campus login again."

/** The account as it is now; it must be the person's, and Internal. */
async function readInternal(ctx: ServiceContext, pickup: Pickup): Promise<{ user: AlmaUser; at: Date }> {
  const { hold, institution } = pickup
  const answer = await ctx.almaFor(institution).getUser(hold.primaryId, { priority: "pickup" })
  if (answer.kind === "ok") {
    const facts = readFacts(answer.value)
    if (samePrimaryId(facts.primaryId, hold.primaryId) && facts.accountType === "INTERNAL") return { user: answer.value, at: ctx.clock() }
  }
  await giveCodeBack(ctx, pickup.code)
  if (answer.kind === "ok" || answer.kind === "not_found") {
    // Somebody changed the account: the runner looks at once, and the board shows it.
    await ctx.db.hold.updateMany({ where: { id: hold.id, fence: hold.fence }, data: { dueAt: ctx.clock() } })
    await letGo(ctx, hold)
    throw new AppError("refused", `Your account is not as Lantern left it. Ask for help: ${stillGood(pickup.code)}.`)
  }
  await letGo(ctx, hold)
  throw new AppError("refused", `Alma does not answer just now. Try again in a minute: ${stillGood(pickup.code)}.`)
}

/** Applied, and known to be: the code is used up and the board says "collected", in one transaction. */
async function shown(
  ctx: ServiceContext,
  pickup: Pickup,
  intentId: string,
  password: string,
  state: "applied" | "unknown" = "applied",
): Promise<string> {
  const { hold, institution, code, handOut } = pickup
  const at = ctx.clock()
  try {
    await commitHold(ctx.db, auditFrame(ctx, institution.id), hold, {
      patch: { state: "collected", reason: null, collectedAt: at, needsHelpUntil: null, quietFrom: at, dueAt: new Date(at.getTime() + 300_000) },
      only: { desired: "internal" },
      settle: { intentId, state },
      code: { ...code, state: "used", at },
      handOut,
      audit: hold.state === "collected" ? [{ action: "pickup.again" }] : [],
      release: true,
    })
  } catch (error) {
    if (!(error instanceof FenceLost)) throw error
    // Only when the end came meanwhile is the account still ours: its return must not wait for our lease.
    const written = { patch: { quietFrom: at }, settle: { intentId, state }, release: true }
    await commitHold(ctx.db, auditFrame(ctx, institution.id), hold, written).catch(ignoreFenceLost)
    await ctx.wake(institution.id)
    throw new AppError("refused", ENDED)
  }
  return password
}

async function lost(ctx: ServiceContext, pickup: Pickup, intentId: string): Promise<never> {
  const at = ctx.clock()
  await commitHold(ctx.db, auditFrame(ctx, pickup.institution.id), pickup.hold, {
    patch: { quietFrom: at, needsHelpUntil: new Date(at.getTime() + HELP_AFTER_UNKNOWN_SECONDS * 1000) },
    settle: { intentId, state: "unknown" },
    code: { ...pickup.code, state: "dead", at },
    audit: [{ action: "pickup.unknown" }],
    release: true,
  }).catch(ignoreFenceLost)
  await ctx.wake(pickup.institution.id)
  throw new AppError("refused", `Alma's answer was lost, so no password can be shown. ${afterUnknown(pickup.code)}`)
}

async function notApplied(ctx: ServiceContext, pickup: Pickup, intentId: string, answer: Exclude<AlmaFailure, { kind: "unknown" }>): Promise<never> {
  const error = "error" in answer ? answer.error : { code: answer.kind, message: answer.detail, trackingId: null }
  await commitHold(ctx.db, auditFrame(ctx, pickup.institution.id), pickup.hold, {
    settle: { intentId, state: "refused", error },
    code: { ...pickup.code, state: backState(pickup.code), at: ctx.clock() },
    audit: [{ action: "pickup.not_applied", detail: { code: error.code } }],
    release: true,
  }).catch(ignoreFenceLost)
  await ctx.wake(pickup.institution.id)
  throw new AppError("refused", `Alma did not take the change just now. Try again in a minute: ${stillGood(pickup.code)}.`)
}

/** A later owner of the hold has written down what became of this pick-up. */
function ignoreFenceLost(error: unknown): void {
  if (!(error instanceof FenceLost)) throw error
}
