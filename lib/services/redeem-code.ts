import { setTimeout as delay } from "node:timers/promises"
import { throttlePickup } from "@/lib/auth/throttle-pickup"
import { appendAudit } from "@/lib/db/audit"
import { LEASE_SECONDS, claimHold, renewHold } from "@/lib/db/claims"
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
import { letGo } from "./let-go"
import { lateWriteUntil, recoverPickup } from "./recover-pickup"
import { setTemporaryPassword } from "./set-temporary-password"

/** One sentence for unknown, wrong, expired and used alike, so that it tells nothing to someone who guesses. */
const WRONG =
  "This Primary ID and this code do not fit together, or the code has been used or has run out. Look again, or ask for a new code."
const SLIP_OF_A_FINGER = "This code has a typing mistake. Look at the slip again: nothing was used up."
const NOT_READY = "Your account is not ready yet. Wait a few minutes and try again: your code is still good."
/** A late write of the earlier password could undo the one that would be set now. */
const LATE_WRITE = "Your last pick-up got no answer from Alma. Try again in a few minutes: your code is still good."

/**
 * What doesn't fit is answered so long after it came, whatever there was to look up and to write: the time tells
 * nothing either. Longer than that takes, but where the machine is overloaded.
 */
const WRONG_AFTER_MS = 300

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
  const began = performance.now()
  const wrong = async () => {
    await delay(Math.max(0, WRONG_AFTER_MS - (performance.now() - began)))
    return new AppError("refused", WRONG)
  }
  const throttle = throttlePickup(ctx.db, ctx.keyring, { primaryId: primaryIdKey(primaryId), address: input.address })
  await throttle.enter()
  const tried = await countLiveTry(ctx, primaryId)
  const found = await findCode(ctx, code)
  const fits = found !== null && found.hold.primaryIdKey === primaryIdKey(primaryId)
  const open = fits && found.state === "live" && found.expiresAt > ctx.clock() && found.hold.outage.endedAt === null
  // An in-person code that has had its tries isn't looked at again, however many came at once.
  const good = open && (found.kind === "slip" || tried.counted)
  if (!good) {
    // Its own owner typed a code that was theirs: no guess.
    if (fits) await tried.takeBack()
    await wrongTry(ctx, found, fits, tried)
    await throttle.failed()
    throw await wrong()
  }
  await Promise.all([tried.takeBack(), throttle.fitted()])
  const claimedAt = ctx.clock()
  const claimed = await ctx.db.pickupCode.updateMany({
    where: { id: found.id, state: "live", expiresAt: { gt: claimedAt } },
    data: { state: "claimed", claimedAt },
  })
  if (claimed.count === 0) throw await wrong()
  return withClaimedCode(ctx, found, { id: found.id, claimedAt })
}

async function withClaimedCode(ctx: ServiceContext, found: FoundCode, code: ClaimedCode): Promise<CredentialsView> {
  const { institution } = found.hold
  const hold = await patientClaim(ctx, found.holdId).catch(async (error: unknown) => {
    // The database is too busy: nothing was sent, and its owner needn't wait until the code is found left behind.
    await giveCodeBack(ctx, code).catch(() => {})
    throw error
  })
  if (!hold) {
    await giveCodeBack(ctx, code)
    throw new AppError("refused", "Lantern is just reading your account. Try again in a moment: your code is still good.")
  }
  const ready = (hold.state === "internal" || hold.state === "collected") && hold.desired === "internal"
  // Where somebody needs help the board says from when; else only a password that was sent twice bars the next one.
  const waitUntil = ready ? ((await recoverPickup(ctx, hold, code.id)) ?? (await lateWriteUntil(ctx, hold))) : null
  if (!ready || (waitUntil !== null && waitUntil > ctx.clock())) {
    await giveCodeBack(ctx, code)
    await letGo(ctx, hold)
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

interface LiveTry {
  /** The open accounts of the person named. */
  holds: { id: string; outageId: string; institutionId: string }[]
  /** Whether an in-person code of theirs had a try left, which this one took. */
  counted: boolean
  takeBack(): Promise<void>
}

/** Takes one of the tries of the in-person codes of the person named, before anything is compared. */
async function countLiveTry(ctx: ServiceContext, primaryId: string): Promise<LiveTry> {
  const holds = await ctx.db.hold.findMany({
    where: { primaryIdKey: primaryIdKey(primaryId), outage: { endedAt: null } },
    select: { id: true, outageId: true, institutionId: true },
  })
  const live = { holdId: { in: holds.map((hold) => hold.id) }, kind: "live" as const }
  const { count } = await ctx.db.pickupCode.updateMany({
    where: { ...live, state: "live", wrongTries: { lt: LIVE_CODE_TRIES } },
    data: { wrongTries: { increment: 1 } },
  })
  const takeBack = async () => {
    if (count === 0) return
    await ctx.db.pickupCode.updateMany({
      where: { ...live, state: "live", wrongTries: { gt: 0 } },
      data: { wrongTries: { increment: -1 } },
    })
  }
  return { holds, counted: count > 0, takeBack }
}

/**
 * The in-person codes of the person named die once their tries are used up, and the audit says why a try
 * was refused: a second use and a right code with a wrong id are alarms.
 */
async function wrongTry(ctx: ServiceContext, found: FoundCode | null, fits: boolean, { holds }: LiveTry): Promise<void> {
  const why = found === null ? "wrong code" : !fits ? "code of another person" : found.state === "used" ? "used before" : "no longer good"
  const concerned = found === null ? holds : [{ id: found.holdId, outageId: found.hold.outageId, institutionId: found.hold.institutionId }]
  // A right code that finds the tries used up kills nothing: many right uses at once count, each until it is known to fit.
  if (!fits) {
    const ids = holds.map((hold) => hold.id)
    await ctx.db.pickupCode.updateMany({
      where: { holdId: { in: ids }, kind: "live", state: "live", wrongTries: { gte: LIVE_CODE_TRIES } },
      data: { state: "dead" },
    })
  }
  for (const hold of concerned) {
    await ctx.db.$transaction((tx) =>
      appendAudit(tx, auditFrame(ctx, hold.institutionId), [
        { action: "pickup.refused", outageId: hold.outageId, holdId: hold.id, detail: { why } },
      ]),
    )
  }
}
