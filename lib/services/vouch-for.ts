import { throttlePickup } from "@/lib/auth/throttle-pickup"
import { appendAudit } from "@/lib/db/audit"
import type { Hold, Outage, VoucherKey } from "@/lib/db/generated/client"
import { primaryIdKey } from "@/lib/domain/account-facts"
import { AppError } from "@/lib/domain/errors"
import { CODE_LIFE_SECONDS, isWellFormedCode, makeCode, normaliseCode } from "@/lib/domain/pickup-code"
import type { VouchedView } from "@/lib/domain/views"
import { wrongAnswer } from "./answer-wrong"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import { codeHash, randomByte } from "./issue-codes"
import { vouchingHash } from "./new-vouching"
import { raisePickupAlert } from "./raise-pickup-alert"

/** One sentence for unknown, wrong, expired and ended alike. */
const WRONG_VOUCHING =
  "Your Primary ID and this vouching code do not fit together, or the code has run out. Nothing was made. Look again, or ask a liaison."
/** One sentence whatever it is that stands in the way: who found a vouching code learns nothing of others by it. */
const NOT_FOR_THEM =
  "No code was made: you can vouch only for whom you were named beforehand, while their account is open and they have not picked up. Ask a liaison."
const SLIP_OF_A_FINGER = "This vouching code has a typing mistake. Look at it again. Nothing was made."

/**
 * A colleague who has picked up confirms another one, named beforehand by a liaison: the answer is an in-person code
 * for that one, which works for ten minutes. Both names stand in the audit and on the board.
 * @throws AppError `refused`, with what to do
 */
export async function vouchFor(
  ctx: ServiceContext,
  input: { primaryId: string; code: string; forId: string; address: string },
): Promise<VouchedView> {
  const primaryId = input.primaryId.trim().slice(0, 255)
  const forId = input.forId.trim().slice(0, 255)
  const code = normaliseCode(input.code.slice(0, 100))
  if (primaryId === "" || forId === "" || !isWellFormedCode(code)) throw new AppError("refused", SLIP_OF_A_FINGER)
  const wrong = wrongAnswer(WRONG_VOUCHING)
  const throttle = throttlePickup(ctx.db, ctx.keyring, { primaryId: primaryIdKey(primaryId), address: input.address })
  await throttle.enter()
  const key = await ctx.db.voucherKey.findUnique({ where: { hash: vouchingHash(ctx, code) }, include: { hold: { include: { outage: true } } } })
  if (key === null || !isGood(ctx, key, primaryId)) {
    if (key) await tellOfTry(ctx, key.hold, primaryId)
    await throttle.failed()
    throw await wrong()
  }
  const made = await makeCodeFor(ctx, key.hold, forId)
  if (made === null) {
    // Counted: with a code that was found, names are guessed too.
    await throttle.failed()
    throw new AppError("refused", NOT_FOR_THEM)
  }
  await throttle.fitted()
  return made
}

type Voucher = Hold & { outage: Outage }

/** A right vouching code that is refused stands in the audit; one in other hands is an alarm while the outage is open. */
async function tellOfTry(ctx: ServiceContext, { id: holdId, outageId, institutionId, outage, ...hold }: Voucher, primaryId: string): Promise<void> {
  const another = hold.primaryIdKey !== primaryIdKey(primaryId)
  const why = another ? "vouching code of another person" : "vouching code no longer good"
  await ctx.db.$transaction((tx) => appendAudit(tx, auditFrame(ctx, institutionId), [{ action: "pickup.refused", outageId, holdId, detail: { why } }]))
  if (another && outage.endedAt === null) await raisePickupAlert(ctx, "vouching_of_another", { institutionId, outageId, holdId, who: hold.name ?? hold.primaryId })
}

/** It dies with the end of the outage, and with the early return of whoever has it. */
function isGood(ctx: ServiceContext, { hold, expiresAt }: VoucherKey & { hold: Voucher }, primaryId: string): boolean {
  return hold.primaryIdKey === primaryIdKey(primaryId) && expiresAt > ctx.clock() && hold.outage.endedAt === null && hold.desired === "internal"
}

async function makeCodeFor(ctx: ServiceContext, voucher: Voucher, forId: string): Promise<VouchedView | null> {
  const now = ctx.clock()
  const { institutionId, outageId } = voucher
  const by = voucher.name ?? voucher.primaryId
  const code = makeCode("live", randomByte)
  const expiresAt = new Date(now.getTime() + CODE_LIFE_SECONDS.live * 1000)
  return ctx.db.$transaction(async (tx) => {
    const [outage] = await tx.$queryRaw<{ endedAt: Date | null }[]>`
      select "endedAt" from "Outage" where "id" = ${outageId}::uuid for update`
    if (outage?.endedAt !== null) return null
    const pair = await tx.voucherPair.findFirst({ where: { institutionId, voucherKey: voucher.primaryIdKey, forKey: primaryIdKey(forId) } })
    if (!pair) return null
    const hold = await tx.hold.findFirst({
      where: {
        outageId, primaryIdKey: pair.forKey, desired: "internal", state: "internal", collectedAt: null,
        // As for a liaison's new code: a late write must not undo it.
        OR: [{ needsHelpUntil: null }, { needsHelpUntil: { lte: now } }],
      },
    })
    if (!hold) return null
    const own = { holdId: hold.id, kind: { in: ["slip" as const, "live" as const] } }
    await tx.pickupCode.updateMany({ where: { ...own, state: { in: ["live", "claimed"] } }, data: { state: "dead" } })
    await tx.pickupCode.create({
      data: { holdId: hold.id, kind: "live", hash: codeHash(ctx.keyring, code), expiresAt, createdAt: now, createdBy: `${by} (vouching)`, vouchedBy: by },
    })
    await appendAudit(tx, auditFrame(ctx, institutionId), [
      { action: "pickup.vouched", outageId, holdId: hold.id, detail: { by, byHold: voucher.id, for: hold.name ?? hold.primaryId } },
    ])
    return { drill: voucher.outage.drill, code, name: hold.name, expiresAt: expiresAt.toISOString() }
  })
}
