import { setTimeout as delay } from "node:timers/promises"
import { throttlePickup } from "@/lib/auth/throttle-pickup"
import { appendAudit } from "@/lib/db/audit"
import { LEASE_SECONDS, claimHold, releaseHold, renewHold } from "@/lib/db/claims"
import type { Hold, Institution, PickupCode } from "@/lib/db/generated/client"
import { primaryIdKey } from "@/lib/domain/account-facts"
import { AppError } from "@/lib/domain/errors"
import { LIVE_CODE_TRIES, isWellFormedCode, normaliseCode } from "@/lib/domain/pickup-code"
import type { CredentialsView } from "@/lib/domain/views"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import type { ClaimedCode } from "./give-code-back"
import { giveCodeBack } from "./give-code-back"
import { codeHash } from "./issue-codes"
import { recoverPickup } from "./recover-pickup"
import { setTemporaryPassword } from "./set-temporary-password"

/** One sentence for unknown, wrong, expired and used alike, so that it tells nothing to someone who guesses. */
const WRONG =
  "This Primary ID and this code do not fit together, or the code has been used or has run out. Look again, or ask for a new code."
const SLIP_OF_A_FINGER = "This code has a typing mistake. Look at the slip again: nothing was used up."
const NOT_READY = "Your account is not ready yet. Wait a few minutes and try again: your code is still good."
/** A late write of the earlier password could undo the one that would be set now. */
const LATE_WRITE = "Your last pick-up got no answer from Alma. Try again in a few minutes: your code is still good."

type FoundCode = PickupCode & { hold: Hold & { institution: Institution; outage: { endedAt: Date | null } } }

/**
 * A member of staff picks up credentials: the code is claimed by exactly one caller, the password is
 * made now, sent to Alma, and stands in this answer only.
 * @throws AppError `refused` with what to do; the code is given back wherever nothing was applied
 */
export async function redeemCode(
  ctx: ServiceContext,
  input: { primaryId: string; code: string; address: string },
): Promise<CredentialsView> {
  const primaryId = input.primaryId.trim().slice(0, 255)
  const code = normaliseCode(input.code.slice(0, 100))
  if (primaryId === "" || !isWellFormedCode(code)) throw new AppError("refused", SLIP_OF_A_FINGER)
  const throttle = throttlePickup(ctx.db, ctx.keyring, { primaryId: primaryIdKey(primaryId), address: input.address })
  await throttle.check()
  const found = await findCode(ctx, code)
  const fits = found !== null && found.hold.primaryIdKey === primaryIdKey(primaryId)
  const good = fits && found.state === "live" && found.expiresAt > ctx.clock() && found.hold.outage.endedAt === null
  if (!good) {
    await wrongTry(ctx, primaryId, found, fits)
    await throttle.failed()
    throw new AppError("refused", WRONG)
  }
  const claimedAt = ctx.clock()
  const claimed = await ctx.db.pickupCode.updateMany({
    where: { id: found.id, state: "live", expiresAt: { gt: claimedAt } },
    data: { state: "claimed", claimedAt },
  })
  if (claimed.count === 0) throw new AppError("refused", WRONG)
  return withClaimedCode(ctx, found, { id: found.id, claimedAt })
}

async function withClaimedCode(ctx: ServiceContext, found: FoundCode, code: ClaimedCode): Promise<CredentialsView> {
  const { institution } = found.hold
  const hold = await patientClaim(ctx, found.holdId)
  if (!hold) {
    await giveCodeBack(ctx, code)
    throw new AppError("refused", "Lantern is just reading your account. Try again in a moment: your code is still good.")
  }
  const ready = (hold.state === "internal" || hold.state === "collected") && hold.desired === "internal"
  const waitUntil = ready ? await recoverPickup(ctx, hold, code.id) : null
  if (!ready || (waitUntil !== null && waitUntil > ctx.clock())) {
    await giveCodeBack(ctx, code)
    await releaseHold(ctx.db, hold.id, hold.fence)
    throw new AppError("refused", ready ? LATE_WRITE : NOT_READY)
  }
  const renewal = setInterval(() => void renewHold(ctx.db, hold.id, hold.fence).catch(() => {}), (LEASE_SECONDS * 1000) / 3)
  const password = await setTemporaryPassword(ctx, institution, hold, code).finally(() => clearInterval(renewal))
  return {
    name: hold.name,
    userName: hold.primaryId,
    password,
    loginUrl: institution.loginUrl,
    institutionName: institution.name,
    helpContact: institution.helpContact,
  }
}

async function findCode(ctx: ServiceContext, code: string): Promise<FoundCode | null> {
  return ctx.db.pickupCode.findUnique({
    where: { hash: codeHash(ctx.keyring, code) },
    include: { hold: { include: { institution: true, outage: { select: { endedAt: true } } } } },
  })
}

/** Another pick-up of the same account, or a worker that is changing it, is done in a second or two. */
async function patientClaim(ctx: ServiceContext, holdId: string): Promise<Hold | null> {
  for (let tries = 0; tries < 40; tries++) {
    const hold = await claimHold(ctx.db, holdId, `pickup:${process.pid}`)
    if (hold) return hold
    await delay(250)
  }
  return null
}

/**
 * Counts a wrong try against the in-person codes of the person named, which die after five, and
 * writes it in the audit: a second use and a right code with a wrong id are alarms.
 */
async function wrongTry(ctx: ServiceContext, primaryId: string, found: FoundCode | null, fits: boolean): Promise<void> {
  const holds = await ctx.db.hold.findMany({
    where: { primaryIdKey: primaryIdKey(primaryId), outage: { endedAt: null } },
    select: { id: true, outageId: true, institutionId: true },
  })
  const why = found === null ? "wrong code" : !fits ? "code of another person" : found.state === "used" ? "used before" : "no longer good"
  const concerned = found === null ? holds : [{ id: found.holdId, outageId: found.hold.outageId, institutionId: found.hold.institutionId }]
  for (const hold of concerned) {
    await ctx.db.$transaction(async (tx) => {
      if (found === null) {
        const live = { holdId: hold.id, kind: "live" as const, state: "live" as const }
        await tx.pickupCode.updateMany({ where: live, data: { wrongTries: { increment: 1 } } })
        await tx.pickupCode.updateMany({ where: { ...live, wrongTries: { gte: LIVE_CODE_TRIES } }, data: { state: "dead" } })
      }
      await appendAudit(tx, auditFrame(ctx, hold.institutionId), [
        { action: "pickup.refused", outageId: hold.outageId, holdId: hold.id, detail: { why } },
      ])
    })
  }
}
