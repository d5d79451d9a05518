import { setTimeout as delay } from "node:timers/promises"
import { LEASE_SECONDS, claimHold, renewHold } from "@/lib/db/claims"
import type { Hold } from "@/lib/db/generated/client"
import { AppError } from "@/lib/domain/errors"
import type { CredentialsView } from "@/lib/domain/views"
import type { BroughtCode } from "./brought"
import type { ServiceContext } from "./context"
import { giveCodeBack } from "./give-code-back"
import { letGo } from "./let-go"
import { newCard } from "./new-card"
import { newVouching } from "./new-vouching"
import { stillGood } from "./pickup-words"
import { lateWriteUntil, recoverPickup } from "./recover-pickup"
import { setTemporaryPassword } from "./set-temporary-password"

/**
 * The way from a claimed code, card or passkey to a password, the same for each: the account is claimed, the
 * password made now, sent to Alma, and shown in this answer only, after Alma's 200.
 * @throws AppError `refused` with what to do; what was brought is given back wherever nothing was applied
 */
export async function pickUpAccount(ctx: ServiceContext, code: BroughtCode): Promise<CredentialsView> {
  const { institution } = code
  const hold = await patientClaim(ctx, code.holdId).catch(async (error: unknown) => {
    // The database is too busy: nothing was sent, and its owner needn't wait until the code is found left behind.
    await giveCodeBack(ctx, code).catch(() => {})
    throw error
  })
  if (!hold) {
    await giveCodeBack(ctx, code)
    throw new AppError("refused", `Lantern is just reading your account. Try again in a moment: ${stillGood(code)}.`)
  }
  const ready = (hold.state === "internal" || hold.state === "collected") && hold.desired === "internal"
  // Where somebody needs help the board says from when; else only a password that was sent twice bars the next one.
  const waitUntil = ready ? ((await recoverPickup(ctx, hold, code.id)) ?? (await lateWriteUntil(ctx, hold))) : null
  if (!ready || (waitUntil !== null && waitUntil > ctx.clock())) {
    await giveCodeBack(ctx, code)
    await letGo(ctx, hold)
    throw new AppError("refused", `${ready ? LATE_WRITE : NOT_READY}: ${stillGood(code)}.`)
  }
  const { drill, card, vouching } = await besidesPassword(ctx, hold, code).catch((error: unknown) => notBegun(ctx, hold, code, error))
  const handOut = { ...(card && { card: card.kept }), ...(vouching && { vouching: vouching.kept }) }
  const renewal = setInterval(() => void renewHold(ctx.db, hold.id, hold.fence).catch(() => {}), (LEASE_SECONDS * 1000) / 3)
  const password = await setTemporaryPassword(ctx, institution, hold, code, handOut).finally(() => clearInterval(renewal))
  return {
    name: hold.name,
    userName: hold.primaryId,
    password,
    loginUrl: institution.loginUrl,
    institutionName: institution.name,
    helpContact: institution.helpContact,
    drill,
    card: card?.shown ?? null,
    vouching: vouching?.shown ?? null,
  }
}

const NOT_READY = "Your account is not ready yet. Wait a few minutes and try again"
/** A late write of the earlier password could undo the one that would be set now. */
const LATE_WRITE = "Your last pick-up got no answer from Alma. Try again in a few minutes"

/** What else the answer tells and hands out, looked up before anything is sent. */
async function besidesPassword(ctx: ServiceContext, hold: Hold, code: BroughtCode) {
  const { drill } = await ctx.db.outage.findUniqueOrThrow({ where: { id: hold.outageId }, select: { drill: true } })
  const card = code.card ? newCard(ctx, code.card) : null
  // Who was vouched for vouches for nobody: a chain would reach further than anybody was named for.
  const vouching = code.vouchedBy === null ? await newVouching(ctx, hold) : null
  return { drill, card, vouching }
}

/** Nothing was sent, and neither the account nor what was brought waits until it is found left behind. */
async function notBegun(ctx: ServiceContext, hold: Hold, code: BroughtCode, error: unknown): Promise<never> {
  await giveCodeBack(ctx, code)
  await letGo(ctx, hold)
  throw error
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
