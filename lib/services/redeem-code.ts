import { throttlePickup } from "@/lib/auth/throttle-pickup"
import { appendAudit } from "@/lib/db/audit"
import type { Hold, Institution, PickupCode } from "@/lib/db/generated/client"
import { primaryIdKey } from "@/lib/domain/account-facts"
import { AppError } from "@/lib/domain/errors"
import { isCardCode, isWellFormedCode, normaliseCode } from "@/lib/domain/pickup-code"
import type { CredentialsView } from "@/lib/domain/views"
import { wrongAnswer } from "./answer-wrong"
import type { Brought, BroughtCode, Refused } from "./brought"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import { countLiveTry, type LiveTry } from "./count-live-try"
import { codeHash } from "./issue-codes"
import { findCard } from "./find-card"
import { pickUpAccount } from "./pick-up-account"
import { raisePickupAlert } from "./raise-pickup-alert"

/** One sentence for unknown, wrong, expired and used alike, so that it tells nothing to someone who guesses. */
export const WRONG =
  "This Primary ID and this code do not fit together, or the code has been used or has run out. Look again, or ask for a new code."
const SLIP_OF_A_FINGER = "This code has a typing mistake. Look at the slip again: nothing was used up."

type FoundCode = PickupCode & { hold: Hold & { institution: Institution; outage: { endedAt: Date | null } } }

/**
 * A member of staff picks up credentials with a code or with the one on a recovery card: it is claimed by
 * exactly one caller, the password is made now, sent to Alma, and stands in this answer only.
 * @throws AppError `refused` with what to do; the code is given back wherever nothing was applied
 */
export async function redeemCode(
  ctx: ServiceContext,
  input: { primaryId: string; code: string; address: string },
): Promise<CredentialsView> {
  const primaryId = input.primaryId.trim().slice(0, 255)
  const code = normaliseCode(input.code.slice(0, 100))
  if (primaryId === "" || !isWellFormedCode(code)) throw new AppError("refused", SLIP_OF_A_FINGER)
  const wrong = wrongAnswer(WRONG)
  const throttle = throttlePickup(ctx.db, ctx.keyring, { primaryId: primaryIdKey(primaryId), address: input.address })
  await throttle.enter()
  const tried = await countLiveTry(ctx, primaryId)
  const looking = isCardCode(code) ? findCard(ctx, primaryId, code) : findCode(ctx, primaryId, code, tried.counted)
  const brought = await looking.catch(async (error: unknown) => {
    // Nobody guessed: the database was away.
    await tried.takeBack()
    throw error
  })
  if ("refused" in brought) {
    if (brought.own) await tried.takeBack()
    await wrongTry(ctx, brought, tried)
    await throttle.failed()
    throw await wrong()
  }
  await Promise.all([tried.takeBack(), throttle.fitted()])
  if ("sentence" in brought) throw new AppError("refused", brought.sentence)
  const claimed = await brought.claim()
  if (claimed === null) throw await wrong()
  return pickUpAccount(ctx, claimed)
}

async function findCode(ctx: ServiceContext, primaryId: string, code: string, triesLeft: boolean): Promise<Brought> {
  const found = await ctx.db.pickupCode.findUnique({
    where: { hash: codeHash(ctx.keyring, code) },
    include: { hold: { include: { institution: true, outage: { select: { endedAt: true } } } } },
  })
  if (found === null) return { refused: "wrong code", own: false, concerned: null }
  const fits = found.hold.primaryIdKey === primaryIdKey(primaryId)
  const open = fits && found.state === "live" && found.expiresAt > ctx.clock() && found.hold.outage.endedAt === null
  // An in-person code that has had its tries isn't looked at again, however many came at once.
  const good = open && (found.kind === "slip" || triesLeft)
  if (good) return { claim: () => claimCode(ctx, found) }
  const refused = !fits ? "code of another person" : found.state === "used" ? "used before" : "no longer good"
  return { refused, own: fits, concerned: [found.hold], alert: () => alertOf(ctx, found, fits) }
}

async function claimCode(ctx: ServiceContext, { id, holdId, hold, vouchedBy }: FoundCode): Promise<BroughtCode | null> {
  const claimedAt = ctx.clock()
  const claimed = await ctx.db.pickupCode.updateMany({
    where: { id, state: "live", expiresAt: { gt: claimedAt } },
    data: { state: "claimed", claimedAt },
  })
  return claimed.count === 0 ? null : { id, claimedAt, holdId, institution: hold.institution, vouchedBy }
}

/** A second use, and a right code with a wrong id, are alarms while the outage is open. */
async function alertOf(ctx: ServiceContext, { hold, state }: FoundCode, fits: boolean): Promise<void> {
  if (hold.outage.endedAt !== null || (fits && state !== "used")) return
  const place = { institutionId: hold.institutionId, outageId: hold.outageId, holdId: hold.id, who: hold.name ?? hold.primaryId }
  await raisePickupAlert(ctx, fits ? "code_used_twice" : "code_of_another", place)
}

/** The audit says why a try was refused, and the board what a liaison should look at. */
async function wrongTry(ctx: ServiceContext, { refused: why, own, concerned, alert }: Refused, tried: LiveTry): Promise<void> {
  // A right code that finds the tries used up kills nothing: many right uses at once count, each until it is known to fit.
  const died = own ? [] : await tried.die()
  for (const hold of concerned ?? tried.holds) {
    await ctx.db.$transaction((tx) =>
      appendAudit(tx, auditFrame(ctx, hold.institutionId), [
        { action: "pickup.refused", outageId: hold.outageId, holdId: hold.id, detail: { why } },
      ]),
    )
  }
  await alert?.()
  for (const { id: holdId, outageId, institutionId, name, primaryId } of died) {
    await raisePickupAlert(ctx, "live_code_tries", { institutionId, outageId, holdId, who: name ?? primaryId })
  }
}
